package medusa.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;

/// A folder of any `java.nio` file system: a zip file, one in memory. For the machine's own disk there is
/// [RootedFilesystem].
///
/// **Bounds.** A path cannot climb out since it has no `..`, and a link that leads outside is not followed; but nothing keeps
/// others from exchanging files for links between that check and the use, where a file system has links and can be reached by
/// other means than this one. The file system stays open; whoever opened it closes it.
///
/// **Names** are UTF-8, other bytes are not found. **Threads**: as many as the file system itself can bear; zip and the
/// in-memory ones bear any number. **Uploads** as in [RootedFilesystem]; one that is to replace nothing is checked first and
/// then moved where the file system has no hard links, which a second writer can slip through.
public final class NioFilesystem implements VirtualFilesystem {
    private final RootedFilesystem files;

    /// @param root a folder
    /// @throws IOException if there is no such folder
    public NioFilesystem(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            throw new NotDirectoryException(root.toString());
        }
        files = new RootedFilesystem(new PortableTree(root));
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        return files.attributes(path);
    }

    @Override
    public VirtualPath locate(VirtualPath path) throws FilesystemException {
        return files.locate(path);
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        return files.list(folder);
    }

    @Override
    public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        return files.listWithLinks(folder);
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        return files.open(file);
    }

    @Override
    public long usage(VirtualPath folder) throws FilesystemException {
        return files.usage(folder);
    }

    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        return files.write(file, mode);
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        files.createFolder(folder);
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        files.deleteFile(file);
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        files.deleteFolder(folder);
    }

    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        files.rename(from, to, replace);
    }

    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        files.setModified(path, time);
    }

    @Override
    public void setMode(VirtualPath path, int mode) throws FilesystemException {
        files.setMode(path, mode);
    }

    @Override
    public OptionalLong room(VirtualPath path) throws FilesystemException {
        return files.room(path);
    }
}
