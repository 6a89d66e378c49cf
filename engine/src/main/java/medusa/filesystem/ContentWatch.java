package medusa.filesystem;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/// Finds out whether an open file still begins with the content that it had when it was opened.
///
/// A new time of modification at the same size is a rewrite. A file that has grown as well may have been appended to, which
/// leaves the old content as it was, or rewritten with something longer, which no attribute tells: then the first, the middle
/// and the last bytes of the old content are compared. So a rewrite that makes a file longer and keeps all of these is taken
/// for growth.
final class ContentWatch {
    private static final int SAMPLE = 512;
    /// Five milliseconds in all, and only for a file that somebody has just written to.
    private static final int MOST_LOOKS = 6;
    private static final long PAUSE_NANOS = 1_000_000;

    private final Tree.Node node;
    private final FileChannel file;
    private final long size;
    private final long samples;
    /// The last attributes under which the content was the old one.
    private Attributes good;
    /// Found once, and for all who are sent the file: the others need not wait for it again.
    private boolean rewritten;

    /// @param node pins `file`, which had the attributes `begin`
    ContentWatch(Tree.Node node, Attributes begin, FileChannel file) {
        this.node = node;
        this.file = file;
        good = begin;
        size = good.size();
        samples = samples();
    }

    /// @throws IOException if the old content is not there any more
    void check() throws IOException {
        if (rewritten) {
            throw rewritten();
        }
        Attributes now = node.now();
        if (now == null || isAsGood(now)) {
            return;
        }
        // An append sets the time first and the size a moment later: what looks like a rewrite may be the beginning of one.
        for (int looks = 1; now.size() == size && samples() == samples && looks < MOST_LOOKS; looks++) {
            LockSupport.parkNanos(PAUSE_NANOS);
            now = node.now();
            if (now == null) {
                return;
            }
        }
        if (now.size() <= size || samples() != samples) {
            rewritten = true;
            throw rewritten();
        }
        good = now;
    }

    private static IOException rewritten() {
        return new IOException("the file was rewritten while it was sent");
    }

    private boolean isAsGood(Attributes now) {
        return now.size() == good.size() && now.modified().equals(good.modified());
    }

    /// @return -1 for what cannot be read, which whoever wants to send it will notice
    private long samples() {
        CRC32C sum = new CRC32C();
        ByteBuffer sample = ByteBuffer.allocate(SAMPLE);
        try {
            for (long position : new long[]{0, size / 2, Math.max(0, size - SAMPLE)}) {
                file.read(sample.clear().limit((int) Math.min(SAMPLE, size - position)), position);
                sum.update(sample.flip());
            }
        } catch (IOException e) {
            return -1;
        }
        return sum.getValue();
    }
}
