package medusa.filesystem;

import java.util.Iterator;

/// The entries of one folder, read as they are asked for. To be closed; may block; one thread at a time.
///
/// A failure in the middle of reading ends the iteration with an [java.io.UncheckedIOException].
public interface Listing extends Iterator<Listing.Entry>, AutoCloseable {

    /// One entry.
    ///
    /// @param name       one character for each byte, as in [VirtualPath]
    /// @param attributes of what a link leads to; of the link itself if its kind is [Attributes.Kind#LINK]
    /// @param link       where it leads, as a path from this folder that names nothing outside the tree; empty for what is no link, or
    ///                   cannot be told from what it leads to
    record Entry(String name, Attributes attributes, String link) {
        /// Something that is no link.
        public Entry(String name, Attributes attributes) {
            this(name, attributes, "");
        }
    }

    @Override
    void close();

    /// The entries of a folder that is known as a whole.
    static Listing of(Iterable<Entry> entries) {
        Iterator<Entry> iterator = entries.iterator();
        return new Listing() {
            @Override
            public boolean hasNext() {
                return iterator.hasNext();
            }

            @Override
            public Entry next() {
                return iterator.next();
            }

            @Override
            public void close() {
                // Nothing is open.
            }
        };
    }
}
