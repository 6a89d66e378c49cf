package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.http.Extension;
import medusa.http.Installed;
import medusa.http.Place;
import medusa.http.extension.SecureRedirect;

/// The extensions of a configuration, and how a server follows one that changes.
@Timeout(60)
class WebExtensionsTest {
    private static final String HEALTH = "{ type = \"health\" }";
    private static final String OTHER = "{ type = \"health\", name = \"other\", path = \"/other\" }";

    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws Exception {
        Files.writeString(root.resolve("health"), "a file\n");
    }

    private static String extensions(String... blocks) {
        return "extensions=[" + String.join(", ", blocks) + "]";
    }

    @Test
    void areAskedInOrderBeforeTheFiles() throws Exception {
        try (WebBench web = new WebBench(root, extensions(HEALTH, OTHER))) {
            assertThat(web.ask("GET /health")).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nok\n");
            assertThat(web.ask("GET /other")).endsWith("\r\n\r\nok\n");
            assertThat(web.ask("GET /third")).startsWith("HTTP/1.1 404 ");
            assertThat(web.extensions().list()).extracting(Installed::name).containsExactly("health", "other", "files");
            assertThat(web.extensions().get("health").requests()).isEqualTo(1);
            assertThat(web.extensions().get("files").requests()).isEqualTo(1);
        }
    }

    @Test
    void anUnchangedOneGoesOnWhileOthersComeAndGo() throws Exception {
        try (WebBench web = new WebBench(root, extensions(HEALTH))) {
            Extension health = web.extensions().get("health").extension();
            web.change(extensions(OTHER, HEALTH));
            assertThat(web.extensions().list()).extracting(Installed::name).containsExactly("other", "health", "files");
            assertThat(web.extensions().get("health").extension()).isSameAs(health);
            web.change(extensions("{ type = \"health\", path = \"/new\" }"));
            assertThat(web.extensions().list()).extracting(Installed::name).containsExactly("health", "files");
            assertThat(web.extensions().get("health").extension()).isNotSameAs(health);
            assertThat(web.ask("GET /new")).endsWith("\r\n\r\nok\n");
            assertThat(web.ask("GET /health")).endsWith("\r\n\r\na file\n");
        }
    }

    @Test
    void whoIsNotTrustedInstallsNothingThatNamesFolders() throws Exception {
        try (WebBench web = new WebBench(root)) {
            Map<String, Object> host = Map.of("type", "virtual-host", "hosts", List.of("a.example"), "root",
                    root.toString());
            for (Map<String, Object> table : List.of(Map.<String, Object>of("type", "folder", "path", "/x", "folder",
                    root.toString()), host)) {
                assertThat(install(web, table, false)).isEqualTo(
                        "what comes from a JAR, or names folders or files, needs the role eval");
            }
            assertThat(install(web, Map.of("type", "health"), false)).isEmpty();
            assertThat(install(web, host, true)).isEmpty();
            assertThat(web.extensions().list()).extracting(Installed::name).containsExactly("health", "virtual-host",
                    "files");
        }
    }

    /// @return why not; empty if it is installed
    private static String install(WebBench web, Map<String, Object> table, boolean trusted) throws Exception {
        CompletableFuture<Void> change = web.live().install(table, Place.before("files"), trusted);
        web.bench().until("the change", change::isDone);
        return change.handle((_, failure) -> failure == null ? "" : failure.getCause().getMessage()).join();
    }

    @Test
    void aRedirectToTlsLetsTheBalancerAskForHealth() throws Exception {
        try (WebBench web = new WebBench(root, extensions(HEALTH))) {
            web.extensions().install(Place.FRONT, new SecureRedirect(() -> 443));
            assertThat(web.ask("GET /other")).startsWith("HTTP/1.1 301 ");
            assertThat(web.ask("GET /health")).startsWith("HTTP/1.1 200 ");
            web.extensions().enable("health", false);
            assertThat(web.ask("GET /health")).startsWith("HTTP/1.1 301 ");
        }
    }

    @Test
    void aDisabledOneIsNotAsked() throws Exception {
        try (WebBench web = new WebBench(root, extensions("{ type = \"health\", enabled = false }"))) {
            assertThat(web.ask("GET /health")).endsWith("\r\n\r\na file\n");
            web.change(extensions(HEALTH));
            assertThat(web.ask("GET /health")).endsWith("\r\n\r\nok\n");
        }
    }

    @Test
    void whatCameAnotherWayStays() throws Exception {
        try (WebBench web = new WebBench(root)) {
            web.extensions().install(Place.FRONT, "mine", web.extensions().get("files").extension());
            web.change(extensions(HEALTH));
            web.change();
            assertThat(web.extensions().list()).extracting(Installed::name).containsExactly("mine", "files");
        }
    }

    @Test
    void healthSaysWhenClientsShouldGoElsewhere() throws Exception {
        try (WebBench web = new WebBench(root, extensions(HEALTH))) {
            assertThat(web.ask("HEAD /health")).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n");
            assertThat(web.ask("POST /health")).startsWith("HTTP/1.1 405 ").contains("\r\nAllow: GET, HEAD\r\n");
            web.drain();
            assertThat(web.ask("GET /health")).startsWith("HTTP/1.1 503 ").contains("\r\nCache-Control: no-store\r\n")
                    .endsWith("\r\n\r\ndraining\n");
        }
    }
}
