package medusa.http.extension;

import static medusa.http.extension.FolderEntries.TIME;
import static medusa.http.extension.FolderEntries.bytes;
import static medusa.http.extension.FolderEntries.entry;
import static medusa.http.extension.FolderEntries.file;
import static medusa.http.extension.FolderEntries.folder;
import static medusa.http.extension.FolderEntries.joined;
import static medusa.http.extension.FolderEntries.many;
import static medusa.http.extension.FolderEntries.page;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import medusa.filesystem.Attributes;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;
import medusa.http.PageFormat;
import medusa.producer.LinesProducer;
import medusa.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FolderPageTest {
    private static final VirtualPath FOLDER = VirtualPath.parse("/a/b");
    private static final Pattern LINK = Pattern.compile("<th scope=\"row\"><a href=\"([^\"]*)\">([^<]*)</a>");

    /// Names that must neither break the page nor their link.
    static Stream<String> awkwardNames() {
        return Stream.of("plain.txt", "with space", " ", "  two  ", "new\nline", "tab\t", "quote\"", "it's", "a&b",
                "a&amp;b",
                "<script>alert(1)</script>", "</style><img src=x onerror=alert(1)>", "javascript:alert(1)", "data:,x",
                "a:b",
                "http://x", "-rf", "--help", "?sort=size", "a?b", "#top", "100%", "%2e%2e", "%41", "...", ".hidden",
                "~",
                "a\\b", "größe", "日本語", "😀", "שלום", "exe.\u202efdp", "\u001b[2J", "x".repeat(255), "é".repeat(127),
                ";",
                "a+b", "[1]", "{}", "|", "^", "`");
    }

    @ParameterizedTest
    @MethodSource("awkwardNames")
    void linksToEveryNameByteForByte(String text) {
        String name = bytes(text).replace("/", "");
        for (boolean isFolder : new boolean[]{false, true}) {
            Listing.Entry entry = new Listing.Entry(name, Attributes.of(isFolder ? Kind.FOLDER : Kind.FILE, 1, TIME));
            String html = page(FOLDER, PageFormat.HTML, entry);
            MatchResult link = LINK.matcher(html).results().skip(1).findFirst().orElseThrow();
            assertThat(path(unescape(link.group(1)))).isEqualTo("/a/b/" + name + (isFolder ? "/" : ""));
            assertThat(link.group(2)).doesNotContainPattern("[\\p{Cntrl}\u202e\"]");
            assertThat(html).doesNotContain("<script", "<img", "onerror=\"");
        }
    }

    @Test
    void linksToNamesThatAreNotUtf8() {
        String html = page(FOLDER, PageFormat.HTML,
                new Listing.Entry("\u00ff\u00fe.txt", Attributes.of(Kind.FILE, 1, TIME)));
        assertThat(html).contains("<a href=\"%FF%FE.txt\">\ufffd\ufffd.txt</a>");
    }

    /// What a browser that is at `/a/b/` asks for, one character for each byte.
    private static String path(String reference) {
        String raw = URI.create("http://host/a/b/").resolve(reference).getRawPath();
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            path.append(
                    raw.charAt(i) == '%' ? (char) Integer.parseInt(raw.substring(++i, ++i + 1), 16) : raw.charAt(i));
        }
        return path.toString();
    }

    private static String unescape(String html) {
        return html.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">")
                .replace("&amp;", "&");
    }

    @Test
    void looksLikeThis() {
        String html = page(FOLDER, PageFormat.HTML, file("notes.txt", 1234), folder("sub"),
                entry("pipe", Kind.SPECIAL, 0, TIME));
        assertThat(html.substring(html.indexOf("</style>"))).isEqualTo("""
                </style>
                <nav aria-label="Folders above"><ol>
                <li><a href="../../">Home</a></li>
                <li><a href="../">a</a></li>
                </ol></nav>
                <main>
                <h1 id="name">b</h1>
                <table aria-labelledby="name">
                <thead>
                <tr>
                <th scope="col" aria-sort="ascending"><a rel="nofollow" href="?sort=name&amp;order=desc">Name \
                <span aria-hidden="true">↑</span></a>
                <th scope="col" class="size"><a rel="nofollow" href="?sort=size&amp;order=desc">Size</a>
                <th scope="col" class="time"><a rel="nofollow" href="?sort=modified&amp;order=desc">Modified \
                <small>UTC</small></a>
                <tbody>
                <tr><th scope="row"><a href="../">Parent folder</a><td><td>
                <tr><th scope="row"><a href="sub/">sub/</a><td><td>\
                <time datetime="2026-03-09T08:07:06Z">2026-03-09 08:07</time>
                <tr><th scope="row"><a href="notes.txt">notes.txt</a><td>\
                <data value="1234" title="1,234 bytes">1.2 KiB</data><td>\
                <time datetime="2026-03-09T08:07:06Z">2026-03-09 08:07</time>
                <tr><th scope="row"><span>pipe</span><td>special<td>\
                <time datetime="2026-03-09T08:07:06Z">2026-03-09 08:07</time>
                <tfoot>
                <tr><th scope="row">1 folder, 2 files<td><data value="1234" title="1,234 bytes">1.2 KiB</data><td>
                </table>
                </main>
                """);
    }

    @Test
    void marksTheOrderAndTurnsItAround() {
        String html = joined(
                new FolderPage(FOLDER, List.of(), FolderOrder.of("sort=size&order=desc"), false, FolderAccess.LOOK)
                        .pieces(PageFormat.HTML));
        assertThat(html).containsOnlyOnce(" aria-sort").contains("class=\"size\" aria-sort=\"descending\"><a "
                + "rel=\"nofollow\" href=\"?sort=size&amp;order=asc\">Size <span aria-hidden=\"true\">↓</span></a>",
                "href=\"./\">Name</a>");
    }

    @Test
    void saysThatAFolderIsEmptyAndTheRootHasNothingAbove() {
        String html = page(VirtualPath.ROOT, PageFormat.HTML);
        assertThat(html).contains("<title>/</title>");
        html = html.substring(html.indexOf("</style>"));
        assertThat(html).contains("This folder is empty.", ">0 folders, 0 files<").doesNotContain(
                "href=\"../",
                "<nav");
    }

    @Test
    void keepsThePathOfADeepFolderShort() {
        String html = page(VirtualPath.parse("/d".repeat(2000)), PageFormat.HTML);
        assertThat(html).contains("<li>…</li>\n", "../".repeat(2000) + "\">Home<").hasSizeLessThan(40_000);
        assertThat(html.split("<li>")).hasSize(1 + 1 + 1 + 20);
    }

    @Test
    void survivesImpossibleSizesAndTimes() {
        Listing.Entry[] entries = {entry("a", Kind.FILE, Long.MAX_VALUE, Instant.MAX),
            entry("b", Kind.FILE, Long.MAX_VALUE, Instant.MIN), entry("c", Kind.FILE, -1, Instant.EPOCH)};
        for (PageFormat format : PageFormat.values()) {
            assertThat(page(FOLDER, format, entries)).isNotEmpty();
        }
        assertThat(page(FOLDER, PageFormat.HTML, entries)).contains(">9999-12-31 23:59<", ">0000-01-01 00:00<");
    }

    @Test
    void writesJson() throws Exception {
        Listing.Entry broken = new Listing.Entry("\u00ff", Attributes.of(Kind.FILE, 7, TIME));
        String json = page(FOLDER, PageFormat.JSON, file("q\"\\\n</script>\u2028:", 1234), folder("größe"),
                entry("pipe", Kind.SPECIAL, 0, TIME), broken);
        assertThat(json).startsWith(
                """
                        {"path":"/a/b/","entries":[
                        {"name":"größe","type":"folder","size":0,"modified":"2026-03-09T08:07:06.500Z","href":"gr%C3%B6%C3%9Fe/"},
                        {"name":"pipe","type":"special","size":0,"modified":"2026-03-09T08:07:06.500Z","href":null},
                        """);
        JsonNode entries = new ObjectMapper().readTree(json).get("entries");
        assertThat(entries.get(2).get("name").asText()).isEqualTo("q\"\\\n</script>\u2028:");
        assertThat(entries.get(2).get("href").asText()).isEqualTo("./q%22%5C%0A%3C%2Fscript%3E%E2%80%A8:");
        assertThat(entries.get(3).get("name").asText()).isEqualTo("\ufffd");
        assertThat(entries.get(3).get("href").asText()).isEqualTo("%FF");
        assertThat(new ObjectMapper().readTree(page(VirtualPath.ROOT, PageFormat.JSON)))
                .hasToString("{\"path\":\"/\",\"entries\":[]}");
    }

    @Test
    void writesOneNameALine() {
        assertThat(page(FOLDER, PageFormat.TEXT, file("a\nb", 1), folder("sub"), file("größe\u202e", 1)))
                .isEqualTo("sub/\na\\nb\ngröße\\u202e\n");
        assertThat(page(FOLDER, PageFormat.TEXT)).isEmpty();
    }

    @Test
    void writesTenThousandEntriesWithEachLinkOnce() throws Exception {
        List<Listing.Entry> entries = many(10_000);
        FolderPage page = new FolderPage(FOLDER, entries, FolderOrder.of("sort=size"), false, FolderAccess.LOOK);
        String html = joined(page.pieces(PageFormat.HTML));
        assertThat(LINK.matcher(html).results().skip(1).map(link -> path(link.group(1)).replaceFirst("/$", "")))
                .containsExactlyInAnyOrderElementsOf(entries.stream().map(entry -> "/a/b/" + entry.name()).toList());
        assertThat(html).contains(">200 folders, 9,800 files<");
        assertThat(new ObjectMapper().readTree(joined(page.pieces(PageFormat.JSON))).get("entries")).hasSize(10_000);
        assertThat(joined(page.pieces(PageFormat.TEXT)).lines()).hasSize(10_000);
    }

    @Test
    void makesNoMoreThanIsAskedFor() throws Exception {
        for (PageFormat format : PageFormat.values()) {
            Iterator<String> pieces = new FolderPage(FOLDER, many(1000), FolderOrder.DEFAULT, false, FolderAccess.LOOK)
                    .pieces(format);
            int[] made = new int[1];
            Iterator<String> counted = new Iterator<>() {
                @Override
                public boolean hasNext() {
                    return pieces.hasNext();
                }

                @Override
                public String next() {
                    made[0]++;
                    return pieces.next();
                }
            };
            ByteBuffer room = ByteBuffer.allocate(16 << 10);
            assertThat(LinesProducer.ofPieces(counted).more(room)).isEqualTo(Producer.Next.MORE);
            assertThat(made[0]).isLessThan(900);
            assertThat(room.remaining()).isZero();
            assertThat(new String(room.array(), StandardCharsets.UTF_8)).doesNotContain("\r");
        }
    }
}
