package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// The target of a redirect, with places for what a pattern has found: `/new/$1`, `https://example.org/$1?from=$2`. What goes
/// there is text of the client's choice. It is percent-encoded, so that it stays within the part of the URI where it stands:
/// it cannot end the path or the line, add to a query, or lead to another host. Immutable.
final class UriTemplate {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final Pattern ORIGIN = Pattern
            .compile("https?://([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?(?=[/?#]|$)");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String PATH = UNRESERVED + "!$&'()*+,;=:@/";
    private static final String QUERY = UNRESERVED + "/:@";
    private static final Pattern REST = Pattern
            .compile("([A-Za-z0-9._~!&'()*+,;=:@/?-]|\\$[0-9$]|%[0-9A-Fa-f]{2})*(#([A-Za-z0-9._~!&'()*+,;=:@/?-]|"
                    + "\\$[0-9$]|%[0-9A-Fa-f]{2})*)?");
    /// The group of a part that stands for the query of the request.
    private static final int ITS_QUERY = -1;

    /// A text, and what follows it.
    ///
    /// @param allowed what of the group's text needs no escape there
    private record Part(String text, int group, String allowed) {}

    private final List<Part> parts;
    private final String end;
    /// Whether it leads to the host of the request.
    private final boolean staysHere;

    private UriTemplate(List<Part> parts, String end, boolean staysHere) {
        this.parts = List.copyOf(parts);
        this.end = end;
        this.staysHere = staysHere;
    }

    /// @param groups how many the pattern has
    /// @throws IllegalArgumentException if it is none
    static UriTemplate parse(String text, int groups) {
        Matcher origin = ORIGIN.matcher(text);
        int start = origin.lookingAt() ? origin.end() : 0;
        boolean staysHere = start == 0;
        if (staysHere && (!text.startsWith("/") || text.startsWith("//"))
                || !REST.matcher(text.substring(start)).matches()) {
            throw new IllegalArgumentException(
                    "expected a path such as \"/new/$1\" or a URI whose host is written out such "
                            + "as \"https://example.org/$1\", found " + Printable.quoted(text));
        }
        return build(text, start, groups, staysHere);
    }

    private static UriTemplate build(String text, int start, int groups, boolean staysHere) {
        List<Part> parts = new ArrayList<>();
        StringBuilder literal = new StringBuilder(text.substring(0, start));
        String allowed = PATH;
        boolean queryGiven = false;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '#' && !queryGiven) {
                parts.add(new Part(take(literal), ITS_QUERY, QUERY));
                queryGiven = true;
            }
            queryGiven |= c == '?';
            allowed = c == '?' || c == '#' ? QUERY : allowed;
            if (c != '$') {
                literal.append(c);
            } else if (text.charAt(++i) == '$') {
                literal.append('$');
            } else {
                parts.add(new Part(take(literal), group(text.charAt(i) - '0', groups), allowed));
            }
        }
        if (!queryGiven) {
            parts.add(new Part(take(literal), ITS_QUERY, QUERY));
        }
        return new UriTemplate(parts, literal.toString(), staysHere);
    }

    private static int group(int group, int groups) {
        if (group > groups) {
            throw new IllegalArgumentException(
                    "expected one of the " + groups + " groups of the pattern, found \"$" + group
                            + "\"");
        }
        return group;
    }

    private static String take(StringBuilder literal) {
        String taken = literal.toString();
        literal.setLength(0);
        return taken;
    }

    /// @param match its groups hold Unicode text
    /// @param query the question mark and the query of the request, as a URI has them; empty for none
    String expand(MatchResult match, String query) {
        StringBuilder uri = new StringBuilder();
        for (Part part : parts) {
            uri.append(part.text());
            if (part.group() == ITS_QUERY) {
                uri.append(query);
            } else if (match.group(part.group()) != null) {
                escape(uri, match.group(part.group()), part.allowed());
            }
        }
        uri.append(end);
        int slashes = 0;
        while (staysHere && slashes < uri.length() && uri.charAt(slashes) == '/') {
            slashes++; // two would begin a host
        }
        return uri.substring(Math.max(0, slashes - 1));
    }

    private static void escape(StringBuilder uri, String text, String allowed) {
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (allowed.indexOf(b) >= 0) {
                uri.append((char) b);
            } else {
                HEX.toHexDigits(uri.append('%'), b);
            }
        }
    }
}
