package medusa.ftp;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// The lines of what is in a folder, and in the folders in it if that is asked for. Links are not entered, so that there is an end to it.
///
/// A folder is sorted as far as there is memory for it; of a larger one, or where many list at once, the rest follows as the disk has it.
final class TreeLines implements Lines {
    private static final int MOST_SORTED = 20_000;
    private static final int DEEPEST = 32;
    private static final int MOST_WAITING = 10_000;

    /// A folder that is still to be listed.
    ///
    /// @param shown the path to it, from the client's folder; empty for that one itself
    private record Folder(VirtualPath path, String shown, int depth) {
        String prefix() {
            return shown.isEmpty() || shown.endsWith("/") ? shown : shown + '/';
        }
    }

    private final Viewer viewer;
    private final ListOptions options;
    private final Function<ListedEntry, String> form;
    private final boolean paths;
    private final Deque<String> heading = new ArrayDeque<>();
    private final Deque<Folder> waiting = new ArrayDeque<>();
    /// Found in the folder that is listed now.
    private final List<Folder> below = new ArrayList<>();
    private Folder current;
    private Iterator<ListedEntry> sorted = Collections.emptyIterator();
    /// What is not sorted of the folder that is listed now; null for none.
    private Listing rest;

    private TreeLines(Viewer viewer, ListOptions options, Function<ListedEntry, String> form, boolean paths) {
        this.viewer = viewer;
        this.options = options;
        this.form = form;
        this.paths = paths;
    }

    /// @param shown as the client calls the folder; empty for his own
    /// @param paths whether a line shows the path of an entry, and not its name; there are no headings then
    static Lines of(Viewer viewer, ListOptions options, VirtualPath folder, String shown,
            Function<ListedEntry, String> form, boolean paths) throws FilesystemException {
        TreeLines lines = new TreeLines(viewer, options, form, paths);
        lines.open(new Folder(folder, shown, 0));
        return lines;
    }

    /// Of these alone.
    static Lines of(List<ListedEntry> entries, Function<ListedEntry, String> form) {
        Iterator<String> lines = entries.stream().map(form).iterator();
        return new Lines() {
            @Override
            public boolean hasNext() {
                return lines.hasNext();
            }

            @Override
            public String next() {
                return lines.next();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }

    private void open(Folder folder) throws FilesystemException {
        rest = viewer.files().listWithLinks(folder.path());
        current = folder;
        viewer.room().clear();
        List<ListedEntry> entries = new ArrayList<>();
        try {
            if (options.around()) {
                entries.add(around(".", folder.path()));
                entries.add(around("..", folder.path().parent()));
            }
            while (entries.size() < MOST_SORTED && rest.hasNext() && viewer.room().take()) {
                take(ListedEntry.of(folder.path(), rest.next()), entries);
            }
        } catch (FilesystemException | RuntimeException e) {
            close();
            throw e;
        }
        entries.sort(options.order());
        sorted = entries.iterator();
        if (options.recursive() && !paths) {
            if (folder.depth() > 0) {
                heading.add("");
            }
            heading.add(ListedEntry.oneLine(folder.shown().isEmpty() ? "." : folder.shown()) + ':');
        }
    }

    /// What lies above may not be for this user; the folder itself is.
    private ListedEntry around(String name, VirtualPath path) throws FilesystemException {
        try {
            return new ListedEntry(name, path, viewer.files().attributes(path), "");
        } catch (FilesystemException e) {
            return new ListedEntry(name, path, viewer.files().attributes(current.path()), "");
        }
    }

    private void take(ListedEntry entry, List<ListedEntry> entries) {
        if (!options.shows(entry.shown())) {
            return;
        }
        entries.add(entry);
        boolean enter = options.recursive() && entry.attributes().isFolder() && entry.link().isEmpty();
        if (enter && current.depth() < DEEPEST && below.size() + waiting.size() < MOST_WAITING) {
            String prefix = current.shown().isEmpty() && !paths ? "./" : current.prefix();
            below.add(new Folder(entry.path(), prefix + entry.shown(), current.depth() + 1));
        }
    }

    @Override
    public boolean hasNext() {
        while (heading.isEmpty() && !sorted.hasNext()) {
            if (rest == null) {
                return false;
            }
            List<ListedEntry> more = new ArrayList<>();
            while (more.isEmpty() && rest.hasNext()) {
                take(ListedEntry.of(current.path(), rest.next()), more);
            }
            sorted = more.iterator();
            if (more.isEmpty()) {
                leave();
            }
        }
        return true;
    }

    /// Goes on with the first of the folders below, or with the next beside them.
    private void leave() {
        close();
        below.sort((a, b) -> b.path().name().compareTo(a.path().name()));
        below.forEach(waiting::push);
        below.clear();
        while (rest == null && !waiting.isEmpty()) {
            try {
                open(waiting.pop());
            } catch (FilesystemException e) {
                // Gone, or not for this user.
            }
        }
    }

    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (!heading.isEmpty()) {
            return heading.remove();
        }
        ListedEntry entry = sorted.next();
        return form.apply(paths ? entry.shownAs(current.prefix() + entry.shown()) : entry);
    }

    @Override
    public void close() {
        if (rest != null) {
            rest.close();
            rest = null;
        }
    }
}
