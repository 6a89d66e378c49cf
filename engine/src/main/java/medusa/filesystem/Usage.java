package medusa.filesystem;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import medusa.filesystem.FilesystemException.Reason;

/// Adds up what is in any filesystem, as quotas count it. A folder that can be told from others is entered once, so that links in a ring come to an
/// end; one that cannot is entered to a depth that no honest tree has.
final class Usage {
    /// A file takes whole blocks, and at least one; so does a folder take one. Without that names would cost nothing, of which a disk
    /// holds only so many.
    static final long BLOCK = 4096;

    private static final int DEEPEST = 64;

    private final VirtualFilesystem files;
    private final Deque<VirtualPath> folders = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();

    Usage(VirtualFilesystem files) {
        this.files = files;
    }

    /// What a file of so many bytes counts.
    static long charge(long size) {
        return size <= BLOCK ? BLOCK : size > Long.MAX_VALUE - BLOCK ? size : (size + BLOCK - 1) / BLOCK * BLOCK;
    }

    /// What an entry counts, of a folder without what is in it.
    static long charge(Attributes entry) {
        return entry.isFile() ? charge(entry.size()) : BLOCK;
    }

    long of(VirtualPath top) throws FilesystemException {
        long sum = 0;
        enter(top, files.attributes(top));
        while (!folders.isEmpty()) {
            VirtualPath folder = folders.removeLast();
            try (Listing listing = files.list(folder)) {
                while (listing.hasNext()) {
                    Listing.Entry entry = listing.next();
                    sum += charge(entry.attributes());
                    enter(folder.resolve(entry.name()), entry.attributes());
                }
            } catch (UncheckedIOException e) {
                throw Failures.of(Reason.FAILED, folder);
            } catch (FilesystemException e) {
                if (folder.equals(top)) {
                    throw e;
                } // else it has vanished, or is not for this user
            }
        }
        return sum;
    }

    private void enter(VirtualPath path, Attributes attributes) {
        if (attributes.isFolder() && (attributes.identity() == 0
                ? path.names().size() < DEEPEST
                : seen.add(attributes.identity()))) {
            folders.add(path);
        }
    }
}
