package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualPath;
import medusa.http.Conditions;
import medusa.http.HttpDate;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpReply.Prepared;
import medusa.http.HttpRequest;
import medusa.http.Ranges;
import medusa.http.Validators;
import medusa.producer.BytesProducer;
import medusa.producer.CompositeProducer;
import medusa.producer.Producer;

/// Answers one GET or HEAD with one open file: conditions first (RFC 9110 §13), then ranges (§14), then the whole. The file is
/// closed when the last of its bytes has left, or at once.
final class FileReply {
    private static final String BOUNDARY = "medusa-part-of-a-file-7b1f0c9e";

    private final HttpRequest request;
    private final OpenFile file;
    private final Attributes attributes;
    private final Validators validators;
    private final String type;
    private boolean handedOver;

    private FileReply(HttpRequest request, OpenFile file, String type) {
        this.request = request;
        this.file = file;
        this.type = type;
        attributes = file.attributes();
        // A file from the future was last modified now, for whoever compares dates (RFC 9110 §8.8.2.1).
        Instant now = request.server().clock().instant();
        validators = Validators.of(etag(attributes), attributes.modified().isAfter(now) ? now : attributes.modified());
    }

    /// @param file   open; belongs to the reply from now on
    /// @param type   its media type
    /// @param memory keeps it if it is small; null for none
    /// @return false if nothing was sent, since the file changed while it was read into memory
    static boolean send(HttpRequest request, VirtualPath path, OpenFile file, String type, FileMemory memory)
            throws HttpException, FilesystemException {
        FileReply reply = new FileReply(request, file, type);
        try {
            return reply.send(path, memory);
        } finally {
            if (!reply.handedOver) {
                file.close();
            }
        }
    }

    /// Changes with every change of the content: with the time of modification to the nanosecond, the size, and which file
    /// it is.
    static String etag(Attributes attributes) {
        Instant modified = attributes.modified();
        long nanos = modified.getEpochSecond() * 1_000_000_000 + modified.getNano();
        return "\"" + Long.toHexString(nanos) + "-" + Long.toHexString(attributes.size()) + "-"
                + Long.toHexString(attributes.identity()) + "\"";
    }

    private boolean send(VirtualPath path, FileMemory memory) throws HttpException, FilesystemException {
        Instant now = request.server().clock().instant();
        switch (Conditions.evaluate(request.head(), validators, now)) {
            case PRECONDITION_FAILED -> throw new HttpException(412, "The file is not what the request expects.");
            case NOT_MODIFIED -> validated(request.reply(304)).send();
            case PROCEED -> {
                Ranges ranges = Ranges.of(request.head(), validators, attributes.size(), now);
                switch (ranges.kind()) {
                    case WHOLE -> {
                        return sendWhole(path, memory, now);
                    }
                    case UNSATISFIABLE -> throw new HttpException(416, "The file has no such range.")
                            .with("Content-Range", "bytes */" + attributes.size());
                    case PARTIAL -> sendParts(ranges.parts());
                }
            }
        }
        return true;
    }

    private HttpReply validated(HttpReply reply) {
        return reply.header("ETag", validators.etag()).header("Last-Modified",
                HttpDate.format(validators.lastModified()));
    }

    private boolean sendWhole(VirtualPath path, FileMemory memory, Instant now) {
        if (memory != null && memory.wants(request.rawTarget(), attributes, now)) {
            handedOver = true;
            Prepared prepared = memory.read(request.rawTarget(), path, file, preparedFields(),
                    request.server().reactor().turns());
            if (prepared != null) {
                request.reply(200).sendPrepared(prepared);
            }
            return prepared != null;
        }
        HttpReply reply = validated(request.reply(200)).header("Content-Type", type).header("Accept-Ranges", "bytes");
        handedOver = true;
        reply.send(file.produce(0, attributes.size()), attributes.size());
        return true;
    }

    private byte[] preparedFields() {
        return ("ETag: " + validators.etag() + "\r\nLast-Modified: " + HttpDate.format(validators.lastModified())
                + "\r\nContent-Type: " + type + "\r\nAccept-Ranges: bytes\r\nContent-Length: " + attributes.size()
                + "\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private void sendParts(List<Ranges.Part> parts) {
        HttpReply reply = validated(request.reply(206)).header("Accept-Ranges", "bytes");
        if (parts.size() == 1) {
            Ranges.Part part = parts.getFirst();
            handedOver = true;
            reply.header("Content-Type", type).header("Content-Range", contentRange(part))
                    .send(file.produce(part.first(), part.length()), part.length());
            return;
        }
        List<Producer> body = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Ranges.Part part = parts.get(i);
            body.add(text((i == 0 ? "" : "\r\n") + "--" + BOUNDARY + "\r\nContent-Type: " + type
                    + "\r\nContent-Range: " + contentRange(part) + "\r\n\r\n"));
            body.add(new PartProducer(file, part.first(), part.length()));
        }
        body.add(text("\r\n--" + BOUNDARY + "--\r\n"));
        CompositeProducer all = new CompositeProducer(body);
        reply.header("Content-Type", "multipart/byteranges; boundary=" + BOUNDARY).send(all, all.remaining());
    }

    private String contentRange(Ranges.Part part) {
        return "bytes " + part.first() + "-" + part.last() + "/" + attributes.size();
    }

    private static Producer text(String text) {
        return new BytesProducer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
