package medusa.http;

import java.util.Arrays;
import java.util.List;

/// How a request says where its body ends (RFC 9112 §6). What two readers could understand differently is refused, and the
/// connection with it: that is how requests are smuggled past a proxy. Immutable.
///
/// @param kind which of the ways
/// @param bytes the length of a body whose length was given, else 0
public record BodyLength(Kind kind, long bytes) {

    /// The ways to frame the body of a request.
    public enum Kind {
        /// Neither Content-Length nor Transfer-Encoding: no body.
        NONE,
        /// Content-Length: that many bytes, perhaps none.
        GIVEN,
        /// Transfer-Encoding: chunked.
        CHUNKED
    }

    /// No body.
    public static final BodyLength NONE = new BodyLength(Kind.NONE, 0);
    /// A body in chunks.
    public static final BodyLength CHUNKED = new BodyLength(Kind.CHUNKED, 0);

    private static final String LENGTH = "content-length";
    private static final String ENCODING = "transfer-encoding";
    /// What fits a long for certain.
    private static final int MOST_DIGITS = 18;

    /// A body of so many bytes.
    public static BodyLength given(long bytes) {
        return new BodyLength(Kind.GIVEN, bytes);
    }

    /// Whether bytes of a body may follow the head.
    public boolean mayHaveContent() {
        return kind == Kind.CHUNKED || bytes > 0;
    }

    /// What the headers of a request say.
    ///
    /// @param minorVersion 0 or 1
    /// @throws HttpException fatal, 400 or 501
    static BodyLength of(int minorVersion, Headers headers) throws HttpException {
        int length = headers.line(LENGTH, 0);
        if (headers.contains(ENCODING)) {
            if (length >= 0) {
                throw HttpException.fatal(400, "Content-Length and Transfer-Encoding exclude each other.");
            }
            if (minorVersion == 0) {
                throw HttpException.fatal(400, "HTTP/1.0 has no Transfer-Encoding.");
            }
            return encoded(headers);
        }
        if (length < 0) {
            return NONE;
        }
        if (headers.line(LENGTH, length + 1) >= 0) {
            throw HttpException.fatal(400, "Content-Length must come once.");
        }
        return given(number(headers.bytes(), headers.valueStart(length), headers.valueEnd(length)));
    }

    private static long number(byte[] bytes, int start, int end) throws HttpException {
        if (start == end || end - start > MOST_DIGITS) {
            throw HttpException.fatal(400, "Content-Length must be a number of bytes.");
        }
        long number = 0;
        for (int i = start; i < end; i++) {
            if (!ByteSet.DIGIT.contains(bytes[i])) {
                throw HttpException.fatal(400, "Content-Length must be a number of bytes.");
            }
            number = number * 10 + bytes[i] - '0';
        }
        return number;
    }

    /// Anything but one `chunked` is an error, and the more exact one is named: a list that cannot be read or does not end
    /// in `chunked` is 400 (RFC 9112 §6.3), a coding in front of it that is not known here 501 (§6.1).
    private static BodyLength encoded(Headers headers) throws HttpException {
        List<String> codings = headers.all(ENCODING).stream().flatMap(line -> Arrays.stream(line.split(",", -1)))
                .map(Headers::trim).toList();
        if (codings.size() == 1 && isChunked(codings.getFirst())) {
            return CHUNKED;
        }
        if (!codings.stream().allMatch(ByteSet.TOKEN::spans)) {
            throw HttpException.fatal(400, "Transfer-Encoding must be a list of codings.");
        }
        if (!isChunked(codings.getLast()) || codings.stream().filter(BodyLength::isChunked).count() > 1) {
            throw HttpException.fatal(400, "Transfer-Encoding must end in chunked, and have it once.");
        }
        throw HttpException.fatal(501, "No Transfer-Encoding other than chunked is understood.");
    }

    private static boolean isChunked(String coding) {
        return coding.equalsIgnoreCase("chunked");
    }
}
