package medusa.http.extension;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.http.HttpException;

/// Which part of a file a request brings (RFC 9110 §14.4, §14.5).
///
/// @param first of its bytes; -1 where it brings none, but asks how far the file has come
/// @param last  of its bytes; -1 likewise
/// @param total bytes of the whole file
record ContentRange(long first, long last, long total) {
    /// What fits a long for certain.
    private static final Pattern SHAPE = Pattern
            .compile("(?i:bytes) (?:(\\d{1,18})-(\\d{1,18})|\\*)/(\\d{1,18})");

    /// What the request says of itself.
    ///
    /// @param lines  of the field, at least one
    /// @param length of the body; -1 if it is not said
    /// @throws HttpException 400 for what cannot be followed, and must not be taken for a whole file then (RFC 9110 §14.5); 411
    static ContentRange of(List<String> lines, long length) throws HttpException {
        Matcher matcher = SHAPE.matcher(lines.getFirst());
        if (lines.size() > 1 || !matcher.matches()) {
            throw bad("Content-Range must be bytes first-last/total, or bytes */total.");
        }
        if (length < 0) {
            throw new HttpException(411, "A part of a file must come with its Content-Length.");
        }
        long total = Long.parseLong(matcher.group(3));
        if (matcher.group(1) == null) {
            if (length > 0) {
                throw bad("Content-Range says that there is nothing here, but Content-Length says otherwise.");
            }
            return new ContentRange(-1, -1, total);
        }
        ContentRange range = new ContentRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)),
                total);
        if (range.first > range.last || range.last >= total) {
            throw bad("Content-Range must lie within the file.");
        }
        if (length != range.last - range.first + 1) {
            throw bad("Content-Range and Content-Length do not agree.");
        }
        return range;
    }

    boolean isQuestion() { return first < 0; }

    /// Whether the file is whole when this part is there.
    boolean isLast() { return last == total - 1; }

    private static HttpException bad(String detail) {
        return new HttpException(400, detail);
    }
}
