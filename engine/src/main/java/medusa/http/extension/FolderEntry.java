package medusa.http.extension;

import java.util.Comparator;

import medusa.filesystem.Attributes;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;

/// One entry, ready to be sorted.
///
/// @param name       one character for each byte
/// @param attributes of what it is
/// @param text       the name as text, which may still hold anything that UTF-8 can
/// @param key        see [NaturalKey]
record FolderEntry(String name, Attributes attributes, String text, String key) {

    /// Total: the bytes of the names decide between equal keys.
    static final Comparator<FolderEntry> BY_NAME = (a, b) -> {
        int order = a.key.compareTo(b.key);
        return order != 0 ? order : a.name.compareTo(b.name);
    };

    static FolderEntry of(Listing.Entry entry) {
        String text = NaturalKey.text(entry.name());
        return new FolderEntry(entry.name(), entry.attributes(), text, NaturalKey.of(text));
    }

    /// A reference relative to the folder, byte for byte; null for what cannot be opened.
    String href() {
        if (attributes.kind() == Attributes.Kind.SPECIAL) {
            return null;
        }
        String encoded = VirtualPath.encode(name);
        // A colon would make what is before it a scheme (RFC 3986 §4.2): "javascript:" is a fine name for a file.
        return (encoded.indexOf(':') >= 0 ? "./" : "") + encoded + (attributes.isFolder() ? "/" : "");
    }
}
