package medusa.filesystem;

/// Another filesystem, without its writes: each is refused with [FilesystemException.Reason#READ_ONLY].
public final class ReadOnlyFilesystem implements VirtualFilesystem {
    private final VirtualFilesystem files;

    /// @param files what is shown
    public ReadOnlyFilesystem(VirtualFilesystem files) {
        this.files = files;
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
    public OpenFile open(VirtualPath file) throws FilesystemException {
        return files.open(file);
    }
}
