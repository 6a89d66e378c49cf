package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What others are shown where somebody may write: not what he makes of it.
class UploadedFilesTest {
    private static final String BOX = "{ path = \"/box\", who = [\"*\"], may = [\"list\", \"read\", \"write\"] }";
    private static final String OPEN = "{ path = \"/open\", who = [\"*\"], may = [\"list\", \"read\", \"write\", \"delete\"] }";

    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void plant() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        for (String name : List.of("box", "open", "shut")) {
            Path at = Files.createDirectories(root.resolve(name));
            for (String file : List.of("a.css", "a.css.gz", "index.html", "a.html", "a.svg", "a.pdf")) {
                Files.writeString(at.resolve(file), "content of " + file);
                Files.setLastModifiedTime(at.resolve(file), FileTime.from(Instant.EPOCH));
            }
        }
    }

    private WebBench serve(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("rights=[" + BOX + ", " + OPEN + "]",
                "state-folder=" + folder.resolve("state"), "extensions-folder=" + folder));
        all.addAll(List.of(settings));
        return new WebBench(root, all.toArray(String[]::new));
    }

    @Test
    void whoMayOnlyAddDoesNotSpeakForWhatIsThere() throws Exception {
        try (WebBench web = serve()) {
            for (int i = 0; i < 2; i++) { // also from memory
                assertThat(web.ask("GET /box/a.css", "Accept-Encoding: gzip")).endsWith("\r\n\r\ncontent of a.css");
                assertThat(web.ask("GET /box/", "Accept: text/plain")).contains("a.css.gz\n")
                        .doesNotContain("content of");
                for (String other : List.of("open", "shut")) {
                    assertThat(web.ask("GET /" + other + "/a.css", "Accept-Encoding: gzip"))
                            .contains("Content-Encoding: gzip\r\n").endsWith("\r\n\r\ncontent of a.css.gz");
                    assertThat(web.ask("GET /" + other + "/")).endsWith("\r\n\r\ncontent of index.html");
                }
            }
        }
    }

    @Test
    void scriptsThatSomebodyMayHavePutThereAreNotRun() throws Exception {
        try (WebBench web = serve()) {
            for (int i = 0; i < 2; i++) {
                for (String page : List.of("a.html", "a.svg")) {
                    assertThat(web.ask("GET /box/" + page)).contains("X-Content-Type-Options: nosniff\r\n",
                            "Content-Security-Policy: sandbox\r\n");
                    assertThat(web.ask("GET /shut/" + page)).doesNotContain("nosniff", "sandbox");
                }
                assertThat(web.ask("GET /open/")).contains("Content-Security-Policy: sandbox\r\n");
                assertThat(web.ask("GET /box/a.pdf")).contains("nosniff\r\n").doesNotContain("sandbox");
                assertThat(web.ask("GET /box/a.html", "Range: bytes=0-1")).startsWith("HTTP/1.1 206 ")
                        .contains("Content-Security-Policy: sandbox\r\n");
            }
        }
    }

    @Test
    void theAdministratorMaySayOtherwise() throws Exception {
        try (WebBench web = serve("http.sandbox=false")) {
            assertThat(web.ask("GET /box/a.html")).doesNotContain("nosniff", "sandbox");
        }
        try (WebBench web = serve("http.headers={ content-security-policy = \"default-src 'self'\" }")) {
            assertThat(web.ask("GET /box/a.html"))
                    .contains("content-security-policy: default-src 'self'\r\n", "nosniff")
                    .doesNotContain("sandbox");
        }
    }
}
