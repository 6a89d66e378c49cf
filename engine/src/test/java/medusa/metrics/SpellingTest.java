package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {

    @ParameterizedTest
    @CsvSource({"idle, idle, 0", "idel, idle, 1", "idl, idle, 1", "idlee, idle, 1", "ldle, idle, 1", "'', idle, 4",
        "conections, connections, 1", "backlog, floor, 6"})
    void countsSlips(String word, String other, int slips) {
        assertThat(Spelling.distance(word, other)).isEqualTo(slips);
        assertThat(Spelling.distance(other, word)).isEqualTo(slips);
    }

    @Test
    void suggestsOnlyWhatIsClose() {
        List<String> known = List.of("connections", "backlog", "idle");
        assertThat(Spelling.closest("conections", known)).contains("connections");
        assertThat(Spelling.closest("idel", known)).contains("idle");
        assertThat(Spelling.closest("timeout", known)).isEmpty();
        assertThat(Spelling.closest("x", known)).isEmpty();
        assertThat(Spelling.closest("i".repeat(1_000_000), known)).isEmpty();
    }
}
