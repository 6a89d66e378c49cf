package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({"0s, PT0S", "250ms, PT0.25S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "1d, P1D", "30 s, PT30S",
        "3650d, P3650D"})
    void readsDurations(String text, Duration duration) {
        assertThat(Durations.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "30", "s", "-1s", "1.5s", "30 sec", "1m30s", "30S", "9999999999999s"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("expected a duration such as \"30s\", found \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3651d", "999999999999d", "999999999999h"})
    void refusesMoreThanTenYears(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Durations.parse(text))
                .withMessage("expected at most \"3650d\", found \"" + text + "\"");
    }
}
