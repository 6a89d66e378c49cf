package medusa.http;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// What a request is about (RFC 9112 §3.2, RFC 3986). Immutable.
///
/// **Characters.** Those of RFC 3986, and well-formed percent escapes. Beyond it only what browsers are known to send as
/// it is (the URL standard's percent-encode sets): `[ ] ^ |` in a path, and in a query, which nobody here takes apart,
/// also `` ` { } \ ``. Others, and a fragment, are 400.
///
/// **Decoding** happens once. An escaped NUL is 400. An escaped slash is 404: it would be part of a name, and no name has
/// one; it never becomes a separator. An escaped backslash is a character like others, except where the system takes it
/// for a separator: there it is 404 too. Dot segments stay: [medusa.filesystem.VirtualPath#parse] resolves them.
public final class RequestTarget {

    /// The four forms of RFC 9112 §3.2.
    public enum Form {
        /// `/path?query`
        ORIGIN,
        /// `http://host/path?query`
        ABSOLUTE,
        /// `*`, or a whole URI without path and query: the server itself, for OPTIONS only.
        ASTERISK,
        /// `host:port`, for CONNECT only.
        AUTHORITY
    }

    private static final String HTTP = "http://";
    private static final String HTTPS = "https://";
    private static final ByteSet PATH = ByteSet.UNRESERVED.or(ByteSet.SUB_DELIMS).or(ByteSet.of(":@/[]^|"));
    private static final ByteSet QUERY = PATH.or(ByteSet.of("?`{}\\"));
    /// What RFC 3986 §3.3 and §3.4 allow, and escapes.
    private static final ByteSet URI = ByteSet.UNRESERVED.or(ByteSet.SUB_DELIMS).or(ByteSet.of(":@/?%"));
    private static final HexFormat HEX = HexFormat.of().withUpperCase();
    private static final boolean BACKSLASH_SEPARATES = File.separatorChar == '\\';

    private final Form form;
    private final boolean wantsTls;
    private final String authority;
    private final String rawPath;
    private final String rawQuery;
    private final String path;

    private RequestTarget(Form form, boolean wantsTls, String authority, String rawPath, String rawQuery)
            throws HttpException {
        this.form = form;
        this.wantsTls = wantsTls;
        this.authority = authority;
        this.rawPath = rawPath;
        this.rawQuery = rawQuery;
        this.path = decode(rawPath);
    }

    /// Reads the target of a request.
    ///
    /// @throws HttpException 400, fatal; 404 for an escaped slash
    public static RequestTarget of(RequestHead head) throws HttpException {
        String target = head.target();
        if (head.method().equals("CONNECT")) {
            return authority(target);
        }
        if (target.charAt(0) == '/') {
            String host = head.headers().first("host");
            return hierarchical(Form.ORIGIN, false, host == null ? "" : host, target);
        }
        boolean isOptions = head.method().equals("OPTIONS");
        if (target.equals("*") && isOptions) {
            String host = head.headers().first("host");
            return new RequestTarget(Form.ASTERISK, false, host == null ? "" : host, "*", null);
        }
        return absolute(target, isOptions);
    }

    private static RequestTarget authority(String target) throws HttpException {
        int colon = target.lastIndexOf(':');
        if (!isAuthority(target) || colon < 0 || !ByteSet.DIGIT.spans(target.substring(colon + 1))) {
            throw bad("CONNECT needs a host and a port.");
        }
        return new RequestTarget(Form.AUTHORITY, false, target, "", null);
    }

    /// The authority of the URI replaces Host (RFC 9112 §3.2.2); one with a user in it is not understood (RFC 9110 §4.2.4).
    private static RequestTarget absolute(String target, boolean isOptions) throws HttpException {
        int start = schemeEnd(target);
        boolean wantsTls = start == HTTPS.length();
        int end = start;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        String authority = target.substring(start, end);
        if (!isAuthority(authority)) {
            throw bad("The target must have a host.");
        }
        if (end == target.length() && isOptions) {
            return new RequestTarget(Form.ASTERISK, wantsTls, authority, "*", null);
        }
        String rest = target.substring(end);
        return hierarchical(Form.ABSOLUTE, wantsTls, authority, rest.startsWith("/") ? rest : "/" + rest);
    }

