package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"PT0S|0 seconds", "PT1.9S|1 second", "PT59S|59 seconds", "PT1M|1 minute",
        "PT2M1S|2 minutes, 1 second", "PT59M59S|59 minutes, 59 seconds", "PT1H59S|1 hour",
        "PT23H1M|23 hours, 1 minute", "P1DT59M|1 day", "P3DT4H59M|3 days, 4 hours",
        "P1200DT1H|1,200 days, 1 hour"})
    void isSpokenInTwoUnits(Duration time, String text) {
        assertThat(TimeText.spoken(time)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0 µs", "999999|999 µs", "1000000|1 ms", "999999999|999 ms",
        "1000000000|1 s",
        "119999999999|119 s", "120000000000|2 min", "7199000000000|119 min", "7200000000000|2 h",
        "172799000000000|47 h", "172800000000000|2 d", "9223372036854775807|106,751 d"})
    void isBriefInOneUnit(long nanos, String text) {
        assertThat(TimeText.brief(nanos)).isEqualTo(text);
    }
}
