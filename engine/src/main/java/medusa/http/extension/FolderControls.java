package medusa.http.extension;

import java.io.InputStream;
import java.util.stream.Stream;

import medusa.http.Html;
import medusa.http.PageScript;
import medusa.http.PageStyle;
import medusa.metrics.Printable;

/// The parts of a folder's page that only some people see: who they are, what they can put there and delete. To all others it
/// adds nothing. A script brings the parts to life; without scripts they stay out of sight.
final class FolderControls {
    private static final PageStyle PLAIN = style("folder.css");
    private static final PageStyle WITH_LOGIN = style("folder.css", "login.css");
    private static final PageStyle WITH_UPLOADS = style("folder.css", "login.css", "uploads.css");
    private static final PageScript DELETING = PageScript.of(resources("folder.js"));
    private static final PageScript UPLOADING = PageScript.of(resources("folder.js", "uploads.js", "chosen.js"));

    private final FolderAccess access;

    FolderControls(FolderAccess access) {
        this.access = access;
    }

    private static PageStyle style(String... names) {
        return PageStyle.of(resources(names));
    }

    private static InputStream[] resources(String... names) {
        return Stream.of(names).map(FolderControls.class::getResourceAsStream).toArray(InputStream[]::new);
    }

    private boolean changes() {
        return access.puts() || access.deletes().isPresent();
    }

    PageStyle style() {
        if (changes()) {
            return WITH_UPLOADS;
        }
        return access.user().isPresent() || access.offersLogin() ? WITH_LOGIN : PLAIN;
    }

    /// The value of the `Content-Security-Policy` field.
    String policy() {
        return changes() ? style().policy(script()) : style().policy();
    }

    private PageScript script() {
        return access.puts() ? UPLOADING : DELETING;
    }

    boolean isLetterBox() { return access.isLetterBox(); }

    /// The line on top.
    void who(StringBuilder html) {
        access.user().ifPresent(name -> html.append("<p class=\"who\">Logged in as <b>")
                .append(Html.escape(Printable.line(name))).append("</b></p>\n"));
        if (access.offersLogin()) {
            html.append("<p class=\"who\"><a rel=\"nofollow\" href=\"?login\">Log in</a></p>\n");
        }
    }

    /// What stands above the entries.
    void uploads(StringBuilder html) {
        if (access.puts()) {
            html.append("<section id=\"put\" aria-label=\"Put something here\"")
                    .append(access.replaces() ? " data-replaces" : "").append("""
                             hidden>
                            <p>Drop files or folders on this page, or</p>
                            <button type="button" id="files">Choose files…</button>
                            <button type="button" id="folder">Choose a folder…</button>
                            <button type="button" id="make">New folder…</button>
                            <input type="file" id="picked-files" multiple hidden>
                            <input type="file" id="picked-folder" webkitdirectory hidden>
                            </section>
                            <noscript><p>To put something here, allow scripts.</p></noscript>
                            <section id="jobs" aria-label="Uploads" hidden>
                            <header><p id="sum"></p>
                            <button type="button" id="replace-all" hidden>Replace all</button>
                            <button type="button" id="again-all" hidden>Try all again</button>
                            <button type="button" id="cancel-all"></button></header>
                            <progress id="total" aria-labelledby="sum"></progress>
                            <ul id="rows"></ul>
                            </section>
                            """);
        }
        if (changes()) {
            html.append("<p id=\"said\" role=\"status\"></p>\n");
        }
    }

    /// How many columns it adds.
    int columns() {
        return access.deletes().isPresent() ? 1 : 0;
    }

    void columnTitle(StringBuilder html) {
        if (columns() > 0) {
            html.append("<td class=\"del\">\n");
        }
    }

    void emptyCell(StringBuilder html) {
        if (columns() > 0) {
            html.append("<td>");
        }
    }

    /// The script puts a button into those that it is to.
    void cell(StringBuilder html, FolderEntry entry) {
        if (columns() > 0) {
            html.append(access.deletes(entry) ? "<td class=\"del\">" : "<td>");
        }
    }

    /// What stands behind everything else.
    void bottom(StringBuilder html) {
        if (changes()) {
            html.append("""
                    <dialog id="ask" aria-labelledby="question">
                    <p id="question"></p>
                    <input id="new-name" aria-label="Name" autocomplete="off" spellcheck="false">
                    <p id="wrong" role="alert"></p>
                    <p><button type="button" id="no">Cancel</button> <button type="button" id="yes"></button></p>
                    </dialog>
                    """).append(script().element());
        }
    }
}
