package medusa.http.extension;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualPath;
import medusa.http.Compression;
import medusa.producer.Producer;

/// A folder and all below it as a zip, made while it is sent: one file is open at a time, and what is kept in memory is the
/// directory, which comes at the end. Its [#more] blocks, so it belongs into an [medusa.http.Offload].
///
/// A file that changes while it is read ends it with an exception, as does a tree that has outgrown its bounds.
final class ZipProducer implements Producer {
    private static final int CHUNK = 16 << 10;
    private static final int LEVEL = 6;

    private final ZipSource source;
    private final ZipRecords records;
    private final ZipWalk.Bounds bounds;
    private final VirtualPath folder;
    private final String top;
    private Runnable wake = () -> {};
    /// Null before the first bytes are wanted.
    private ZipWalk walk;
    private long position;
    private ByteBuffer waiting = ByteBuffer.allocate(0);
    private final List<byte[]> directory = new ArrayList<>();
    private long directoryLength;
    /// What comes behind the last file; null before.
    private Iterator<byte[]> end;

    /// The file whose turn it is; null between files.
    private ZipRecords.Entry entry;
    private OpenFile file;
    private Producer content;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private final CRC32 crc = new CRC32();
    /// One for what becomes smaller, one for what does not.
    private final Deflater[] deflaters = new Deflater[2];
    private Deflater deflater;

    /// @param top what the archive calls `folder`
    ZipProducer(ZipSource source, VirtualPath folder, String top, ZipWalk.Bounds bounds, ZipRecords records) {
        this.source = source;
        this.folder = folder;
        this.top = top;
        this.bounds = bounds;
        this.records = records;
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        int start = into.position();
        while (into.hasRemaining()) {
            if (waiting.hasRemaining()) {
                int count = Math.min(waiting.remaining(), into.remaining());
                into.put(into.position(), waiting, waiting.position(), count);
                waiting.position(waiting.position() + count);
                into.position(into.position() + count);
            } else if (entry != null) {
                if (!compress(into)) {
                    position += into.position() - start;
                    return Next.STALLED;
                }
            } else if (end == null) {
                position += into.position() - start;
                start = into.position();
                begin();
            } else if (end.hasNext()) {
                waiting = ByteBuffer.wrap(end.next());
            } else {
                return Next.END;
            }
        }
        position += into.position() - start;
        return Next.MORE;
    }

    /// The next file or folder that can be had, or else the end.
    private void begin() throws IOException {
        if (walk == null) {
            walk = new ZipWalk(source, folder, top, bounds);
        }
        for (ZipWalk.Item item = walk.next(); item != null; item = walk.next()) {
            if (item.attributes().isFolder()) {
                ZipRecords.Entry found = records.entry(item, position);
                note(found, ZipRecords.Sums.NONE);
                waiting = ByteBuffer.wrap(records.header(found));
                return;
            } else if (open(item)) {
                waiting = ByteBuffer.wrap(records.header(entry));
                return;
            }
        }
        directory.add(records.end(directory.size(), position, directoryLength));
        end = directory.iterator();
    }

    private void note(ZipRecords.Entry known, ZipRecords.Sums sums) {
        byte[] line = records.directory(known, sums);
        directory.add(line);
        directoryLength += line.length;
    }

    /// @return false if it is to be passed over
    private boolean open(ZipWalk.Item item) throws IOException {
        try {
            file = source.files().open(item.path());
        } catch (FilesystemException e) {
            if (ZipWalk.PASSED_OVER.contains(e.reason())) {
                return false;
            }
            throw e;
        }
        entry = records.entry(new ZipWalk.Item(item.path(), item.name(), file.attributes()), position);
        content = file.produce(0, file.attributes().size());
        content.wakeWith(wake);
        deflater = deflater(Compression.suits(source.types().of(item.path().name())));
        crc.reset();
        return true;
    }

    private Deflater deflater(boolean smaller) {
        int index = smaller ? 1 : 0;
        if (deflaters[index] == null) {
            deflaters[index] = new Deflater(smaller ? LEVEL : Deflater.NO_COMPRESSION, true);
        }
        deflaters[index].reset();
        return deflaters[index];
    }

    /// @return false if the file has nothing for now
    private boolean compress(ByteBuffer into) throws IOException {
        deflater.deflate(into);
        if (deflater.finished()) {
            finish();
        } else if (into.hasRemaining() && deflater.needsInput()) {
            Next next = content.more(chunk.clear());
            crc.update(chunk.flip().duplicate());
            deflater.setInput(chunk);
            if (next == Next.END) {
                deflater.finish();
            }
            return next != Next.STALLED || chunk.hasRemaining();
        }
        return true;
    }

    private void finish() throws IOException {
        long size = file.attributes().size();
        if (deflater.getBytesRead() != size) {
            throw new IOException("a file has " + deflater.getBytesRead() + " bytes instead of " + size);
        }
        ZipRecords.Sums sums = new ZipRecords.Sums((int) crc.getValue(), deflater.getBytesWritten(), size);
        note(entry, sums);
        waiting = ByteBuffer.wrap(records.descriptor(entry, sums));
        entry = null;
        closeFile();
    }

    private void closeFile() {
        if (content != null) {
            content.close();
            content = null;
        }
        if (file != null) {
            file.close();
            file = null;
        }
    }

    @Override
    public void wakeWith(Runnable newWake) {
        wake = newWake;
    }

    @Override
    public void close() {
        closeFile();
        for (Deflater each : deflaters) {
            if (each != null) {
                each.end();
            }
        }
    }

    @Override
    public String name() {
        return "zip";
    }
}
