package medusa.http.extension;

import static medusa.http.extension.FolderEntries.TIME;
import static medusa.http.extension.FolderEntries.file;
import static medusa.http.extension.FolderEntries.folder;
import static medusa.http.extension.FolderEntries.joined;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.filesystem.Attributes;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;
import medusa.http.PageFormat;
import medusa.http.PageStyle;
import org.junit.jupiter.api.Test;

/// What of a folder's page only some people see. What the parts do is tried in a browser: [FolderControlsBrowserTest], [FolderUploadBrowserTest].
class FolderControlsTest {
    private static final VirtualPath FOLDER = VirtualPath.parse("/a/b");
    private static final Optional<Predicate<String>> NONE = Optional.empty();

    private static FolderAccess access(boolean puts, boolean replaces, Optional<Predicate<String>> deletes) {
        return new FolderAccess(true, puts, replaces, deletes, Optional.of("anna"), false);
    }

    private static FolderPage page(FolderAccess access, Listing.Entry... entries) {
        return new FolderPage(FOLDER, List.of(entries), FolderOrder.DEFAULT, false, access);
    }

    private static String html(FolderAccess access, Listing.Entry... entries) {
        return joined(page(access, entries).pieces(PageFormat.HTML));
    }

    /// What stands behind the style.
    private static String body(String html) {
        return html.substring(html.indexOf("</style>\n") + 9);
    }

    @Test
    void addsNothingForWhoMayOnlyLook() {
        PageStyle plain = PageStyle.of(FolderPage.class.getResourceAsStream("folder.css"));
        String html = html(FolderAccess.LOOK, file("a", 1));
        assertThat(html).startsWith(plain.head("/a/b/") + "<nav ").contains("</h1>\n<table ").endsWith("</main>\n")
                .doesNotContain("<script", "<button", "<section", "<dialog", "class=\"del\"", "class=\"who\"");
        assertThat(page(FolderAccess.LOOK).policy()).isEqualTo(plain.policy()).doesNotContain("script", "connect");
    }

    @Test
    void saysWhoHasLoggedInAndHowTo() {
        String known = html(new FolderAccess(true, false, false, NONE, Optional.of("<b>\u202e\"a"), false));
        assertThat(body(known))
                .startsWith("<p class=\"who\">Logged in as <b>&lt;b&gt;\\u202e&quot;a</b></p>\n<nav ");
        String unknown = html(new FolderAccess(true, false, false, NONE, Optional.empty(), true));
        assertThat(body(unknown))
                .startsWith("<p class=\"who\"><a rel=\"nofollow\" href=\"?login\">Log in</a></p>\n<nav ");
        assertThat(List.of(known, unknown)).noneMatch(html -> html.contains("<script"));
        assertThat(page(new FolderAccess(true, false, false, NONE, Optional.empty(), true)).policy())
                .doesNotContain("script", "connect");
    }

    @Test
    void showsToWhomWhatHeMayDo() {
        Listing.Entry entry = file("a", 1);
        String writer = html(access(true, false, NONE), entry);
        assertThat(writer)
                .contains("<section id=\"put\" aria-label=\"Put something here\" hidden>", "<dialog id=\"ask\"")
                .doesNotContain("class=\"del\"", "data-replaces hidden");
        String owner = html(access(true, true, Optional.of(_ -> true)), entry);
        assertThat(owner).contains("data-replaces hidden>", "<td class=\"del\">");
        String cleaner = html(access(false, true, Optional.of(_ -> true)), entry);
        assertThat(body(cleaner)).contains("<td class=\"del\">", "<dialog id=\"ask\"")
                .doesNotContain("id=\"put\" aria", "type=\"file\"");
    }

    @Test
    void marksTheEntriesThatCanBeDeleted() {
        String html = html(access(false, false, Optional.of(name -> !name.equals("kept"))), folder("sub"), file("a", 1),
                file("kept", 1), new Listing.Entry("pipe", Attributes.of(Kind.SPECIAL, 0, TIME)));
        String time = "<td><time datetime=\"2026-03-09T08:07:06Z\">2026-03-09 08:07</time>";
        String byte1 = "<data value=\"1\" title=\"1 byte\">1 B</data>";
        assertThat(html.substring(html.indexOf("<tbody>"), html.indexOf("</table>"))).isEqualTo("""
                <tbody>
                <tr><th scope="row"><a href="../">Parent folder</a><td><td><td>
                <tr><th scope="row"><a href="sub/">sub/</a><td>%1$s<td class="del">
                <tr><th scope="row"><a href="a">a</a><td>%2$s%1$s<td class="del">
                <tr><th scope="row"><a href="kept">kept</a><td>%2$s%1$s<td>
                <tr><th scope="row"><span>pipe</span><td>special%1$s<td>
                <tfoot>
                <tr><th scope="row">1 folder, 3 files<td><data value="2" title="2 bytes">2 B</data><td><td>
                """.formatted(time, byte1));
    }

    @Test
    void showsNothingOfDeletionWhereNothingCanBeDeleted() {
        Listing.Entry pipe = new Listing.Entry("pipe", Attributes.of(Kind.SPECIAL, 0, TIME));
        FolderAccess plain = access(false, false, NONE);
        assertThat(html(access(false, false, Optional.of(_ -> true)), pipe)).isEqualTo(html(plain, pipe));
        assertThat(html(access(false, false, Optional.of(name -> name.equals("b"))), file("a", 1)))
                .isEqualTo(html(plain, file("a", 1)));
        assertThat(page(access(false, false, Optional.of(_ -> true))).policy()).isEqualTo(page(plain).policy());
    }

    @Test
    void aLetterBoxShowsNoEntry() {
        String html = html(new FolderAccess(false, true, false, NONE, Optional.empty(), false));
        assertThat(body(html).replace(content(html, "script"), ""))
                .contains("<h1 id=\"name\">b</h1>\n<section id=\"put\"",
                        "<p>You can put files and folders here, but not see what is here.</p>\n</main>\n<dialog")
                .doesNotContain("<table", "empty", "folders, 0 files");
    }

    @Test
    void thePolicyAllowsThisScriptAndThisStyleAndNothingElse() throws Exception {
        FolderPage page = page(access(true, true, Optional.of(_ -> true)), file("a", 1));
        String html = joined(page.pieces(PageFormat.HTML));
        assertThat(page.policy()).isEqualTo("default-src 'none'; style-src 'sha256-" + hash(html, "style")
                + "'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'sha256-"
                + hash(html, "script") + "'; connect-src 'self'; require-trusted-types-for 'script'");
        String script = content(html, "script");
        assertThat(script).doesNotContain("innerHTML", "insertAdjacent", "document.write", "eval(", "\n//", "\n ");
        assertThat(body(html).replace(script, "")).doesNotContainPattern(" on[a-z]+=").doesNotContain(" style=");
        // Small enough for a page: the longer it is, the later the entries are there.
        assertThat(script).hasSizeLessThan(20_000);
    }

    private static String content(String html, String element) {
        Matcher matcher = Pattern.compile("(?s)<" + element + ">(.*?)</" + element + ">").matcher(html);
        assertThat(matcher.find()).isTrue();
        return matcher.group(1);
    }

    private static String hash(String html, String element) throws Exception {
        byte[] bytes = content(html, element).getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes));
    }
}
