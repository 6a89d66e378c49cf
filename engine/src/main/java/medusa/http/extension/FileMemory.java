package medusa.http.extension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.filesystem.Attributes;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.HttpReply.Prepared;
import medusa.producer.Producer;

/// Small files that have been asked for lately, ready to be sent, by the target of the request or another key. A file is kept only if it did
/// not change while it was read, so that old and new are never mixed. Reactor thread only.
final class FileMemory {
    /// A file that changed less than this ago may change again without a new time of modification, since disks note it with
    /// the clock's ticks.
    private static final long SETTLED_MILLIS = 100;

    /// What an entry takes beside its contents, about: a path has any number of spellings, and each is an entry.
    private static final int OVERHEAD = 1 << 10;

    private record Entry(KeptFile kept, int cost) {}

    private final VirtualFilesystem files;
    private final long most;
    private final int largest;
    private final Map<String, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    FileMemory(VirtualFilesystem files, FileExtension.Settings settings) {
        this.files = files;
        this.most = settings.memory();
        this.largest = (int) Math.min(settings.memoryFile(), most);
    }

    /// @param target as sent
    /// @param turn   of the reactor
    /// @return null if it is not known, or has changed
    KeptFile find(String target, long turn) {
        Entry found = entries.get(target);
        if (found == null) {
            return null;
        }
        if (!found.kept.isCurrent(files, turn)) {
            entries.remove(target);
            bytes -= found.cost;
            return null;
        }
        return found.kept;
    }

    /// Whether a file of this size has room here.
    boolean holds(long size) {
        return size <= largest && OVERHEAD + size <= most;
    }

    /// Whether it makes sense to read such a file into memory now.
    boolean wants(Attributes attributes, Instant wallClock) {
        return holds(attributes.size()) && attributes.modified().plusMillis(SETTLED_MILLIS).isBefore(wallClock);
    }

    /// Reads `file` and keeps it.
    ///
    /// @param target under which it will be found
    /// @param file   stays the caller's
    /// @return null if the file changed while it was read
    KeptFile read(String target, VirtualPath path, OpenFile file, FileFacts facts, long turn) {
        Attributes attributes = facts.attributes();
        ByteBuffer body;
        try {
            body = content(file, (int) attributes.size()).asReadOnlyBuffer();
            if (body.remaining() != attributes.size() || !files.attributes(path).equals(attributes)) {
                return null;
            }
        } catch (IOException e) {
            return null;
        }
        KeptFile kept = new KeptFile(target, path, facts, new BufferFile(attributes, body),
                new Prepared(facts.fields(), body),
                turn);
        Entry now = new Entry(kept, OVERHEAD + 2 * target.length() + facts.fields().length + body.remaining());
        Entry old = entries.put(target, now);
        bytes += now.cost - (old == null ? 0 : old.cost);
        forgetOldest();
        return kept;
    }

    /// Another form of a file that is kept takes memory too.
    void grow(String target, KeptFile kept, int more) {
        Entry found = entries.get(target);
        if (found != null && found.kept == kept) {
            entries.put(target, new Entry(kept, found.cost + more));
            bytes += more;
            forgetOldest();
        }
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
        for (Iterator<Entry> oldest = entries.values().iterator(); bytes > most && oldest.hasNext();) {
            bytes -= oldest.next().cost;
            oldest.remove();
        }
    }
}
