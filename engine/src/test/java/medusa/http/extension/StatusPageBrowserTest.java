package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;

import javax.imageio.ImageIO;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.slf4j.event.Level;

import medusa.http.PageFormat;
import medusa.http.ServerFacts.Listener;
import medusa.log.TailLog;
import medusa.metrics.Counters;
import medusa.metrics.ErrorLog;
import medusa.reactor.BufferPool;
import medusa.reactor.Channel;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.Progress;
import medusa.reactor.ReactorSnapshot;

/// The status of a server that has seen something, in a real browser. To look at the pictures, keep them with
/// `-Djunit.jupiter.tempdir.cleanup.mode.default=NEVER`.
class StatusPageBrowserTest {
    private static final Instant NOW = Instant.parse("2026-11-23T18:04:10Z");
    private static final int LIGHT = 0xffffff;
    private static final int DARK = 0x15181d;
    private static final Map<String, String> PAGES = new ConcurrentHashMap<>();

    @TempDir
    private static Path folder;
    private static Chromium browser;
    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        browser = Chromium.in(folder);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] bytes = PAGES.get(path).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", PageFormat.HTML.contentType());
            if (path.equals("/status")) {
                exchange.getResponseHeaders().add("Content-Security-Policy", StatusHtml.STYLE.policy());
            }
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        PAGES.put("/status", StatusHtml.of(StatusSections.of(picture()), NOW, 0));
        PAGES.put("/bare", PAGES.get("/status"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.stop(0);
        }
    }

    private static String url(String path) {
        return "http://localhost:" + server.getAddress().getPort() + path;
    }

    private static ServerPicture picture() {
        ServerPicture.Face face = new ServerPicture.Face(NOW, "1.0.0", NOW.minusSeconds(273_600), false,
                List.of(new Listener("http", "192.0.2.1:80"), new Listener("https", "192.0.2.1:443")),
                List.of(new ServerPicture.Part("status", true, 12, 0, 45_000_000L),
                        new ServerPicture.Part("hosts", true, 1_204_113, 2, 92_000_000_000L),
                        new ServerPicture.Part("old-site", false, 0, 0, 0),
                        new ServerPicture.Part("files", true, 18_204, 0, 7_000_000_000L)));
        List<ErrorLog.Entry> errors = List.of(new ErrorLog.Entry("extension hosts",
                "java.lang.IllegalStateException: <b>no</b> host " + "x".repeat(150), 2, NOW.minusSeconds(9000), NOW));
        TailLog log = new TailLog();
        log.add(NOW.minusSeconds(273_600), Level.INFO, "server: 14 descriptors in use of 1024; up to 416 connections");
        log.add(NOW.minusSeconds(9000), Level.ERROR,
                "metrics: extension hosts: java.lang.IllegalStateException: <b>no</b> host");
        log.add(NOW.minusSeconds(60), Level.WARN, "reactor: a turn has taken 82 ms: " + "word ".repeat(60));
        log.add(NOW.minusSeconds(2), Level.INFO, "server: configuration reloaded");
        return new ServerPicture(face, new ReactorSnapshot(81_234_567, 82_000_000, 1_000_000, 0, 412,
                new BufferPool.Figures(9_123_456, 31_000_000, 64 << 20, 8123), channels()),
                new Counters().snapshot(), errors, log.latest(Level.TRACE, 99), 48_000_000, 512_000_000,
                OptionalLong.of(427), OptionalLong.of(1024));
    }

    private static List<ChannelSnapshot> channels() {
        List<ChannelSnapshot> channels = new ArrayList<>();
        for (int i = 0; i < 230; i++) {
            String doing = i % 29 == 3
                    ? "GET /films/" + "The%20Long%20Voyage%20".repeat(i % 2 * 9) + i
                            + ".mkv?\"<script>alert(1)</script>"
                    : "";
            channels.add(new ChannelSnapshot(i, "HttpChannel",
                    i % 7 == 6 ? Channel.State.LINGERING : Channel.State.OPEN,
                    new InetSocketAddress("198.51.100." + i, 40_000 + i),
                    new InetSocketAddress("192.0.2.1", i % 3 == 0 ? 80 : 443), doing, "", Progress.NONE,
                    600_000_000_000L + i,
                    i * 61_000_000L, 400 + i * 17, i * i * 4321L, 2048, doing.isEmpty() ? 2048 : 262_144, 0,
                    doing.isEmpty() ? 0 : i * 5000, List.of()));
        }
        return channels;
    }

    @ParameterizedTest
    @CsvSource({"400, 1000", "1000, 1400"})
    void showsItInLightAndDarkWithoutAComplaint(int width, int height) throws Exception {
        for (Chromium.Scheme scheme : Chromium.Scheme.values()) {
            Chromium.Shot shot = browser.shoot(url("/status"), scheme, width, height);
            assertThat(shot.console()).isEmpty();
            BufferedImage picture = ImageIO.read(shot.picture().toFile());
            assertThat(picture.getRGB(2, 2) & 0xffffff).as("style applied, " + scheme)
                    .isEqualTo(scheme == Chromium.Scheme.DARK ? DARK : LIGHT);
        }
    }

    /// On a small phone the tables scroll, the page does not, and what is to be touched is large enough (WCAG 2.2, 2.5.8).
    @Test
    void fitsASmallPhone() throws Exception {
        PAGES.put("/measure",
                """
                        <!doctype html><title>loading</title><iframe src="/bare" width="360" height="700" style="border: 0"></iframe>
                        <script>
                        onload = () => {
                            const page = frames[0].document;
                            const links = [...page.querySelectorAll('a')].map(a => a.getBoundingClientRect().height);
                            document.title = `width ${page.documentElement.scrollWidth} of ${frames[0].innerWidth}, least ${
                                Math.floor(Math.min(...links))}, channels ${page.querySelectorAll('#channels tbody tr').length
                                }, foreign ${page.querySelectorAll('body script, main b').length}`;
                        }
                        </script>
                        """);
        String title = browser.document(url("/measure"), 500).replaceAll("(?s).*<title>(.*?)</title>.*", "$1");
        assertThat(title).matches("width 360 of 360, least (2[4-9]|[3-9]\\d), channels 200, foreign 0");
    }
}
