package medusa.ftp;

import java.util.List;
import java.util.function.Function;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualPath;

/// What the argument of LIST, NLST or STAT means: options and a path, where the path may have patterns in it. Something that has exactly
/// this name comes first, whatever is in it. On a worker.
///
/// @param options that stood in front
/// @param path    as it was given; empty for the current folder
/// @param entries each shown as the path has it; of which the folders are listed themselves if there was a pattern
/// @param pattern whether there was one
record ListSubject(ListOptions options, String path, List<ListedEntry> entries, boolean pattern) {

    /// @throws FilesystemException not found, if there is nothing
    static ListSubject find(Viewer viewer, String argument, ListOptions given)
            throws FtpException, FilesystemException {
        if (!argument.startsWith("-") || exists(viewer, argument)) {
            return find(viewer, given, argument);
        }
        String[] rest = {""};
        ListOptions options = ListOptions.read(argument, text -> rest[0] = text);
        return find(viewer, options, rest[0]);
    }

    private static boolean exists(Viewer viewer, String path) throws FtpException {
        try {
            viewer.files().attributes(viewer.resolve(path));
            return true;
        } catch (FilesystemException e) {
            return false;
        }
    }

    private static ListSubject find(Viewer viewer, ListOptions options, String path)
            throws FtpException, FilesystemException {
        VirtualPath at = viewer.resolve(path);
        try {
            Attributes attributes = viewer.files().attributes(at);
            if (path.endsWith("/") && !attributes.isFolder()) {
                throw new FilesystemException(FilesystemException.Reason.NOT_A_FOLDER, at, null);
            }
            String shown = path.isEmpty() ? "." : path;
            return new ListSubject(options, path, List.of(new ListedEntry(shown, at, attributes, "")), false);
        } catch (FilesystemException e) {
            List<ListedEntry> found = NamePattern.isIn(path) ? new PatternSearch(viewer).find(path) : List.of();
            if (found.isEmpty()) {
                throw e;
            }
            return new ListSubject(options, path, found, true);
        }
    }

    /// The lines of it.
    ///
    /// @param form  of one entry
    /// @param paths whether each line has to be a path by itself, from the client's folder
    Lines lines(Viewer viewer, Function<ListedEntry, String> form, boolean paths) throws FilesystemException {
        ListedEntry first = entries.getFirst();
        if (pattern || options.itself() || !first.attributes().isFolder()) {
            return TreeLines.of(entries.stream().sorted(options.order()).toList(), form);
        }
        return TreeLines.of(viewer, options, first.path(), path, form, paths);
    }
}
