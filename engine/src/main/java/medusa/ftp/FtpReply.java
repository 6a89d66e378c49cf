package medusa.ftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// A reply on the control connection (RFC 959 §4.2). Immutable.
///
/// Each character of a text is one byte (ISO 8859-1), as in a [medusa.filesystem.VirtualPath]; what would end a line early, or
/// that Telnet takes for a command, does neither.
///
/// @param code  three digits
/// @param lines one, or several of which the client sees the first and the last as what they are, and the others as text
public record FtpReply(int code, List<String> lines) {
    private static final int LARGEST_PRELIMINARY = 199;

    /// @param lines copied
    public FtpReply {
        if (code < 100 || code > 699 || lines.isEmpty()) {
            throw new IllegalArgumentException("no reply: " + code + " " + lines);
        }
        lines = List.copyOf(lines);
    }

    /// A reply of one line.
    public static FtpReply of(int code, String text) {
        return new FtpReply(code, List.of(text));
    }

    /// One of several lines: `211-first`, those between with a space in front, `211 last`.
    public static FtpReply of(int code, String first, List<String> between, String last) {
        List<String> lines = new ArrayList<>(between.size() + 2);
        lines.add(first);
        lines.addAll(between);
        lines.add(last);
        return new FtpReply(code, lines);
    }

    /// Text as replies have it: in UTF-8 (RFC 2640 §2.2), a character for each byte.
    public static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    /// A path between quotes, with its own doubled (RFC 959, appendix II).
    public static String quoted(String path) {
        return '"' + path.replace("\"", "\"\"") + '"';
    }

    /// Whether another reply follows to the same command.
    boolean isPreliminary() { return code <= LARGEST_PRELIMINARY; }

    /// As it goes out, a character for each byte.
    String wire() {
        StringBuilder out = new StringBuilder(80);
        int last = lines.size() - 1;
        for (int i = 0; i <= last; i++) {
            if (i == 0 || i == last) {
                out.append(code).append(i == last ? ' ' : '-');
            } else {
                out.append(' ');
            }
            escape(out, lines.get(i));
            out.append("\r\n");
        }
        return out.toString();
    }

    private static void escape(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r', '\n', '\0' -> out.append('?');
                case TelnetLines.IAC -> out.append(TelnetLines.IAC).append(TelnetLines.IAC);
                default -> out.append(c > 0xff ? '?' : c);
            }
        }
    }
}
