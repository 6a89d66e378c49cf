package medusa.monitor.terminal;

import java.util.List;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/// Tells the line editor whether what is typed is whole, which the server knows; and that the words of a line are not its
/// business.
final class SnippetParser implements Parser {
    private final Remote remote;

    SnippetParser(Remote remote) {
        this.remote = remote;
    }

    /// All up to the cursor is one word.
    private record Line(String line, int cursor) implements CompletingParsedLine {
        @Override
        public String word() {
            return line.substring(0, cursor);
        }

        @Override
        public int wordCursor() {
            return cursor;
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word());
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            return candidate;
        }

        @Override
        public int rawWordCursor() {
            return cursor;
        }

        @Override
        public int rawWordLength() {
            return cursor;
        }
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !SlashCommand.isOne(line) && isIncomplete(line)) {
            throw new EOFError(-1, cursor, "more has to follow");
        }
        return new Line(line, cursor);
    }

    private boolean isIncomplete(String line) {
        try {
            return TerminalClient.examine(remote, line).equals("incomplete");
        } catch (Trouble e) {
            return false; // to run it tells why
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public boolean isEscapeChar(char c) {
        return false; // a backslash is Java
    }
}
