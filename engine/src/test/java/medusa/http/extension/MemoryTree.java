package medusa.http.extension;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import medusa.filesystem.Attributes;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// Files and folders in memory, with faults where a test wants them.
final class MemoryTree implements VirtualFilesystem {
    static final Instant TIME = Instant.parse("2024-02-29T12:34:57Z");

    private final Map<VirtualPath, Map<String, Listing.Entry>> folders = new HashMap<>();
    private final Map<VirtualPath, OpenFile> files = new HashMap<>();
    private final Map<VirtualPath, Reason> faults = new HashMap<>();
    final List<VirtualPath> open = new ArrayList<>();

    MemoryTree() {
        folders.put(VirtualPath.ROOT, new LinkedHashMap<>());
    }

    /// With the folders on the way.
    ///
    /// @param path one character for each byte
    MemoryTree file(String path, byte[] content) {
        Attributes attributes = Attributes.of(Kind.FILE, content.length, TIME);
        return file(path, OpenFile.of(attributes, content));
    }

    MemoryTree file(String path, OpenFile file) {
        VirtualPath at = VirtualPath.parse(path);
        files.put(at, file);
        add(at, file.attributes());
        return this;
    }

    private void add(VirtualPath path, Attributes attributes) {
        if (!folders.containsKey(path.parent())) {
            folders.put(path.parent(), new LinkedHashMap<>());
            add(path.parent(), Attributes.of(Kind.FOLDER, 0, TIME));
        }
        folders.get(path.parent()).put(path.name(), new Listing.Entry(path.name(), attributes));
    }

    /// Whoever opens or lists it hears of this.
    MemoryTree fault(String path, Reason reason) {
        faults.put(VirtualPath.parse(path), reason);
        return this;
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        Listing.Entry entry = folders.getOrDefault(path.parent(), Map.of()).get(path.name());
        if (path.isRoot()) {
            return Attributes.of(Kind.FOLDER, 0, TIME);
        } else if (entry == null) {
            throw new FilesystemException(Reason.NOT_FOUND, path, null);
        }
        return entry.attributes();
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        check(folder);
        return Listing.of(List.copyOf(folders.get(folder).values()));
    }

    @Override
    public OpenFile open(VirtualPath path) throws FilesystemException {
        check(path);
        OpenFile file = files.get(path);
        if (file == null) {
            throw new FilesystemException(folders.containsKey(path) ? Reason.IS_A_FOLDER : Reason.NOT_FOUND, path,
                    null);
        }
        open.add(path);
        return new OpenFile() {
            @Override
            public Attributes attributes() {
                return file.attributes();
            }

            @Override
            public Producer produce(long position, long count) {
                return file.produce(position, count);
            }

            @Override
            public void close() {
                open.remove(path);
            }
        };
    }

    private void check(VirtualPath path) throws FilesystemException {
        Reason reason = faults.get(path);
        if (reason != null) {
            throw new FilesystemException(reason, path, null);
        }
    }
}