    private static int schemeEnd(String target) throws HttpException {
        for (String scheme : new String[]{HTTP, HTTPS}) {
            if (target.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        throw bad("The target must be a path, or a URI with http or https.");
    }

    private static boolean isAuthority(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        return Authority.isValid(bytes, 0, bytes.length);
    }

    private static RequestTarget hierarchical(Form form, boolean wantsTls, String authority, String pathAndQuery)
            throws HttpException {
        int question = pathAndQuery.indexOf('?');
        if (question < 0) {
            check(pathAndQuery, 0, pathAndQuery.length(), PATH);
            return new RequestTarget(form, wantsTls, authority, pathAndQuery, null);
        }
        check(pathAndQuery, 0, question, PATH);
        check(pathAndQuery, question + 1, pathAndQuery.length(), QUERY);
        return new RequestTarget(form, wantsTls, authority, pathAndQuery.substring(0, question),
                pathAndQuery.substring(question + 1));
    }

    private static void check(String text, int start, int end, ByteSet allowed) throws HttpException {
        for (int i = start; i < end; i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (end - i < 3 || !ByteSet.HEX.contains(text.charAt(i + 1))
                        || !ByteSet.HEX.contains(text.charAt(i + 2))) {
                    throw bad("A percent sign in the target must have two hexadecimal digits behind it.");
                }
                i += 2;
            } else if (!allowed.contains(c)) {
                throw bad("The target has a character that must be percent-encoded.");
            }
        }
    }

    private static String decode(String raw) throws HttpException {
        int percent = raw.indexOf('%');
        if (percent < 0) {
            return raw;
        }
        StringBuilder decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                c = (char) (Character.digit(raw.charAt(i + 1), 16) << 4 | Character.digit(raw.charAt(i + 2), 16));
                i += 2;
                if (c == 0) {
                    throw bad("The target has a NUL in it.");
                }
                if (c == '/' || c == '\\' && BACKSLASH_SEPARATES) {
                    throw new HttpException(404, "No name has a slash in it.");
                }
            }
            decoded.append(c);
        }
        return decoded.toString();
    }

    private static HttpException bad(String detail) {
        return HttpException.fatal(400, detail);
    }

    /// Which of the forms it has.
    public Form form() {
        return form;
    }

    /// The host, and perhaps a port, that the client wants: out of the target where it has them, else the Host header, or
    /// nothing (RFC 9110 §7.1). Written as the client did.
    public String authority() {
        return authority;
    }

    /// Whether it is a URI with `https`, which is to be answered over TLS alone (RFC 9110 §7.4).
    boolean wantsTls() {
        return wantsTls;
    }

    /// The path as it was sent, beginning with a slash; `*` for [Form#ASTERISK], empty for [Form#AUTHORITY].
    public String rawPath() {
        return rawPath;
    }

    /// What follows the first question mark, as it was sent, perhaps empty; null if there is none.
    public String rawQuery() {
        return rawQuery;
    }

    /// The host of [#authority], as sent but without the port; empty for none.
    public String host() {
        if (authority == null) {
            return "";
        }
        int colon = authority.lastIndexOf(':');
        return colon > authority.lastIndexOf(']') ? authority.substring(0, colon) : authority;
    }

    /// [#rawPath] for a `Location`, with escapes for what only browsers leave as it is.
    public String uriPath() {
        return toUri(rawPath);
    }

    /// The question mark and [#rawQuery] for a `Location`, with such escapes; empty if there is none.
    public String uriQuery() {
        return rawQuery == null ? "" : "?" + toUri(rawQuery);
    }

    private static String toUri(String raw) {
        StringBuilder uri = new StringBuilder(raw.length() + 8);
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (URI.contains(c)) {
                uri.append(c);
            } else {
                HEX.toHexDigits(uri.append('%'), (byte) c);
            }
        }
        return uri.toString();
    }

    /// [#rawPath], decoded once. Each character is one byte (ISO 8859-1), since names are bytes; none is NUL.
    public String path() {
        return path;
    }
}
