package medusa.filesystem;

import java.util.NoSuchElementException;
import java.util.function.Predicate;

/// A listing without some of its entries.
final class FilteredListing implements Listing {
    private final Listing listing;
    private final Predicate<Entry> shown;
    private Entry next;

    /// @param shown whether an entry is in it
    FilteredListing(Listing listing, Predicate<Entry> shown) {
        this.listing = listing;
        this.shown = shown;
    }

    @Override
    public boolean hasNext() {
        while (next == null && listing.hasNext()) {
            Entry entry = listing.next();
            next = shown.test(entry) ? entry : null;
        }
        return next != null;
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
        listing.close();
    }
}
