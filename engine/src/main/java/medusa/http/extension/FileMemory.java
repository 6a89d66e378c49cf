package medusa.http.extension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpReply.Prepared;
import medusa.producer.Producer;

/// Small files that have been asked for lately, ready to be sent, by the target of the request. A file is looked at again in
/// each turn of the reactor in which it is asked for: a change shows at once, and a busy server, which answers many requests
/// in a turn, looks once for all of them. It is kept only if it did not change while it was read, so that old and new are
/// never mixed. Reactor thread only.
final class FileMemory {
    /// A file that changed less than this ago may change again without a new time of modification, since disks note it with
    /// the clock's ticks.
    private static final long SETTLED_MILLIS = 100;

    /// What an entry takes beside its contents, about: a path has any number of spellings, and each is an entry.
    private static final int OVERHEAD = 1 << 10;

    /// One file, and what it was when it was read.
    static final class Kept {
        private final VirtualPath path;
        private final Attributes attributes;
        private final Prepared prepared;
        private final int cost;
        private long lookedIn;

        private Kept(String target, VirtualPath path, Attributes attributes, Prepared prepared, long lookedIn) {
            this.path = path;
            this.attributes = attributes;
            this.prepared = prepared;
            this.lookedIn = lookedIn;
            cost = OVERHEAD + 2 * target.length() + prepared.fields().length + prepared.body().remaining();
        }

        Prepared prepared() {
            return prepared;
        }
    }

    private final VirtualFilesystem files;
    private final long most;
    private final int largest;
    private final Map<String, Kept> kept = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    FileMemory(VirtualFilesystem files, FileExtension.Settings settings) {
        this.files = files;
        this.most = settings.memory();
        this.largest = (int) Math.min(settings.memoryFile(), most);
    }

    /// @param target as sent
    /// @param turn   of the reactor
    /// @return null if it is not known, or has changed
    Kept find(String target, long turn) {
        Kept found = kept.get(target);
        if (found != null && turn != found.lookedIn) {
            if (!unchanged(found)) {
                kept.remove(target);
                bytes -= found.cost;
                return null;
            }
            found.lookedIn = turn;
        }
        return found;
    }

    private boolean unchanged(Kept found) {
        try {
            return files.attributes(found.path).equals(found.attributes);
        } catch (FilesystemException e) {
            return false;
        }
    }

    /// Whether it makes sense to keep such a file.
    ///
    /// @param target as sent; one with a query is not kept, since there are too many of those
    boolean wants(String target, Attributes attributes, Instant wallClock) {
        return target.indexOf('?') < 0 && OVERHEAD + attributes.size() <= most && attributes.size() <= largest
                && attributes.modified().plusMillis(SETTLED_MILLIS).isBefore(wallClock);
    }

    /// Reads `file` and keeps it.
    ///
    /// @param target under which it will be found
    /// @param fields whole header lines
    /// @return what to send, or null if the file changed while it was read; it is closed in both cases
    Prepared read(String target, VirtualPath path, OpenFile file, byte[] fields, long turn) {
        Attributes attributes = file.attributes();
        ByteBuffer body;
        try {
            body = content(file, (int) attributes.size());
            if (body.remaining() != attributes.size() || !files.attributes(path).equals(attributes)) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        Prepared prepared = new Prepared(fields, body.asReadOnlyBuffer());
        Kept now = new Kept(target, path, attributes, prepared, turn);
        Kept old = kept.put(target, now);
        bytes += now.cost - (old == null ? 0 : old.cost);
        forgetOldest();
        return prepared;
    }

    private static ByteBuffer content(OpenFile file, int size) throws IOException {
        ByteBuffer body = ByteBuffer.allocateDirect(size + Producer.MIN_ROOM);
        Producer producer = file.produce(0, size);
        try {
            while (producer.more(body) == Producer.Next.MORE) {
                // an ordinary file gives all that is asked for
            }
            return body.flip();
        } finally {
            producer.close();
        }
    }

    private void forgetOldest() {
        for (Iterator<Kept> oldest = kept.values().iterator(); bytes > most && oldest.hasNext();) {
            bytes -= oldest.next().cost;
            oldest.remove();
        }
    }
}
