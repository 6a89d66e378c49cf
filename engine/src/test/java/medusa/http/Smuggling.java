package medusa.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// The cases of `smuggling.txt`, which says how it is written.
final class Smuggling {
    private static final Set<String> THEN = Set.of("open", "end", "waits");

    private Smuggling() {}

    /// @param statuses of the replies, in order
    /// @param then     what becomes of the connection
    record Case(String name, String about, List<Integer> statuses, String then, String bytes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        String name = "";
        String previous = "";
        StringBuilder about = new StringBuilder();
        String[] outcome = {};
        StringBuilder bytes = new StringBuilder();
        for (String line : (text() + "\n").split("\n", -1)) {
            if (line.startsWith("#")) {
                name = about.isEmpty() ? previous : name;
                about.append(line.substring(1));
            } else if (line.startsWith("=") && !line.startsWith("==")) {
                outcome = line.substring(2).split(" ");
            } else if (line.startsWith("|")) {
                bytes.append(bytesOf(line.substring(Math.min(2, line.length()))));
            } else if (line.isEmpty() && !bytes.isEmpty()) {
                cases.add(make(name, about.toString().strip(), outcome, bytes.toString()));
                about.setLength(0);
                bytes.setLength(0);
            }
            previous = line;
        }
        return cases;
    }

    private static Case make(String name, String about, String[] outcome, String bytes) {
        String then = outcome[outcome.length - 1];
        if (name.isEmpty() || about.isEmpty() || !THEN.contains(then)) {
            throw new AssertionError("not a whole case: " + name);
        }
        return new Case(name, about, List.of(outcome).subList(0, outcome.length - 1).stream().map(Integer::valueOf)
                .toList(), then, bytes);
    }

    private static String text() {
        try (InputStream in = Smuggling.class.getResourceAsStream("smuggling.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bytesOf(String line) {
        boolean bare = line.endsWith("\\") && !line.endsWith("\\\\");
        return unescape(bare ? line.substring(0, line.length() - 1) : line) + (bare ? "" : "\r\n");
    }

    private static String unescape(String text) {
        StringBuilder bytes = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '\\') {
                bytes.append(c);
                continue;
            }
            char escape = text.charAt(++i);
            if (escape == 'x') {
                bytes.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else if (escape == '(') {
                int middle = text.indexOf("){", i);
                int end = text.indexOf('}', middle);
                bytes.append(unescape(text.substring(i + 1, middle))
                        .repeat(Integer.parseInt(text, middle + 2, end, 10)));
                i = end;
            } else {
                bytes.append("\r\n\t\0\\ ".charAt("rnt0\\s".indexOf(escape)));
            }
        }
        return bytes.toString();
    }
}
