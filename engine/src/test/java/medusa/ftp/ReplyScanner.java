package medusa.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what comes over a control connection as RFC 959 §4.2 has it, and nothing else.
final class ReplyScanner {
    private static final Pattern FIRST = Pattern.compile("([1-5][0-9][0-9])([ -])(.*)", Pattern.DOTALL);
    private static final char IAC = 0xff;

    private final StringBuilder text = new StringBuilder();
    private final List<Integer> codes = new ArrayList<>();
    /// Of the reply of several lines that has begun; null for none.
    private String open;
    private int taken;

    /// Takes what has come since.
    ///
    /// @param all everything that has come so far
    /// @throws AssertionError if it is not well formed
    void read(String all) {
        int end = all.lastIndexOf("\r\n");
        if (end < taken) {
            return;
        }
        String lines = withoutTelnet(all.substring(taken, end + 2));
        taken = end + 2;
        text.append(lines);
        for (String line : lines.split("\r\n", -1)) {
            if (!line.isEmpty() || open != null) {
                line(line);
            }
        }
    }

    private void line(String line) {
        if (line.indexOf('\r') >= 0 || line.indexOf('\n') >= 0 || line.indexOf('\0') >= 0) {
            throw new AssertionError("a line with a control character: " + line);
        }
        Matcher matcher = FIRST.matcher(line);
        if (open == null) {
            if (!matcher.matches()) {
                throw new AssertionError("no reply: " + line);
            }
            if (matcher.group(2).equals("-")) {
                open = matcher.group(1);
            } else {
                codes.add(Integer.valueOf(matcher.group(1)));
            }
        } else if (line.startsWith(open + ' ')) {
            codes.add(Integer.valueOf(open));
            open = null;
        } else if (matcher.matches()) {
            throw new AssertionError("a line within a reply that looks like another one: " + line);
        }
    }

    /// Without its answers to Telnet's options.
    private static String withoutTelnet(String raw) {
        StringBuilder out = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != IAC) {
                out.append(raw.charAt(i));
                continue;
            }
            i++;
            switch (raw.charAt(i)) {
                case IAC -> out.append(IAC);
                case 0xfc, 0xfe -> i++;
                default -> throw new AssertionError("Telnet: " + (int) raw.charAt(i));
            }
        }
        return out.toString();
    }

    /// How many commands have been answered.
    long finals() {
        return codes.stream().filter(code -> code >= 200).count();
    }

    /// The code of the last reply; 0 for none.
    int last() {
        return codes.isEmpty() ? 0 : codes.getLast();
    }

    /// Whether a reply has begun that is not complete.
    boolean isOpen() { return open != null; }

    /// What has been read.
    String text() {
        return text.toString();
    }
}
