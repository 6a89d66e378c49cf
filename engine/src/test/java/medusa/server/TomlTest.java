package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TomlTest {

    @Test
    void readsEveryKindOfValue() throws Exception {
        assertThat(Toml.parse("""
                a = 1
                b = [true, "x", {c = 2.5}]
                [d.e]
                f = 9999999999
                g = 1979-05-27
                """)).isEqualTo(Map.of("a", 1, "b", List.of(true, "x", Map.of("c", new BigDecimal("2.5"))),
                "d", Map.of("e", Map.of("f", 9999999999L, "g", "1979-05-27"))));
        assertThat(Toml.parse("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "a = 127.0.0.1:8080|1|more text after the value; text needs quotes, such as \"127.0.0.1:8080\"",
        "\\na = yes|2|not understood; text needs quotes, such as \"127.0.0.1:8080\"",
        "a =|1|ends too early; a value, a quote or a bracket is missing",
        "a = \"x|1|ends too early; a value, a quote or a bracket is missing",
        "a = 'x\\n'|1|the line ends too early; a value, a quote or a bracket is missing",
        "a = 1\\na = 2|2|set twice; keep one of them",
        "[a]\\n[b]\\n[a]|3|this section stands here twice; put its settings under one header",
        "a = 1\\n[a]|2|already set as something else; keep one of them",
        "a = # x|1|a value is missing before the comment",
        "a = 01|1|not valid TOML: Zero-prefixed ints are not valid. If you want an octal liter…",})
    void saysWhatWouldBeRight(String text, int line, String message) {
        assertThatExceptionOfType(Toml.SyntaxException.class).isThrownBy(() -> Toml.parse(text.replace("\\n", "\n")))
                .withMessage(message).satisfies(e -> assertThat(e.line()).isEqualTo(line));
    }

    @Test
    void explainsBackslashes() {
        assertThatExceptionOfType(Toml.SyntaxException.class).isThrownBy(() -> Toml.parse("a = \"C:\\Users\""))
                .withMessage("unknown escape in the text; write \\\\ for a backslash, or '…' instead of quotes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "a.", "9"})
    void refusesHostileTextInOneLine(String part) {
        assertThatExceptionOfType(Toml.SyntaxException.class)
                .isThrownBy(() -> Toml.parse("x = " + part.repeat(200_000)))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200).doesNotContain("\n"));
    }
}
