package medusa.http.extension;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;
import medusa.http.PageFormat;
import medusa.metrics.Printable;

/// What a client sees of a folder, as a page, as JSON or as a plain list of names.
///
/// Making one sorts the entries, on any thread: some milliseconds for 10,000 of them, and ten times that while the code is
/// still being compiled, so long folders are better made into pages on a worker. The text is then made piece by piece as it is
/// asked for, so that it costs the reactor little at a time and never the memory of the whole page.
final class FolderPage {
    private final VirtualPath folder;
    private final FolderOrder order;
    private final List<FolderEntry> entries;
    private final boolean zip;
    private final FolderControls controls;

    /// @param entries in any order
    /// @param zip     whether the folder can be had as a zip
    /// @param access  of who asks
    FolderPage(VirtualPath folder, List<Listing.Entry> entries, FolderOrder order, boolean zip, FolderAccess access) {
        this.folder = folder;
        this.order = order;
        this.zip = zip;
        List<FolderEntry> sorted = new ArrayList<>(entries.size());
        entries.forEach(entry -> sorted.add(FolderEntry.of(entry)));
        order.sort(sorted);
        this.entries = Collections.unmodifiableList(sorted);
        controls = new FolderControls(access.among(sorted));
    }

    /// The value of the `Content-Security-Policy` field.
    String policy() {
        return controls.policy();
    }

    /// The page's text in pieces that follow each other with nothing between them. Where a piece holds a name, it holds
    /// one only.
    Iterator<String> pieces(PageFormat format) {
        return switch (format) {
            case HTML -> new FolderHtml(folder, entries, order, zip, controls).pieces();
            case TEXT -> entries.stream().map(FolderPage::textLine).iterator();
            case JSON -> json();
        };
    }

    private static String textLine(FolderEntry entry) {
        return Printable.line(entry.text()) + (entry.attributes().isFolder() ? "/\n" : "\n");
    }

    private Iterator<String> json() {
        Function<FolderEntry, String> line = entry -> (entry == entries.getFirst() ? "\n" : ",\n") + jsonObject(entry);
        String path = NaturalKey.text(folder.isRoot() ? "/" : folder + "/");
        Stream<String> head = Stream.of("{\"path\":" + quoted(path) + ",\"entries\":[");
        return Stream.concat(head, Stream.concat(entries.stream().map(line), Stream.of("\n]}\n"))).iterator();
    }

    private static String jsonObject(FolderEntry entry) {
        return "{\"name\":" + quoted(entry.text()) + ",\"type\":\""
                + entry.attributes().kind().name().toLowerCase(Locale.ROOT) + "\",\"size\":" + entry.attributes().size()
                + ",\"modified\":\"" + entry.attributes().modified() + "\",\"href\":" + quoted(entry.href()) + "}";
    }

    private static String quoted(String text) {
        if (text == null) {
            return "null";
        }
        StringBuilder json = new StringBuilder(text.length() + 16).append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, json);
        return json.append('"').toString();
    }
}
