package medusa.http;

import java.util.Locale;
import java.util.Optional;

/// The `Authorization` field of a request (RFC 9110 §11.4): a scheme, and what it makes of the rest.
///
/// @param scheme in lower case
/// @param rest   without the spaces before it; perhaps empty
public record Authorization(String scheme, String rest) {

    /// What a request has; empty for none.
    ///
    /// @throws HttpException 400 if there are several, or it has no scheme
    public static Optional<Authorization> of(Headers headers) throws HttpException {
        int line = headers.line("authorization", 0);
        if (line < 0) {
            return Optional.empty();
        }
        if (headers.line("authorization", line + 1) >= 0) {
            throw new HttpException(400, "There is more than one Authorization field.");
        }
        return Optional.of(parse(headers.value(line)));
    }

    /// @param value without white space at its ends
    static Authorization parse(String value) throws HttpException {
        int end = value.indexOf(' ');
        String scheme = end < 0 ? value : value.substring(0, end);
        if (!ByteSet.TOKEN.spans(scheme)) {
            throw new HttpException(400, "The Authorization field has no scheme.");
        }
        int rest = scheme.length();
        while (rest < value.length() && value.charAt(rest) == ' ') {
            rest++;
        }
        return new Authorization(scheme.toLowerCase(Locale.ROOT), value.substring(rest));
    }

    /// Nothing of what it says.
    @Override
    public String toString() {
        return scheme;
    }
}
