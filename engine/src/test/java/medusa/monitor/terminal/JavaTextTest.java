package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JavaTextTest {
    private static String spans(String text) {
        return JavaText.spans(text).stream()
                .map(span -> span.kind().name().toLowerCase() + " " + text.substring(span.start(), span.end()))
                .collect(Collectors.joining("; "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', ignoreLeadingAndTrailingWhitespace = false, value = {
        "int x = 0x1F;|word int; number 0x1F",
        "newton(1.5e3)|number 1.5e3",
        "\"a\\\"b\" + 'c'|text \"a\\\"b\"; text 'c'",
        "\"open|text \"open",
        "\"x\\|text \"x\\",
        "a // \"b\" ( |comment // \"b\" ( ",
        "/* ( */ 1|comment /* ( */; number 1",
        "f(a[1)|number 1; unmatched )",
        "}|unmatched }",
        "f(\")\"|text \")\""})
    void findsWhatIsWorthAColour(String text, String spans) {
        assertThat(spans(text)).isEqualTo(spans);
    }

    @Test
    void textsMayHaveLines() {
        assertThat(spans("\"\"\"\n a \"b\" \n\"\"\" + 'c\n1"))
                .isEqualTo("text \"\"\"\n a \"b\" \n\"\"\"; text 'c; number 1");
    }
}
