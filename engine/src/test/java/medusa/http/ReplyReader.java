package medusa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what a server has sent on one connection, as strictly as RFC 9112 and RFC 9110 are written: what is not a reply
/// throws.
final class ReplyReader {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 ([1-5][0-9][0-9]) [\\t -~\\x80-\\xff]*");
    private static final Pattern FIELD = Pattern
            .compile(
                    "([!#$%&'*+\\-.^_`|~0-9A-Za-z]+): ((?:[!-~\\x80-\\xff](?:[\\t -~\\x80-\\xff]*[!-~\\x80-\\xff])?)?)");
    private static final Pattern ELEMENTS = Pattern.compile("[^ \\t,][^,]*(, [^ \\t,][^,]*)*");
    /// `URI-reference` of RFC 3986, as far as its characters go.
    private static final Pattern LOCATION = Pattern
            .compile("([A-Za-z0-9\\-._~!$&'()*+,;=:@/?#\\[\\]]|%[0-9A-Fa-f]{2})+");
    private static final Pattern DATE = Pattern
            .compile("(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \\d\\d (Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
                    + "\\d{4} \\d\\d:\\d\\d:\\d\\d GMT");
    /// What may be on several lines, since it is a list (RFC 9110 §5.3).
    private static final Set<String> LISTS = Set.of("accept-ranges", "allow", "cache-control", "connection",
            "content-encoding", "transfer-encoding", "vary");

    /// @param fields by their names in lower case; a list that is on several lines is joined
    record Reply(int status, Map<String, String> fields, String body) {
        boolean saysClose() {
            return "close".equals(fields.get("connection"));
        }
    }

    private final String text;
    private int at;

    private ReplyReader(String text) {
        this.text = text;
    }

    /// All replies in `text`, none of which answers HEAD.
    static List<Reply> read(String text) {
        return read(text, List.of());
    }

    /// All replies in `text`.
    ///
    /// @param methods of the requests that they answer; more replies answer GETs
    static List<Reply> read(String text, List<String> methods) {
        ReplyReader reader = new ReplyReader(text);
        List<Reply> replies = new ArrayList<>();
        int answered = 0;
        while (reader.at < text.length()) {
            boolean head = answered < methods.size() && methods.get(answered).equals("HEAD");
            Reply reply = reader.reply(head);
            answered += reply.status() < 200 ? 0 : 1;
            replies.add(reply);
        }
        return replies;
    }

    private AssertionError wrong(String what) {
        return new AssertionError(what + " at " + at + " of:\n" + Escaped.of(text));
    }

    private String line() {
        int end = text.indexOf("\r\n", at);
        if (end < 0) {
            throw wrong("a line without an end");
        }
        String line = text.substring(at, end);
        at = end + 2;
        return line;
    }

    private Reply reply(boolean head) {
        Matcher status = STATUS_LINE.matcher(line());
        if (!status.matches()) {
            throw wrong("no status line");
        }
        Map<String, String> fields = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            Matcher field = FIELD.matcher(line);
            if (!field.matches()) {
                throw wrong("no header field");
            }
            String name = field.group(1).toLowerCase(Locale.ROOT);
            String value = field.group(2);
            if (LISTS.contains(name) && !ELEMENTS.matcher(value).matches()) {
                throw wrong("an empty element in " + name);
            }
            if (fields.containsKey(name) && !LISTS.contains(name)) {
                throw wrong("twice " + name);
            }
            fields.merge(name, value, (before, more) -> before + ", " + more);
        }
        if (fields.containsKey("location") && !LOCATION.matcher(fields.get("location")).matches()) {
            throw wrong("no reference in location");
        }
        int code = Integer.parseInt(status.group(1));
        return new Reply(code, fields, body(code, fields, head));
    }

    private String body(int status, Map<String, String> fields, boolean head) {
        String length = fields.get("content-length");
        String coding = fields.get("transfer-encoding");
        if (length != null && coding != null || length != null && !length.matches("0|[1-9][0-9]*")
                || coding != null && !coding.equals("chunked")) {
            throw wrong("no clear framing");
        }
        if (status >= 200 && !DATE.matcher(fields.getOrDefault("date", "")).matches()) {
            throw wrong("no date");
        }
        if (HttpStatus.isBodiless(status)) {
            if (status != 304 && (length != null || coding != null)) {
                throw wrong("a length for what has no body");
            }
            return "";
        }
        if (length == null && coding == null && !"close".equals(fields.get("connection"))) {
            throw wrong("no end of the body");
        }
        if (head) {
            return "";
        }
        if (coding != null) {
            return chunks();
        }
        return take(length == null ? text.length() - at : Integer.parseInt(length));
    }

    private String chunks() {
        StringBuilder body = new StringBuilder();
        while (true) {
            String size = line();
            if (!size.matches("[0-9a-f]{1,8}")) {
                throw wrong("no size of a chunk");
            }
            body.append(take(Integer.parseInt(size, 16)));
            if (!line().isEmpty()) {
                throw wrong("no end of a chunk");
            }
            if (size.matches("0+")) {
                return body.toString();
            }
        }
    }

    private String take(int length) {
        if (length > text.length() - at) {
            throw wrong("a body that is too short");
        }
        at += length;
        return text.substring(at - length, at);
    }
}
