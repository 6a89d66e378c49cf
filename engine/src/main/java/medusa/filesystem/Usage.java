package medusa.filesystem;

import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

import medusa.filesystem.FilesystemException.Reason;

/// Adds up the files of any filesystem. A folder that can be told from others is entered once, so that links in a ring come to an
/// end; one that cannot is entered to a depth that no honest tree has.
final class Usage {
    private static final int DEEPEST = 64;

    private final VirtualFilesystem files;
    private final Deque<VirtualPath> folders = new ArrayDeque<>();
    private final Set<Long> seen = new HashSet<>();

    Usage(VirtualFilesystem files) {
        this.files = files;
    }

    long of(VirtualPath top) throws FilesystemException {
        long sum = 0;
        enter(top, files.attributes(top));
        while (!folders.isEmpty()) {
            VirtualPath folder = folders.removeLast();
            try (Listing listing = files.list(folder)) {
                while (listing.hasNext()) {
                    Listing.Entry entry = listing.next();
                    sum += entry.attributes().isFile() ? entry.attributes().size() : 0;
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
