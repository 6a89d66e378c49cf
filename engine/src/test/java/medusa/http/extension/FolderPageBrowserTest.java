package medusa.http.extension;

import static medusa.http.extension.FolderEntries.entry;
import static medusa.http.extension.FolderEntries.file;
import static medusa.http.extension.FolderEntries.joined;
import static medusa.http.extension.FolderEntries.many;
import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import javax.imageio.ImageIO;

import com.sun.net.httpserver.HttpServer;
import medusa.filesystem.Attributes.Kind;
import medusa.filesystem.Listing;
import medusa.filesystem.VirtualPath;
import medusa.http.ErrorPage;
import medusa.http.PageFormat;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The server's pages in a real browser. To look at the pictures, keep them with
/// `-Djunit.jupiter.tempdir.cleanup.mode.default=NEVER`.
class FolderPageBrowserTest {
    private static final VirtualPath FOLDER = VirtualPath
            .parse(FolderEntries.bytes("/projects/Fjordreise/2026 – Sommer"));
    private static final String LOOK_POLICY = new FolderControls(FolderAccess.LOOK).policy();
    private static final int LIGHT = 0xffffff;
    private static final int DARK = 0x15181d;

    /// A page and the policy it is sent with, by its address.
    private static final Map<String, Reply> PAGES = new ConcurrentHashMap<>();

    private record Reply(String html, String policy) {}

    @TempDir
    private static Path folder;

    private static Chromium browser;
    private static HttpServer server;

    @BeforeAll
    static void start() throws IOException {
        browser = Chromium.in(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            Reply page = PAGES.get(exchange.getRequestURI().getPath());
            byte[] bytes = page.html().getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", PageFormat.HTML.contentType());
            if (page.policy() != null) {
                exchange.getResponseHeaders().add("Content-Security-Policy", page.policy());
            }
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        PAGES.put("/folder/", new Reply(html(FOLDER, realistic()), LOOK_POLICY));
        PAGES.put("/empty/", new Reply(html(VirtualPath.ROOT, List.of()), LOOK_POLICY));
        PAGES.put("/many/", new Reply(html(FOLDER, many(10_000)), LOOK_POLICY));
        String error = new String(ErrorPage.of(404, null, PageFormat.HTML).body(), StandardCharsets.UTF_8);
        PAGES.put("/error", new Reply(error, ErrorPage.policy()));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static String html(VirtualPath path, List<Listing.Entry> entries) {
        return joined(
                new FolderPage(path, entries, FolderOrder.DEFAULT, false, FolderAccess.LOOK).pieces(PageFormat.HTML));
    }

    private static String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static List<Listing.Entry> realistic() {
        Instant day = Instant.parse("2026-07-04T09:30:00Z");
        return List.of(entry("Bilder", Kind.FOLDER, 0, day),
                entry("Karten & Wege", Kind.FOLDER, 0, day.minusSeconds(86_400)),
                entry("old", Kind.FOLDER, 0, Instant.parse("2019-12-31T23:59:59Z")), file("README.md", 1834),
                file("IMG_2.jpg", 4_812_332), file("IMG_10.jpg", 3_200_111),
                entry("film.mkv", Kind.FILE, 5_368_709_120L, day),
                file("empty.txt", 0), file("<script>alert('hello')</script>.html", 62), file("two\nlines.txt", 9),
                file("exe.\u202efdp.scr", 4096), entry("backup.fifo", Kind.SPECIAL, 0, day),
                file("Protokoll der Versammlung vom 3. März mit allen Anlagen und Nachträgen (endgültig, unterschrieben).pdf",
                        88_123),
                file("w".repeat(255), 1), file("日本語のファイル名.txt", 120), file("תמונה 1.png", 77_000),
                file("javascript:alert(1)", 3), file("-rf", 3), file("  spaces  inside  ", 5));
    }

    @ParameterizedTest
    @CsvSource({"/folder/, 400, 1000", "/folder/, 1400, 1000", "/empty/, 400, 700", "/many/, 1400, 900",
        "/error, 400, 700",
        "/error, 1400, 700"})
    void showsItsPagesInLightAndDarkWithoutAComplaint(String path, int width, int height) throws Exception {
        for (Chromium.Scheme scheme : Chromium.Scheme.values()) {
            Chromium.Shot shot = browser.shoot(url(path), scheme, width, height);
            assertThat(shot.console()).isEmpty();
            BufferedImage picture = ImageIO.read(shot.picture().toFile());
            assertThat(picture.getWidth()).isEqualTo(width);
            assertThat(picture.getRGB(2, 2) & 0xffffff).as("style applied, " + scheme)
                    .isEqualTo(scheme == Chromium.Scheme.DARK ? DARK : LIGHT);
            assertThat(coloured(picture)).as("not blank").isGreaterThan(500);
        }
    }

    private static long coloured(BufferedImage picture) {
        int[] pixels = picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth());
        long other = 0;
        for (int pixel : pixels) {
            other += pixel == pixels[0] ? 0 : 1;
        }
        return other;
    }

    /// The proof that the console is watched and the policy obeyed.
    @Test
    void runsNoScriptAndNoOtherStyle() throws Exception {
        PAGES.put("/bad/", new Reply(html(FOLDER, realistic()) + "<script>document.body.innerHTML = ''</script>"
                + "<p style='color: red'>", LOOK_POLICY));
        Chromium.Shot shot = browser.shoot(url("/bad/"), Chromium.Scheme.LIGHT, 400, 700);
        assertThat(shot.console()).anyMatch(line -> line.contains("script")).anyMatch(line -> line.contains("style"));
        assertThat(coloured(ImageIO.read(shot.picture().toFile()))).isGreaterThan(500);
    }

    /// On a small phone nothing is cut off, and what is to be touched is large enough (WCAG 2.2, 2.5.8: 24 px). In a frame,
    /// since a window cannot be that small.
    @Test
    void fitsASmallPhone() throws Exception {
        PAGES.put("/bare/", new Reply(html(FOLDER, realistic()), null));
        PAGES.put("/measure/",
                new Reply(
                        """
                                <!doctype html><title>loading</title><iframe src="/bare/" width="360" height="700" style="border: 0"></iframe>
                                <script>
                                onload = () => {
                                    const page = frames[0].document;
                                    const links = [...page.querySelectorAll('a')].map(a => a.getBoundingClientRect().height);
                                    document.title = `width ${page.documentElement.scrollWidth} of ${frames[0].innerWidth}, least ${
                                        Math.floor(Math.min(...links))}, links ${links.length}, rows ${page.querySelector('table').rows.length}`;
                                }
                                </script>
                                """,
                        null));
        String document = browser.document(url("/measure/"), 500);
        String title = document.replaceAll("(?s).*<title>(.*?)</title>.*", "$1");
        assertThat(title).matches("width 360 of 360, least (2[4-9]|[3-9]\\d), links 25, rows 22");
    }
}
