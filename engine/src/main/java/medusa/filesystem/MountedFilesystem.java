package medusa.filesystem;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import medusa.filesystem.FilesystemException.Reason;

/// One filesystem with others mounted in it, each below a path of its own; of two that a path lies below, the longer counts.
/// Immutable.
///
/// A mount hides what its base has at its path. Folders on the way to a mount are there even if the base has none; they
/// cannot be written to then. Neither mounts nor folders on the way to them can be removed or renamed, and nothing can be
/// renamed from one filesystem into another: copying a large file would block the server.
public final class MountedFilesystem implements VirtualFilesystem {
    private final VirtualFilesystem base;
    private final List<Map.Entry<VirtualPath, VirtualFilesystem>> mounts;
    /// The names that mounts add to each folder on the way to one.
    private final Map<VirtualPath, Set<String>> added = new HashMap<>();
    private final Instant made;

    /// @param mounts none at the root
    /// @param made the time of the folders that are there for a mount's sake alone
    public MountedFilesystem(VirtualFilesystem base, Map<VirtualPath, VirtualFilesystem> mounts, Instant made) {
        this.base = base;
        this.mounts = mounts.entrySet().stream().map(mount -> Map.entry(mount.getKey(), mount.getValue()))
                .sorted(Comparator.comparingInt(mount -> -mount.getKey().names().size())).toList();
        this.made = made;
        for (VirtualPath mount : mounts.keySet()) {
            if (mount.isRoot()) {
                throw new IllegalArgumentException("the root is the base itself");
            }
            for (VirtualPath path = mount; !path.isRoot(); path = path.parent()) {
                added.computeIfAbsent(path.parent(), _ -> new TreeSet<>()).add(path.name());
            }
        }
    }

    /// A filesystem, where it is mounted, and a path in it.
    private record Place(VirtualFilesystem files, VirtualPath mount, VirtualPath path) {}

    private Place place(VirtualPath path) {
        for (Map.Entry<VirtualPath, VirtualFilesystem> mount : mounts) {
            if (path.startsWith(mount.getKey())) {
                return new Place(mount.getValue(), mount.getKey(), path.below(mount.getKey()));
            }
        }
        return new Place(base, VirtualPath.ROOT, path);
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        Place place = place(path);
        try {
            Attributes attributes = place.files.attributes(place.path);
            if (attributes.isFolder() || !added.containsKey(path)) {
                return attributes;
            }
        } catch (FilesystemException e) {
            if (!added.containsKey(path)) {
                throw at(path, e);
            }
        }
        return Attributes.of(Attributes.Kind.FOLDER, 0, made);
    }

    @Override
    public VirtualPath locate(VirtualPath path) throws FilesystemException {
        Place place = place(path);
        if (fixed(path)) {
            return path;
        }
        VirtualPath found = on(path, VirtualFilesystem::locate);
        VirtualPath at = place.mount;
        for (String name : found.names()) {
            at = at.resolve(name);
        }
        return at;
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        return list(folder, VirtualFilesystem::list);
    }

    @Override
    public Listing listWithLinks(VirtualPath folder) throws FilesystemException {
        return list(folder, VirtualFilesystem::listWithLinks);
    }

    private Listing list(VirtualPath folder, Operation<Listing> way) throws FilesystemException {
        Place place = place(folder);
        Set<String> names = added.getOrDefault(folder, Set.of());
        try {
            Listing listing = way.on(place.files, place.path);
            return names.isEmpty() ? listing : new Merged(listing, mounted(folder, names));
        } catch (FilesystemException e) {
            if (names.isEmpty()) {
                throw at(folder, e);
            }
            return Listing.of(mounted(folder, names).values());
        }
    }

    private Map<String, Listing.Entry> mounted(VirtualPath folder, Set<String> names) {
        Map<String, Listing.Entry> entries = new TreeMap<>();
        for (String name : names) {
            try {
                entries.put(name, new Listing.Entry(name, attributes(folder.resolve(name))));
            } catch (FilesystemException e) {
                // Not now: a disk that is gone, say.
            }
        }
        return entries;
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        if (added.containsKey(file)) {
            throw Failures.of(Reason.IS_A_FOLDER, file);
        }
        return on(file, (files, path) -> files.open(path));
    }

