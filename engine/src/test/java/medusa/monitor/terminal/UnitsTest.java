package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 KiB", "1536,1.5 KiB", "10239,10 KiB", "1048575,1.0 MiB",
        "2254857830,2.1 GiB", "9223372036854775807,8.0 EiB"})
    void bytes(long bytes, String text) {
        assertThat(Units.bytes(bytes)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0,0 ms", "0.34,340 ms", "12,12 s", "60,1 min", "303,5 min 3 s", "3600,1 h", "7380,2 h 3 min",
        "273600,3 d 4 h", "-5,0 s"})
    void durations(double seconds, String text) {
        assertThat(Units.duration(Duration.ofMillis(Math.round(seconds * 1000)))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"0.04,0.0 ms", "3.14,3.1 ms", "42.4,42 ms", "1250,1.25 s"})
    void millis(double millis, String text) {
        assertThat(Units.millis(millis)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"7;7", "1204;1,204", "1234567;1,234,567"})
    void counts(long number, String text) {
        assertThat(Units.count(number)).isEqualTo(text);
    }
}
