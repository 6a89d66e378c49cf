package medusa.filesystem;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

import medusa.filesystem.FilesystemException.Reason;

/// The entries of a pinned folder.
final class FolderListing implements Listing {
    private final Tree tree;
    private final VirtualPath path;
    private final Tree.Node folder;
    private final boolean links;
    private final DirectoryStream<Path> stream;
    private final Iterator<Path> paths;
    private Entry next;

    /// @param folder closed with this listing
    /// @param links  whether those are told too that cannot be followed
    FolderListing(Tree tree, VirtualPath path, Tree.Node folder, boolean links) throws FilesystemException {
        this.tree = tree;
        this.path = path;
        this.folder = folder;
        this.links = links;
        this.stream = folder.entries();
        this.paths = stream.iterator();
    }

    @Override
    public boolean hasNext() {
        while (next == null && more()) {
            String name = Names.bytes(paths.next().getFileName());
            if (!Temporary.is(name)) {
                next = entry(name);
            }
        }
        return next != null;
    }

    private boolean more() {
        try {
            return paths.hasNext();
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(Failures.of(e.getCause(), path));
        }
    }

    private Entry entry(String name) {
        try {
            Attributes attributes = folder.entry(name);
            return attributes == null ? followed(name) : new Entry(name, attributes);
        } catch (FilesystemException e) {
            requirePassing(e);
            return null; // vanished, or leads where this user cannot or must not go
        }
    }

    private static void requirePassing(FilesystemException e) {
        if (e.reason() == Reason.BUSY || e.reason() == Reason.FAILED) {
            throw new UncheckedIOException(e);
        }
    }

    private Entry followed(String name) throws FilesystemException {
        try (Tree.Node target = tree.pin(path.resolve(name))) {
            return new Entry(name, target.attributes(), lead(folder.link(name), target));
        } catch (FilesystemException e) {
            if (!links) {
                throw e;
            }
            requirePassing(e);
            return new Entry(name, folder.linkItself(name));
        }
    }

    /// A link that is absolute, or climbs, may name folders above the root: then it is told in other words.
    private String lead(String link, Tree.Node target) throws FilesystemException {
        boolean plain = !link.startsWith("/") && !Arrays.asList(link.split("/")).contains("..");
        return plain ? link : way(folder.location().names(), target.location().names());
    }

    private static String way(List<String> from, List<String> to) {
        int same = 0;
        while (same < from.size() && same < to.size() && from.get(same).equals(to.get(same))) {
            same++;
        }
        List<String> steps = new ArrayList<>(Collections.nCopies(from.size() - same, ".."));
        steps.addAll(to.subList(same, to.size()));
        return steps.isEmpty() ? "." : String.join("/", steps);
    }

    @Override
    public Entry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Entry entry = next;
        next = null;
        return entry;
    }

    @Override
    public void close() {
        try {
            stream.close();
        } catch (IOException ignored) {
            // Nothing was written, so nothing can be lost.
        }
        folder.close();
    }
}
