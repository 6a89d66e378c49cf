package medusa.http;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The parameters behind a scheme (RFC 9110 §11.2): `name=token`, or `name="text"`, with commas between them.
final class AuthParams {
    private static final int MOST = 32;

    private final String text;
    private int at;

    private AuthParams(String text) {
        this.text = text;
    }

    /// By their names in lower case; quoted ones without their quotes and backslashes.
    ///
    /// @throws HttpException 400 if that is not what `text` is, or one of them comes twice
    static Map<String, String> parse(String text) throws HttpException {
        return new AuthParams(text).all();
    }

    private Map<String, String> all() throws HttpException {
        Map<String, String> params = new HashMap<>();
        skip(",");
        while (at < text.length()) {
            String name = token().toLowerCase(Locale.ROOT);
            skip("");
            expect('=');
            skip("");
            String value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            if (params.putIfAbsent(name, value) != null || params.size() > MOST) {
                throw malformed();
            }
            skip("");
            if (at < text.length()) {
                expect(',');
                skip(",");
            }
        }
        return params;
    }

    /// Passes over white space, and over these.
    private void skip(String others) {
        while (at < text.length()
                && (ByteSet.SPACE.contains(text.charAt(at)) || others.indexOf(text.charAt(at)) >= 0)) {
            at++;
        }
    }

    private void expect(char c) throws HttpException {
        if (at == text.length() || text.charAt(at) != c) {
            throw malformed();
        }
        at++;
    }

    private String token() throws HttpException {
        int start = at;
        while (at < text.length() && ByteSet.TOKEN.contains(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        return text.substring(start, at);
    }

    /// RFC 9110 §5.6.4.
    private String quoted() throws HttpException {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                return value.toString();
            }
            if (c == '\\' && ++at < text.length()) {
                c = text.charAt(at);
            }
            if (!ByteSet.FIELD_VCHAR.contains(c) && !ByteSet.SPACE.contains(c)) {
                throw malformed();
            }
            value.append(c);
        }
        throw malformed(); // it does not end
    }

    private static HttpException malformed() {
        return new HttpException(400, "The parameters of the Authorization field cannot be understood.");
    }
}
