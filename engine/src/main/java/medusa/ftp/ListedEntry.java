package medusa.ftp;

import medusa.filesystem.Attributes;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// One thing that is listed. Immutable.
///
/// @param shown its name, or a path to it
/// @param link  where it leads if it is a link; else empty
record ListedEntry(String shown, VirtualPath path, Attributes attributes, String link) {

    static ListedEntry of(VirtualPath folder, Listing.Entry entry) {
        return new ListedEntry(entry.name(), folder.resolve(entry.name()), entry.attributes(), entry.link());
    }

    ListedEntry shownAs(String other) {
        return new ListedEntry(other, path, attributes, link);
    }

    /// Bytes that would end its line early are shown as `?`; all others as they are.
    static String oneLine(String name) {
        return name.replace('\r', '?').replace('\n', '?');
    }
}