    /// What a mount hides counts too.
    @Override
    public long usage(VirtualPath folder) throws FilesystemException {
        Place place = place(folder);
        long sum = 0;
        try {
            sum = place.files.usage(place.path);
        } catch (FilesystemException e) {
            if (!added.containsKey(folder)) {
                throw at(folder, e);
            }
        }
        for (Map.Entry<VirtualPath, VirtualFilesystem> mount : mounts) {
            if (mount.getKey().startsWith(folder) && !mount.getKey().equals(place.mount)) {
                sum += mount.getValue().usage(VirtualPath.ROOT);
            }
        }
        return sum;
    }

    @Override
    public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
        if (fixed(file)) {
            throw Failures.of(Reason.IS_A_FOLDER, file);
        }
        return on(file, (files, path) -> files.write(path, mode));
    }

    @Override
    public void createFolder(VirtualPath folder) throws FilesystemException {
        if (fixed(folder)) {
            throw Failures.of(Reason.EXISTS, folder);
        }
        on(folder, (files, path) -> {
            files.createFolder(path);
            return null;
        });
    }

    @Override
    public void deleteFile(VirtualPath file) throws FilesystemException {
        refuseFixed(file);
        on(file, (files, path) -> {
            files.deleteFile(path);
            return null;
        });
    }

    @Override
    public void deleteFolder(VirtualPath folder) throws FilesystemException {
        refuseFixed(folder);
        on(folder, (files, path) -> {
            files.deleteFolder(path);
            return null;
        });
    }

    @Override
    public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
        refuseFixed(from);
        refuseFixed(to);
        Place target = place(to);
        if (!place(from).mount.equals(target.mount)) {
            throw Failures.of(Reason.FAILED, to);
        }
        on(from, (files, path) -> {
            files.rename(path, target.path, replace);
            return null;
        });
    }

    @Override
    public void setModified(VirtualPath path, Instant time) throws FilesystemException {
        on(path, (files, below) -> {
            files.setModified(below, time);
            return null;
        });
    }

    @Override
    public void setMode(VirtualPath path, int mode) throws FilesystemException {
        on(path, (files, below) -> {
            files.setMode(below, mode);
            return null;
        });
    }

    @Override
    public OptionalLong room(VirtualPath path) throws FilesystemException {
        try {
            return on(path, VirtualFilesystem::room);
        } catch (FilesystemException e) {
            if (!added.containsKey(path)) {
                throw e;
            }
            return OptionalLong.empty();
        }
    }

    /// Whether it is a mount, or lies on the way to one.
    private boolean fixed(VirtualPath path) {
        return added.containsKey(path) || !path.isRoot() && place(path).path.isRoot();
    }

    private void refuseFixed(VirtualPath path) throws FilesystemException {
        if (fixed(path)) {
            throw Failures.of(Reason.DENIED, path);
        }
    }

    private interface Operation<T> {
        T on(VirtualFilesystem files, VirtualPath path) throws FilesystemException;
    }

    private <T> T on(VirtualPath path, Operation<T> operation) throws FilesystemException {
        Place place = place(path);
        try {
            return operation.on(place.files, place.path);
        } catch (FilesystemException e) {
            throw place.mount.isRoot() ? e : at(path, e);
        }
    }

    /// Names the path that the client has used.
    private static FilesystemException at(VirtualPath path, FilesystemException failure) {
        return new FilesystemException(failure.reason(), path, failure);
    }

    /// A listing in which mounts take the place of entries of the same name.
    private static final class Merged implements Listing {
        private final Listing listing;
        private final Map<String, Entry> mounted;
        private final Iterator<Entry> rest;
        private Entry next;

        Merged(Listing listing, Map<String, Entry> mounted) {
            this.listing = listing;
            this.mounted = mounted;
            this.rest = new ArrayList<>(mounted.values()).iterator();
        }

        @Override
        public boolean hasNext() {
            while (next == null && listing.hasNext()) {
                Entry entry = listing.next();
                next = mounted.containsKey(entry.name()) ? null : entry;
            }
            return next != null || rest.hasNext();
        }

        @Override
        public Entry next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            if (next == null) {
                return rest.next();
            }
            Entry entry = next;
            next = null;
            return entry;
        }

        @Override
        public void close() {
            listing.close();
        }
    }
}
