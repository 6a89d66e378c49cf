package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is seen in a text in Java.
class JavaTextTest {

    private static String seen(String text) {
        return JavaText.spans(text).stream()
                .map(span -> span.kind().name().charAt(0) + ":" + text.substring(span.start(), span.end()))
                .collect(Collectors.joining(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            int x = 1;                   | K:int N:1
            String s = "a\\"b" + 'c'     | T:String S:"a\\"b" S:'c'
            1e-3 0x1p-2 0xe-3 1_000L .5f | N:1e-3 N:0x1p-2 N:0xe N:3 N:1_000L N:.5f
            a /* b */ c // d             | C:/* b */ C:// d
            @Override T get() MAX_VALUE  | A:@Override T:T
            x.y.Zebra                    | T:Zebra
            "open                        | S:"open
            /* open                      | C:/* open
            'x                           | S:'x
            "ends with \\                | S:"ends with \\
            a - b                        | ``
            int x = 0x1F;                | K:int N:0x1F
            newton(1.5e3)                | N:1.5e3
            a // "b" (                   | C:// "b" (
            /* ( */ 1                    | C:/* ( */ N:1
            f(a[1)                       | N:1 U:)
            }                            | U:}
            f(")"                        | S:")"
            """)
    void partsHaveTheirKind(String text, String expected) {
        assertThat(seen(text)).isEqualTo(expected);
    }

    @Test
    void textBlocksGoOverLines() {
        String text = "var a = \"\"\"\n  x \"quoted\" \\\"\"\"\n  \"\"\" + 1";
        assertThat(seen(text)).isEqualTo("K:var S:\"\"\"\n  x \"quoted\" \\\"\"\"\n  \"\"\" N:1");
        assertThat(JavaText.lines(text)).containsExactly(
                List.of(new JavaText.Span(0, 3, JavaText.Kind.KEYWORD), new JavaText.Span(8, 11, JavaText.Kind.STRING)),
                List.of(new JavaText.Span(0, 17, JavaText.Kind.STRING)),
                List.of(new JavaText.Span(0, 5, JavaText.Kind.STRING), new JavaText.Span(8, 9, JavaText.Kind.NUMBER)));
    }

    @Test
    void aTextWithoutItsEndEndsWithTheLine() {
        assertThat(seen("\"open\\\nint")).isEqualTo("S:\"open\\ K:int");
    }

    /// Whatever is typed: the parts are in order and within the text, and each line has its own.
    @Test
    void anythingHasAnAnswer() {
        Random random = new Random(7);
        String letters = "\"'\\/*@\n\n .ae1x_{}\ud83d\ude00\u0000";
        for (int i = 0; i < 3000; i++) {
            String text = random.ints(random.nextInt(40), 0, letters.length())
                    .mapToObj(at -> letters.substring(at, at + 1)).collect(Collectors.joining());
            int at = 0;
            for (JavaText.Span span : JavaText.spans(text)) {
                assertThat(span.start()).as(text).isGreaterThanOrEqualTo(at);
                assertThat(span.end()).as(text).isGreaterThan(span.start()).isLessThanOrEqualTo(text.length());
                at = span.end();
            }
            List<List<JavaText.Span>> lines = JavaText.lines(text);
            String[] texts = text.split("\n", -1);
            assertThat(lines).as(text).hasSameSizeAs(texts);
            for (int line = 0; line < texts.length; line++) {
                int from = 0;
                for (JavaText.Span span : lines.get(line)) {
                    assertThat(span.start()).as(text).isGreaterThanOrEqualTo(from);
                    assertThat(span.end()).as(text).isGreaterThanOrEqualTo(span.start())
                            .isLessThanOrEqualTo(texts[line].length());
                    from = span.end();
                }
            }
        }
    }
}
