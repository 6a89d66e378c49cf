package medusa.http.extension;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

import medusa.filesystem.Attributes;
import medusa.filesystem.VirtualPath;
import medusa.http.Html;
import medusa.metrics.Printable;
import medusa.metrics.SizeText;

/// A folder for people. Every reference is relative, so that the page works under any prefix that a proxy puts in front,
/// and sorting is done by links, so that it works without scripts. What only some people see of it is [FolderControls]' part.
final class FolderHtml {
    /// Each step up costs three characters more than the one before: at a depth of thousands that would be megabytes.
    private static final int MOST_STEPS = 20;

    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm");

    /// Disks can hold times for which there is no date; pages show the years 0 to 9999.
    private static final long FIRST_SECOND = Instant.parse("0000-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND = Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();

    private final VirtualPath folder;
    private final List<FolderEntry> entries;
    private final FolderOrder order;
    private final boolean zip;
    private final FolderControls controls;

    /// @param entries in `order`
    /// @param zip     whether there is a link to the folder as a zip
    FolderHtml(VirtualPath folder, List<FolderEntry> entries, FolderOrder order, boolean zip, FolderControls controls) {
        this.folder = folder;
        this.entries = entries;
        this.order = order;
        this.zip = zip;
        this.controls = controls;
    }

    Iterator<String> pieces() {
        if (controls.isLetterBox()) {
            return Stream.of(letterBox()).iterator();
        }
        // Not flatMap: its iterator makes all rows at once.
        return Stream
                .concat(Stream.of(top()), Stream.concat(entries.stream().map(this::row), Stream.of(bottom())))
                .iterator();
    }

    private String top() {
        StringBuilder html = new StringBuilder(8192);
        heading(html);
        html.append("<table aria-labelledby=\"name\">\n<thead>\n<tr>\n");
        for (FolderOrder.Column column : FolderOrder.Column.values()) {
            columnTitle(html, column);
        }
        controls.columnTitle(html);
        html.append("<tbody>\n");
        if (!folder.isRoot()) {
            html.append("<tr><th scope=\"row\"><a href=\"../\">Parent folder</a><td><td>");
            controls.emptyCell(html);
            html.append('\n');
        }
        if (entries.isEmpty()) {
            html.append("<tr><td colspan=\"").append(FolderOrder.Column.values().length + controls.columns())
                    .append("\"><p>This folder is empty.</p>\n");
        }
        return html.toString();
    }

    private void heading(StringBuilder html) {
        html.append(controls.style().head(folder.isRoot() ? "/" : folder.display() + "/"));
        controls.who(html);
        breadcrumbs(html);
        html.append("<main>\n<h1 id=\"name\">").append(shown(folder)).append("</h1>\n");
        controls.uploads(html);
    }

    private String letterBox() {
        StringBuilder html = new StringBuilder(8192);
        heading(html);
        html.append("<p>You can put files and folders here, but not see what is here.</p>\n</main>\n");
        controls.bottom(html);
        return html.toString();
    }

    /// The folders above this one. The longest paths lose the middle.
    private void breadcrumbs(StringBuilder html) {
        int depth = folder.names().size();
        if (depth == 0) {
            return;
        }
        html.append("<nav aria-label=\"Folders above\"><ol>\n<li><a href=\"").append("../".repeat(depth))
                .append("\">Home</a></li>\n");
        int first = Math.max(1, depth - MOST_STEPS);
        if (first > 1) {
            html.append("<li>…</li>\n");
        }
        for (int i = first; i < depth; i++) {
            html.append("<li><a href=\"").append("../".repeat(depth - i)).append("\">")
                    .append(shown(NaturalKey.text(folder.names().get(i - 1)))).append("</a></li>\n");
        }
        html.append("</ol></nav>\n");
    }

    private void columnTitle(StringBuilder html, FolderOrder.Column column) {
        String css = switch (column) {
            case NAME -> "";
            case SIZE -> " class=\"size\"";
            case MODIFIED -> " class=\"time\"";
        };
        html.append("<th scope=\"col\"").append(css);
        if (order.by() == column) {
            html.append(" aria-sort=\"").append(order.descending() ? "descending" : "ascending").append('"');
        }
        html.append("><a rel=\"nofollow\" href=\"").append(Html.escape(order.clicked(column).href())).append("\">")
                .append(column.title);
        if (column == FolderOrder.Column.MODIFIED) {
            html.append(" <small>UTC</small>");
        }
        if (order.by() == column) {
            html.append(" <span aria-hidden=\"true\">").append(order.descending() ? '↓' : '↑').append("</span>");
        }
        html.append("</a>\n");
    }

    private String row(FolderEntry entry) {
        Attributes attributes = entry.attributes();
        StringBuilder html = new StringBuilder(320).append("<tr><th scope=\"row\">");
        String href = entry.href();
        if (href == null) {
            html.append("<span>").append(shown(entry.text())).append("</span><td>special");
        } else {
            html.append("<a href=\"").append(Html.escape(href)).append("\">").append(shown(entry.text()));
            html.append(attributes.isFolder() ? "/</a><td>" : "</a><td>");
        }
        if (attributes.isFile()) {
            size(html, attributes.size());
        }
        time(html.append("<td>"), attributes.modified());
        controls.cell(html, entry);
        return html.append('\n').toString();
    }

    private static void time(StringBuilder html, Instant modified) {
        long second = Math.clamp(modified.getEpochSecond(), FIRST_SECOND, LAST_SECOND);
        LocalDateTime time = LocalDateTime.ofEpochSecond(second, 0, ZoneOffset.UTC);
        html.append("<time datetime=\"");
        EXACT.formatTo(time, html);
        html.append("\">");
        SHOWN.formatTo(time, html);
        html.append("</time>");
    }

    private static void size(StringBuilder html, long bytes) {
        html.append("<data value=\"").append(bytes).append("\" title=\"").append(SizeText.exact(bytes)).append("\">")
                .append(SizeText.rounded(bytes)).append("</data>");
    }

    private String bottom() {
        long folders = entries.stream().filter(entry -> entry.attributes().isFolder()).count();
        long total = entries.stream().filter(entry -> entry.attributes().isFile())
                .mapToLong(entry -> entry.attributes().size()).reduce(0, FolderHtml::plus);
        StringBuilder html = new StringBuilder(256).append("<tfoot>\n<tr><th scope=\"row\">");
        html.append(count(folders, "folder")).append(", ").append(count(entries.size() - folders, "file"))
                .append("<td>");
        size(html, total);
        html.append("<td>");
        controls.emptyCell(html);
        html.append("\n</table>\n");
        if (zip) {
            html.append("<p><a rel=\"nofollow\" href=\"?").append(ZipReply.QUERY)
                    .append("\">Download as zip</a></p>\n");
        }
        html.append("</main>\n");
        controls.bottom(html);
        return html.toString();
    }

    /// Sizes that a filesystem computes may be anything.
    private static long plus(long a, long b) {
        return a + b < 0 ? Long.MAX_VALUE : a + b;
    }

    private static String count(long number, String what) {
        return SizeText.grouped(number) + " " + what + (number == 1 ? "" : "s");
    }

    private static String shown(VirtualPath folder) {
        return folder.isRoot() ? "Home" : shown(NaturalKey.text(folder.name()));
    }

    private static String shown(String text) {
        return Html.escape(Printable.line(text));
    }
}
