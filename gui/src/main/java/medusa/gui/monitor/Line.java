package medusa.gui.monitor;

import java.util.List;

import medusa.monitor.JavaText;

/// A line of the transcript.
///
/// @param text  holds nothing that a control could take for more than text
/// @param spans parts of `text` with colours of their own
/// @param aside stands behind it in small; empty for nothing
record Line(Kind kind, String text, List<JavaText.Span> spans, String aside) {

    /// What stands there; a mark before the text says it, as well as a colour does.
    enum Kind {
        /// The first line of a snippet.
        PROMPT("❯ "),
        /// One that follows it.
        CONTINUED("  "),
        /// What the snippet has printed.
        OUTPUT("┆ "),
        /// What it is worth.
        VALUE("  "),
        /// What is wrong.
        PROBLEM("✗ "),
        /// Where that is.
        SOURCE("  "),
        /// Below it.
        CARETS("  "),
        /// A line of a stack.
        FRAME("    "),
        /// Shows or hides the rest of what stands above or below.
        FOLD("▸ "),
        /// What the console itself says.
        NOTE("· ");

        private final String mark;

        Kind(String mark) {
            this.mark = mark;
        }

        /// What stands before the text.
        String mark() {
            return mark;
        }
    }

    /// One without anything of note.
    Line(Kind kind, String text) {
        this(kind, text, List.of(), "");
    }

    /// The same with something in small behind it.
    Line with(String small) {
        return new Line(kind, text, spans, small);
    }

    /// All of it, as it is copied.
    String whole() {
        return kind.mark() + text + (aside.isEmpty() ? "" : "   " + aside);
    }
}
