package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.gui.ui.Format;

/// What a server tells is bounded, whatever it is.
class ToldTest {

    @Test
    void aTextIsCutAndOnOneLine() {
        Told told = new Told(Map.of("text", "a\n\u202e" + "x".repeat(1 << 20)));
        assertThat(told.text("text")).startsWith("a\\n\\u202exxx").endsWith("x…").hasSizeLessThan(4200);
    }

    @Test
    void listsAreBounded() {
        Told told = new Told(Map.of("texts", Collections.nCopies(20_000, "x"), "objects",
                Collections.nCopies(20_000, Map.of())));
        assertThat(told.texts("texts")).hasSize(10_000);
        assertThat(told.objects("objects")).hasSize(10_000);
        assertThat(Completion.of(Map.of("candidates", Collections.nCopies(9000, "x"))).candidates()).hasSize(500);
        assertThat(Completion.of(Map.of("candidates", List.of("y".repeat(2000), "z"))).candidates())
                .containsExactly("z");
    }

    @Test
    void whatNeedsRoomWhenItIsMadePrintableIsCutAgain() {
        assertThat(new Told(Map.of("text", "\u202e".repeat(4000))).text("text")).hasSize(4096).endsWith("…");
    }

    @Test
    void theLinesBelowAnEntryHaveRoomTogether() {
        Map<String, Object> entry = Map.of("more", Collections.nCopies(20, "x".repeat(1000)));
        assertThat(LogEntry.of(new Told(entry)).more()).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"+1000000000-12-31T23:59:59Z", "-1000000000-01-01T00:00:00Z", "1969-12-31T23:59:59Z",
        "+10000-01-01T00:00:00Z", "soon"})
    void aTimeFarAwayIsTheBeginning(String time) {
        assertThat(new Told(Map.of("at", time)).instant("at")).isEqualTo(Instant.EPOCH);
    }

    @Test
    void theLongestTimeIsTold() {
        assertThat(Format.duration(Duration.ofSeconds(Long.MIN_VALUE))).isEqualTo("0.0 s");
        assertThat(Format.duration(Duration.ofSeconds(Long.MAX_VALUE))).contains(" d ");
    }
}
