package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

import medusa.filesystem.Attributes;
import medusa.http.HttpDate;
import medusa.http.HttpReply;
import medusa.http.Validators;

/// What a reply says of a file before its bytes.
///
/// @param label  what its path says, whatever the form
/// @param fields whole header lines for the whole file, `Content-Length` among them; null if the length is not known yet
record FileFacts(Attributes attributes, FileLabel label, FileForm form, Validators validators, byte[] fields) {

    /// @param now a file from the future was last modified now, for whoever compares dates (RFC 9110 §8.8.2.1)
    static FileFacts of(Attributes attributes, FileLabel label, FileForm form, Instant now) {
        Instant modified = attributes.modified();
        Validators validators = Validators.of(etag(attributes, form), modified.isAfter(now) ? now : modified);
        FileFacts facts = new FileFacts(attributes, label, form, validators, null);
        return form.made()
                ? facts
                : new FileFacts(attributes, label, form, validators, facts.fields(attributes.size()));
    }

    String type() {
        return label.type();
    }

    /// The header lines with so many bytes behind them. What is made has no ranges: they are cut from the file itself.
    byte[] fields(long length) {
        return ("ETag: " + validators.etag() + "\r\nLast-Modified: " + HttpDate.format(validators.lastModified())
                + "\r\n" + label.lines() + form.fields() + "Content-Type: " + type()
                + (form.made() ? "" : "\r\nAccept-Ranges: bytes")
                + "\r\nContent-Length: " + length + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    /// Changes with every change of the content: with the time of modification to the nanosecond, the size, and which file
    /// it is, and in which form.
    private static String etag(Attributes attributes, FileForm form) {
        Instant modified = attributes.modified();
        long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
        return "\"" + Long.toHexString(nanos) + "-" + Long.toHexString(attributes.size()) + "-"
                + Long.toHexString(attributes.identity()) + form.mark() + "\"";
    }

    /// What a reply says of it whatever part it sends; also a 304, whose fields these are too (RFC 9110 §15.4.5).
    HttpReply addTo(HttpReply reply) {
        reply.header("ETag", validators.etag()).header("Last-Modified", HttpDate.format(validators.lastModified()));
        label.addTo(reply);
        return form.varies() ? reply.header("Vary", "Accept-Encoding") : reply;
    }
}
