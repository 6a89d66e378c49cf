package medusa.http.extension;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import medusa.http.Compression;
import medusa.http.ContentCoding;
import medusa.http.HttpReply.Prepared;

/// What is known of the compressed forms of one file, for as long as the file is kept and does not change. Reactor thread only.
final class KeptForms {
    /// How long it may take until a form that appears beside a file is noticed. One that changes or goes shows at once.
    static final long LOOK_AGAIN_NANOS = 1_000_000_000;

    private final boolean[] absent = new boolean[ContentCoding.values().length];
    /// Until when, on the reactor's clock.
    private final long[] absentUntil = new long[absent.length];
    private FileFacts made;
    private Prepared gzip;
    /// It would be no smaller.
    private boolean useless;
    /// Who waits for it while it is made; null while it is not.
    private List<Consumer<Prepared>> waiting;

    /// Whether there was none beside the file a short while ago.
    boolean isAbsent(ContentCoding coding, long now) {
        return absent[coding.ordinal()] && now - absentUntil[coding.ordinal()] < 0;
    }

    void setAbsent(ContentCoding coding, long now) {
        absent[coding.ordinal()] = true;
        absentUntil[coding.ordinal()] = now + LOOK_AGAIN_NANOS;
    }

    /// What a reply says of the form that is made of the file.
    FileFacts made(FileFacts plain, Instant now) {
        if (made == null) {
            made = FileFacts.of(plain.attributes(), plain.label(), FileForm.MADE, now);
        }
        return made;
    }

    boolean isUseless() { return useless; }

    /// Hands over the file as gzip, which is made once, on a worker; or as it is, if that is no smaller or too much is being
    /// made. Whoever asks meanwhile waits too.
    ///
    /// @param plain in memory
    /// @param then  called now or in a later turn
    /// @param grown is told how many bytes more are in memory
    void make(Compression compression, Prepared plain, Consumer<Prepared> then, IntConsumer grown) {
        if (waiting != null) {
            waiting.add(then);
            return;
        }
        if (gzip != null || useless || !compression.hasRoom()) {
            then.accept(gzip == null ? plain : gzip);
            return;
        }
        waiting = new ArrayList<>(List.of(then));
        compression.gzip(plain.body(), body -> {
            List<Consumer<Prepared>> told = waiting;
            waiting = null;
            if (body == null) {
                useless = true;
            } else {
                gzip = new Prepared(made.fields(body.remaining()), body);
                grown.accept(gzip.fields().length + body.remaining());
            }
            told.forEach(one -> one.accept(gzip == null ? plain : gzip));
        });
    }
}
