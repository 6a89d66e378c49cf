package medusa.http.extension;

import java.time.Instant;

import medusa.http.Compression;
import medusa.http.Conditions;
import medusa.http.Conditions.Outcome;
import medusa.http.HttpException;
import medusa.http.HttpRequest;

/// Answers one GET or HEAD with a file that is compressed on the way: a small one once, for all who ask; a larger one anew for
/// each, in chunks, since its length is not known before. There are no ranges of it.
final class GzipReply {
    private GzipReply() {}

    /// @param plain what it is made of
    static void send(HttpRequest request, KeptFile plain, KeptFiles files) throws HttpException {
        Instant now = request.server().clock().instant();
        FileFacts facts = plain.forms().made(plain.facts(), now);
        Outcome outcome = Conditions.evaluate(request.head(), facts.validators(), now);
        if (outcome == Outcome.NOT_MODIFIED) {
            facts.addTo(request.reply(304)).send();
        } else if (outcome == Outcome.PROCEED && !isAboutPlain(request, plain, now)) {
            sendWhole(request, plain, facts, files);
        } else {
            FileReply.send(request, plain);
        }
    }

    /// A client who has the file as it is need not take it again in another form.
    private static boolean isAboutPlain(HttpRequest request, KeptFile plain, Instant now) {
        return Conditions.evaluate(request.head(), plain.facts().validators(), now) == Outcome.NOT_MODIFIED;
    }

    private static void sendWhole(HttpRequest request, KeptFile plain, FileFacts facts, KeptFiles files) {
        Compression compression = request.server().compression();
        if (plain.prepared() != null) {
            plain.forms().make(compression, plain.prepared(),
                    prepared -> request.execute(() -> request.reply(200).sendPrepared(prepared)),
                    more -> files.grow(plain.key(), plain, more));
        } else if (compression.hasRoom()) {
            facts.addTo(request.reply(200)).header("Content-Type", facts.type())
                    .header("Content-Encoding", facts.form().coding().token())
                    .stream(compression.gzip(plain.file().produce(0, facts.attributes().size())));
        } else {
            FileReply.sendWhole(request, plain);
        }
    }
}
