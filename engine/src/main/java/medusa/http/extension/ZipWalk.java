package medusa.http.extension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// A folder and all below it that its clients may see, in the order of their names, each folder before what is in it. One folder
/// is open at a time, and only while it is read; the names that wait are in memory, and bounded. Blocks; one thread at a time.
///
/// What may not be read, or is neither a file nor a folder, is passed over; so are folders that a link leads back up to, and
/// mounts that are not to be had as a zip.
final class ZipWalk {
    /// Reasons for which something is not in the zip. For any other one there is no zip, since nobody would know that it is
    /// not whole.
    static final Set<Reason> PASSED_OVER = Set.of(Reason.NOT_FOUND, Reason.DENIED, Reason.SPECIAL, Reason.IS_A_FOLDER,
            Reason.NOT_A_FOLDER, Reason.NAME_TOO_LONG);

    /// The bounds of what a zip takes in memory: its directory holds every name.
    ///
    /// @param entries how many files and folders
    /// @param names   how many bytes their names have in all
    record Bounds(int entries, long names) {
        static final Bounds USUAL = new Bounds(100_000, 16 << 20);
    }

    /// There is more than a zip may hold.
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;
    }

    /// @param name in the archive, in UTF-8, one character for each byte; a folder's ends with a slash
    record Item(VirtualPath path, String name, Attributes attributes) {}

    private record Level(VirtualPath folder, String name, long identity, Iterator<Listing.Entry> entries) {}

    private final ZipSource source;
    private final Bounds bounds;
    private final ArrayDeque<Level> levels = new ArrayDeque<>();
    /// What was given last, if it is a folder.
    private Item entered;
    private int entries;
    private long names;

    /// @param top what the archive calls `folder`
    ZipWalk(ZipSource source, VirtualPath folder, String top, Bounds bounds) throws FilesystemException {
        this.source = source;
        this.bounds = bounds;
        entered = new Item(folder, ZipName.of(top) + "/", source.files().attributes(folder));
    }

    /// The first one is the folder itself.
    ///
    /// @return null at the end
    Item next() throws IOException {
        if (entries == 0) {
            return counted(entered);
        }
        enter();
        while (!levels.isEmpty()) {
            Level level = levels.getLast();
            if (!level.entries.hasNext()) {
                levels.removeLast();
                continue;
            }
            Item item = item(level, level.entries.next());
            if (item != null) {
                entered = item.attributes.isFolder() ? item : null;
                return counted(item);
            }
        }
        return null;
    }

    private Item counted(Item item) throws TooLarge {
        entries++;
        names += item.name.length();
        if (entries > bounds.entries || names > bounds.names) {
            throw new TooLarge();
        }
        return item;
    }

    private Item item(Level level, Listing.Entry entry) {
        VirtualPath path = level.folder.resolve(entry.name());
        String name = level.name + ZipName.of(entry.name());
        FileZone zone = FileZone.around(path, source.zones());
        return switch (entry.attributes().kind()) {
            case FILE -> new Item(path, name, entry.attributes());
            case FOLDER -> !zone.rules().zip() || leadsBack(entry.attributes())
                    ? null
                    : new Item(path, name + "/", entry.attributes());
            case SPECIAL, LINK -> null;
        };
    }

    private boolean leadsBack(Attributes folder) {
        return folder.identity() != 0 && levels.stream().anyMatch(level -> level.identity == folder.identity());
    }

    private void enter() throws IOException {
        if (entered == null) {
            return;
        }
        Item folder = entered;
        entered = null;
        FileZone zone = FileZone.around(folder.path, source.zones());
        List<Listing.Entry> all = new ArrayList<>();
        try (Listing listing = source.files().list(folder.path)) {
            while (listing.hasNext()) {
                Listing.Entry entry = listing.next();
                if (zone.rules().hidden() || !FileExtension.isHidden(entry.name())) {
                    all.add(entry);
                }
                if (entries + all.size() > bounds.entries) {
                    throw new TooLarge();
                }
            }
        } catch (FilesystemException e) {
            if (PASSED_OVER.contains(e.reason()) && entries > 1) { // the one that was asked for is another matter
                return;
            }
            throw e;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        all.sort(Comparator.comparing(Listing.Entry::name));
        levels.add(new Level(folder.path, folder.name, folder.attributes.identity(), all.iterator()));
    }
}
