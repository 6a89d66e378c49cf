package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a broken or hostile server may tell.
class ToldTest {
    @Test
    void textsAreLinesThatCanBeShown() {
        assertThat(new Told(Map.of("a", "one\ntwo\u202e")).text("a")).isEqualTo("one\\ntwo\\u202e");
        assertThat(new Told(Map.of("a", "x".repeat(1 << 20))).text("a")).hasSize(4_097).endsWith("…");
        assertThat(new Told(Map.of("a", Collections.nCopies(5_000, "x"))).texts("a")).hasSize(1_000);
        assertThat(new Told(Map.of("a", 1)).text("a")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
        "9999-12-31T00:00:01Z", "yesterday", ""})
    void aTimeFarAwayIsNone(String text) {
        assertThat(new Told(Map.of("at", text)).instant("at")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void countersHaveABound() {
        Map<String, Object> counters = new LinkedHashMap<>();
        for (int i = 0; i < 100_000; i++) {
            counters.put("made-up-" + i, 1);
        }
        assertThat(ServerFigures.of(Map.of("counters", counters)).counters()).hasSize(500);
    }
}
