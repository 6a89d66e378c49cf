package medusa.filesystem;

import java.time.Instant;
import java.util.Arrays;
import java.util.OptionalLong;

import medusa.filesystem.FilesystemException.Reason;

/// Another filesystem without the names in it that begin with a dot: none is found, listed or made, and neither is anything below one.
/// What a link shows that has a plain name is the will of who made the link.
public final class DotlessFilesystem implements VirtualFilesystem {
    private final VirtualFilesystem files;

    /// @param files what is shown
    public DotlessFilesystem(VirtualFilesystem files) {
        this.files = files;
    }

    /// Whether it is such a name, or is below one.
    public static boolean isHidden(VirtualPath path) {
        return path.names().stream().anyMatch(name -> name.startsWith("."));
    }

    /// What there is nothing of.
    private static VirtualPath there(VirtualPath path) throws FilesystemException {
        if (isHidden(path)) {
            throw Failures.of(Reason.NOT_FOUND, path);
        }
        return path;
    }

    /// What must not be made.
    private static VirtualPath made(VirtualPath path) throws FilesystemException {
        if (isHidden(path)) {
            throw Failures.of(Reason.DENIED, path);
        }
        return path;
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        return files.attributes(there(path));
    }

    @Override
    public VirtualPath locate(VirtualPath path) throws FilesystemException {
        return files.locate(there(path));
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        return withoutHidden(files.list(there(folder)));
    }

    @Override
    public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        return withoutHidden(files.listWithLinks(there(folder)));
    }

    private static Listing withoutHidden(Listing all) {
        Listing shown = new FilteredListing(all, entry -> !entry.name().startsWith("."));
        return new Listing() {
            @Override
            public boolean hasNext() {
                return shown.hasNext();
            }

            @Override
            public Entry next() {
                Entry entry = shown.next();
                return namesHidden(entry.link()) ? new Entry(entry.name(), entry.attributes()) : entry;
            }

            @Override
            public void close() {
                shown.close();
            }
        };
    }

    private static boolean namesHidden(String link) {
        return Arrays.stream(link.split("/"))
                .anyMatch(name -> name.startsWith(".") && !name.equals(".") && !name.equals(".."));
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        return files.open(there(file));
    }

    @Override
    public long usage(VirtualPath folder) throws FilesystemException {
        return files.usage(there(folder));
    }

    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        return files.write(made(file), mode);
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        files.createFolder(made(folder));
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        files.deleteFile(there(file));
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        files.deleteFolder(there(folder));
    }

    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        files.rename(there(from), made(to), replace);
    }

    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        files.setModified(there(path), time);
    }

    @Override
    public void setMode(VirtualPath path, int mode) throws FilesystemException {
        files.setMode(there(path), mode);
    }

    @Override
    public OptionalLong room(VirtualPath path) throws FilesystemException {
        return files.room(there(path));
    }
}
