package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import medusa.filesystem.Attributes;
import medusa.http.HttpDate;
import medusa.http.HttpReply;
import medusa.http.Validators;

/// What a reply says of a file before its bytes.
///
/// @param type   its media type
/// @param fields whole header lines for the whole file, `Content-Length` among them
record FileFacts(Attributes attributes, String type, Validators validators, byte[] fields) {

    /// @param now a file from the future was last modified now, for whoever compares dates (RFC 9110 §8.8.2.1)
    static FileFacts of(Attributes attributes, String type, Instant now) {
        Instant modified = attributes.modified();
        Validators validators = Validators.of(etag(attributes), modified.isAfter(now) ? now : modified);
        String fields = "ETag: " + validators.etag() + "\r\nLast-Modified: "
                + HttpDate.format(validators.lastModified())
                + "\r\nContent-Type: " + type + "\r\nAccept-Ranges: bytes\r\nContent-Length: " + attributes.size()
                + "\r\n";
        return new FileFacts(attributes, type, validators, fields.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Changes with every change of the content: with the time of modification to the nanosecond, the size, and which file
    /// it is.
    private static String etag(Attributes attributes) {
        Instant modified = attributes.modified();
        long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
        return "\"" + Long.toHexString(nanos) + "-" + Long.toHexString(attributes.size()) + "-"
                + Long.toHexString(attributes.identity()) + "\"";
    }

    /// What a reply says of it whatever part it sends.
    HttpReply addTo(HttpReply reply) {
        return reply.header("ETag", validators.etag()).header("Last-Modified",
                HttpDate.format(validators.lastModified()));
    }
}
