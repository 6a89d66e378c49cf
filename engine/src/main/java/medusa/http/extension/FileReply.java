package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import medusa.filesystem.OpenFile;
import medusa.http.Conditions;
import medusa.http.ContentCoding;
import medusa.http.Headers;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpReply.Prepared;
import medusa.http.HttpRequest;
import medusa.http.Ranges;
import medusa.producer.BytesProducer;
import medusa.producer.CompositeProducer;
import medusa.producer.Producer;

/// Answers one GET or HEAD with one open file: conditions first (RFC 9110 §13), then ranges (§14), then the whole.
final class FileReply {
    private static final String BOUNDARY = "medusa-part-of-a-file-7b1f0c9e";

    private final HttpRequest request;
    private final OpenFile file;
    private final FileFacts facts;
    private final Prepared prepared;

    private FileReply(HttpRequest request, OpenFile file, FileFacts facts, Prepared prepared) {
        this.request = request;
        this.file = file;
        this.facts = facts;
        this.prepared = prepared;
    }

    /// @param kept its file may be closed at once
    static void send(HttpRequest request, KeptFile kept) throws HttpException {
        if (kept.prepared() != null && isPlain(request.headers())) {
            request.reply(200).sendPrepared(kept.prepared());
        } else {
            new FileReply(request, kept.file(), kept.facts(), kept.prepared()).send();
        }
    }

    /// Without a look at conditions and ranges.
    static void sendWhole(HttpRequest request, KeptFile kept) {
        new FileReply(request, kept.file(), kept.facts(), kept.prepared()).sendWhole();
    }

    /// Whether nothing in the request asks for anything but the whole file.
    static boolean isPlain(Headers headers) {
        return !(headers.contains("if-none-match") || headers.contains("if-modified-since") || headers.contains("range")
                || headers.contains("if-match") || headers.contains("if-unmodified-since"));
    }

    private void send() throws HttpException {
        Instant now = request.server().clock().instant();
        switch (Conditions.evaluate(request.head(), facts.validators(), now)) {
            case PRECONDITION_FAILED -> throw new HttpException(412, "The file is not what the request expects.");
            case NOT_MODIFIED -> facts.addTo(request.reply(304)).send();
            case PROCEED -> {
                Ranges ranges = Ranges.of(request.head(), facts.validators(), size(), now);
                switch (ranges.kind()) {
                    case WHOLE -> sendWhole();
                    case UNSATISFIABLE -> throw new HttpException(416, "The file has no such range.")
                            .with("Content-Range", "bytes */" + size());
                    case PARTIAL -> sendParts(ranges.parts());
                }
            }
        }
    }

    private void sendWhole() {
        if (prepared != null) {
            request.reply(200).sendPrepared(prepared);
        } else {
            request.reply(200).sendPrepared(facts.fields(), file.produce(0, size()), size());
        }
    }

    private long size() {
        return facts.attributes().size();
    }

    private void sendParts(List<Ranges.Part> parts) {
        HttpReply reply = facts.addTo(request.reply(206)).header("Accept-Ranges", "bytes");
        if (facts.form().coding() != ContentCoding.IDENTITY) {
            reply.header("Content-Encoding", facts.form().coding().token());
        }
        if (parts.size() == 1) {
            Ranges.Part part = parts.getFirst();
            reply.header("Content-Type", facts.type()).header("Content-Range", contentRange(part))
                    .send(file.produce(part.first(), part.length()), part.length());
            return;
        }
        List<Producer> body = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Ranges.Part part = parts.get(i);
            body.add(text((i == 0 ? "" : "\r\n") + "--" + BOUNDARY + "\r\nContent-Type: " + facts.type()
                    + "\r\nContent-Range: " + contentRange(part) + "\r\n\r\n"));
            body.add(file.produce(part.first(), part.length()));
        }
        body.add(text("\r\n--" + BOUNDARY + "--\r\n"));
        CompositeProducer all = new CompositeProducer(body);
        reply.header("Content-Type", "multipart/byteranges; boundary=" + BOUNDARY).send(all, all.remaining());
    }

    private String contentRange(Ranges.Part part) {
        return "bytes " + part.first() + "-" + part.last() + "/" + size();
    }

    private static Producer text(String text) {
        return new BytesProducer(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
