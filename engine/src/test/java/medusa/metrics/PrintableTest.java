package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    @Test
    void leavesOrdinaryTextAlone() {
        String text = "GET /größe/日本/😀 C:\\new \"x\"";
        assertThat(Printable.line(text)).isSameAs(text);
    }

    @Test
    void showsEveryControlCharacterAsAnEscape() {
        assertThat(Printable.line("a\r\n2026-11-23 INFO  forged\tb")).isEqualTo("a\\r\\n2026-11-23 INFO  forged\\tb");
        assertThat(Printable.line("\u001b[2J\0\u007f\u009b")).isEqualTo("\\x1b[2J\\x00\\x7f\\x9b");
        assertThat(Printable.line("\u0085\u2028\u2029")).isEqualTo("\\x85\\u2028\\u2029");
        assertThat(Printable.line("exe.\u202efdp\u2066\u200f\ufeff")).isEqualTo("exe.\\u202efdp\\u2066\\u200f\\ufeff");
    }

    @Test
    void quotesOnOneLineAndNotTooLong() {
        assertThat(Printable.quoted("a\nb")).isEqualTo("\"a\\nb\"");
        assertThat(Printable.quoted("x".repeat(1000))).isEqualTo('"' + "x".repeat(60) + "…\"");
    }
}
