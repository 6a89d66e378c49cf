package medusa.ftp;

import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// Finds what a path with patterns in it means. On a worker.
final class PatternSearch {
    /// Entries that are looked at, whether they match or not: patterns in several names multiply.
    private static final int MOST = 50_000;

    private final Viewer viewer;
    private final List<ListedEntry> found = new ArrayList<>();
    private List<String> parts;
    private int left = MOST;

    PatternSearch(Viewer viewer) {
        this.viewer = viewer;
    }

    /// What there is, each shown as `path` has it, with names in the place of patterns; in no particular order.
    ///
    /// @throws FtpException if that takes too long to find out
    List<ListedEntry> find(String path) throws FtpException {
        boolean absolute = path.startsWith("/");
        parts = parts(path);
        try {
            search(0, absolute ? VirtualPath.ROOT : viewer.directory(), absolute ? "/" : "");
        } catch (UncheckedIOException e) {
            throw new FtpException(451, "What this means could not be read.");
        }
        return found;
    }

    /// A name that is taken back at once is not searched for.
    private static List<String> parts(String path) {
        List<String> parts = new ArrayList<>();
        for (String part : path.split("/")) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.add(part);
            }
        }
        return parts;
    }

    private void search(int index, VirtualPath at, String shown) throws FtpException {
        if (index == parts.size()) {
            return;
        }
        String part = parts.get(index);
        boolean last = index == parts.size() - 1;
        if (NamePattern.isIn(part)) {
            for (ListedEntry match : matches(new NamePattern(part), at)) {
                go(last, index, match.shownAs(shown + match.shown()));
            }
            return;
        }
        VirtualPath path = at.resolve(part);
        try {
            go(last, index, new ListedEntry(shown + part, path, viewer.files().attributes(path), ""));
        } catch (FilesystemException e) {
            // Then nothing matches there.
        }
    }

    private void go(boolean last, int index, ListedEntry entry) throws FtpException {
        if (last) {
            found.add(entry);
        } else if (entry.attributes().kind() == Attributes.Kind.FOLDER) {
            search(index + 1, entry.path(), entry.shown() + '/');
        }
    }

    private List<ListedEntry> matches(NamePattern pattern, VirtualPath folder) throws FtpException {
        List<ListedEntry> matches = new ArrayList<>();
        try (Listing listing = viewer.files().listWithLinks(folder)) {
            while (listing.hasNext()) {
                if (--left < 0) {
                    throw new FtpException(550, "That pattern stands for too much; use a plainer one.");
                }
                Listing.Entry entry = listing.next();
                if (pattern.matches(entry.name())) {
                    if (!viewer.room().take()) {
                        throw new FtpException(450, "The server is busy; try again soon.");
                    }
                    matches.add(ListedEntry.of(folder, entry));
                }
            }
        } catch (FilesystemException e) {
            // Not for this user, or gone.
        }
        return matches;
    }
}
