package medusa.http.extension;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

import medusa.http.Html;
import medusa.http.PageStyle;
import medusa.http.extension.StatusSection.Cell;
import medusa.http.extension.StatusSection.Column;
import medusa.http.extension.StatusSection.Tone;
import medusa.metrics.Printable;

/// The status as a page. Whatever it shows may have been chosen by a client: it all passes [#shown].
final class StatusHtml {
    static final PageStyle STYLE = PageStyle.of(StatusHtml.class.getResourceAsStream("status.css"));
    private static final DateTimeFormatter SHOWN = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final int OFFERED_REFRESH = 5;

    private final StringBuilder html = new StringBuilder(64 << 10);

    private StatusHtml() {}

    /// @param refresh after how many seconds the browser is to ask again; 0 for never
    static String of(List<StatusSection<?>> sections, Instant now, int refresh) {
        StatusHtml page = new StatusHtml();
        page.top(sections, now, refresh);
        sections.forEach(page::section);
        return page.html.append("</main>\n").toString();
    }

    private void top(List<StatusSection<?>> sections, Instant now, int refresh) {
        html.append(STYLE.head("Medusa status"));
        if (refresh > 0) {
            html.append("<meta http-equiv=\"refresh\" content=\"").append(refresh).append("\">\n");
        }
        html.append("<header>\n<h1>Medusa status</h1>\n<p>As of ");
        time(now);
        html.append(" UTC · ");
        if (refresh > 0) {
            html.append("every ").append(refresh).append(" s · <a href=\"?\">Stop</a>");
        } else {
            html.append("<a href=\"?\">Refresh</a> · <a href=\"?refresh=").append(OFFERED_REFRESH)
                    .append("\">every ").append(OFFERED_REFRESH).append(" s</a>");
        }
        html.append("</p>\n<nav aria-label=\"Sections\"><ul>\n");
        for (StatusSection<?> section : sections) {
            if (!section.single()) {
                html.append("<li><a href=\"#").append(section.key()).append("\">").append(section.title())
                        .append("</a></li>\n");
            }
        }
        html.append("</ul></nav>\n</header>\n<main>\n");
    }

    private void section(StatusSection<?> section) {
        String key = section.key();
        html.append("<section id=\"").append(key).append("\" aria-labelledby=\"").append(key).append("-title\">\n")
                .append("<h2 id=\"").append(key).append("-title\">").append(section.title()).append("</h2>\n");
        if (section.single()) {
            facts(section);
        } else if (section.rows().isEmpty()) {
            html.append("<p>None.</p>\n");
        } else {
            table(section);
        }
        if (!section.note().isEmpty()) {
            html.append("<p>").append(shown(section.note())).append("</p>\n");
        }
        html.append("</section>\n");
    }

    private <T> void facts(StatusSection<T> section) {
        html.append("<dl>\n");
        for (Column<T> column : section.columns()) {
            if (!column.title().isEmpty()) {
                html.append("<div><dt>").append(shown(column.title())).append("</dt><dd");
                cell(column.cell().apply(section.rows().getFirst()), "");
                html.append("</dd></div>\n");
            }
        }
        html.append("</dl>\n");
    }

    /// A narrow window scrolls a table, not the page; who has no mouse can do that too.
    private void table(StatusSection<?> section) {
        html.append("<div tabindex=\"0\" role=\"region\" aria-labelledby=\"").append(section.key())
                .append("-title\"><table>\n<thead><tr>");
        for (Column<?> column : section.columns()) {
            html.append("<th scope=\"col\"").append(column.number() ? " class=\"number\">" : ">")
                    .append(shown(column.title())).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        for (List<Cell> row : section.cells()) {
            html.append("<tr>");
            for (int i = 0; i < row.size(); i++) {
                html.append("<td");
                cell(row.get(i), section.columns().get(i).number() ? "number" : section.columns().get(i).key());
                html.append("</td>");
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n");
    }

    /// What stands behind the name of its element.
    private void cell(Cell cell, String kind) {
        String tone = cell.tone() == Tone.PLAIN ? "" : cell.tone().name().toLowerCase(Locale.ROOT);
        String classes = (kind + " " + tone).strip();
        if (!classes.isEmpty()) {
            html.append(" class=\"").append(classes).append('"');
        }
        if (!cell.exact().isEmpty()) {
            html.append(" title=\"").append(shown(cell.exact())).append('"');
        }
        html.append('>');
        if (cell.value() instanceof Instant when) {
            time(when);
        } else {
            html.append(shown(cell.text()));
        }
    }

    private void time(Instant when) {
        html.append("<time datetime=\"").append(when.truncatedTo(ChronoUnit.MILLIS)).append("\">")
                .append(SHOWN.format(when)).append("</time>");
    }

    private static String shown(String text) {
        return Html.escape(Printable.line(text));
    }
}
