package medusa.ftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// What MLSD sends: the folder itself, the one above, and all that is in it, hidden or not, as the disk has it.
final class FactLines implements Lines {
    private final MachineFacts facts;
    private final VirtualPath folder;
    private final Deque<String> first = new ArrayDeque<>();
    private final Listing listing;

    FactLines(Viewer viewer, MachineFacts facts, VirtualPath folder) throws FtpException, FilesystemException {
        this.facts = facts;
        this.folder = folder;
        Attributes attributes = viewer.files().attributes(folder);
        if (!attributes.isFolder()) {
            throw new FtpException(501, "It is not a folder; MLST tells of files."); // RFC 3659 §7.2.1
        }
        first.add(facts.of(new ListedEntry(".", folder, attributes, ""), "cdir"));
        if (!folder.isRoot()) {
            addParent(viewer);
        }
        listing = viewer.files().listWithLinks(folder);
    }

    private void addParent(Viewer viewer) {
        VirtualPath parent = folder.parent();
        try {
            first.add(facts.of(new ListedEntry("..", parent, viewer.files().attributes(parent), ""), "pdir"));
        } catch (FilesystemException e) {
            // Not for this user.
        }
    }

    @Override
    public boolean hasNext() {
        return !first.isEmpty() || listing.hasNext();
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return first.isEmpty() ? facts.of(ListedEntry.of(folder, listing.next())) : first.remove();
    }

    @Override
    public void close() {
        listing.close();
    }
}
