package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import medusa.filesystem.Attributes;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;
import medusa.http.PageFormat;

/// Entries for the tests of folder pages.
final class FolderEntries {
    static final Instant TIME = Instant.parse("2026-03-09T08:07:06.5Z");

    private FolderEntries() {}

    static Listing.Entry file(String name, long size) {
        return entry(name, Kind.FILE, size, TIME);
    }

    static Listing.Entry folder(String name) {
        return entry(name, Kind.FOLDER, 0, TIME);
    }

    /// @param name text, of which the entry has the bytes in UTF-8
    static Listing.Entry entry(String name, Kind kind, long size, Instant modified) {
        return new Listing.Entry(bytes(name), Attributes.of(kind, size, modified));
    }

    /// `text` in UTF-8, one character for each byte.
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }

    static String page(VirtualPath folder, PageFormat format, Listing.Entry... entries) {
        return joined(
                new FolderPage(folder, List.of(entries), FolderOrder.DEFAULT, false, FolderAccess.LOOK).pieces(format));
    }

    static String joined(Iterator<String> pieces) {
        StringBuilder text = new StringBuilder();
        pieces.forEachRemaining(text::append);
        return text.toString();
    }

    /// Many entries in no order: the same at every call.
    static List<Listing.Entry> many(int count) {
        List<Listing.Entry> entries = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int mixed = (int) (i * 2_654_435_761L >>> 8 & 0xffff_ffff);
            String name = switch (i % 4) {
                case 0 -> "IMG_2026" + mixed + ".jpg";
                case 1 -> "Größe und Gewicht " + mixed + ".pdf";
                case 2 -> "report-" + i + ".final.txt";
                default -> "日本語の名前" + mixed;
            };
            entries.add(entry(name, i % 50 == 0 ? Kind.FOLDER : Kind.FILE, mixed, TIME.plusSeconds(mixed)));
        }
        return entries;
    }
}
