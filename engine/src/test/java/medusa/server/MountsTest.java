package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.Privileges.Account;

/// Folders in the tree of the root, each with rules of its own, and folders as extensions.
@Timeout(60)
class MountsTest {
    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void makeFolders() throws IOException {
        root = Files.createDirectory(folder.resolve("root"));
        write("root/a.txt", "root's a");
        write("root/docs/old.txt", "below the mount");
        write("root/plain/.dot", "root's dot");
        write("docs/index.htm", "docs' index");
        write("docs/a.txt", "docs' a");
        write("docs/.dot", "docs' dot");
        write("docs/deep/er/covered.txt", "covered");
        write("deep/b.txt", "deep's b");
        write("secret.txt", "outside");
        Files.createSymbolicLink(folder.resolve("docs/out"), folder.resolve("secret.txt"));
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private String mount(String path, String name, String... more) {
        return "{ path = \"" + path + "\", folder = \"" + folder.resolve(name) + "\""
                + List.of(more).stream().map(each -> ", " + each).reduce("", String::concat) + " }";
    }

    private static String mounts(String... mounts) {
        return "mounts=[" + String.join(", ", mounts) + "]";
    }

    private static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    @Test
    void areFoldersOfTheTree() throws Exception {
        try (WebBench web = new WebBench(root, mounts(mount("/docs", "docs"), mount("/docs/deep/er", "deep"),
                mount("/way/to/it", "deep")))) {
            assertThat(body(web.ask("GET /a.txt"))).isEqualTo("root's a");
            assertThat(body(web.ask("GET /docs/a.txt"))).isEqualTo("docs' a");
            assertThat(web.ask("GET /docs")).startsWith("HTTP/1.1 301 ").contains("\r\nLocation: /docs/\r\n");
            assertThat(body(web.ask("GET /docs/"))).isEqualTo("docs' index");
            assertThat(web.ask("GET /docs/old.txt")).as("hidden by the mount").startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /docs/deep/er/b.txt"))).isEqualTo("deep's b");
            assertThat(web.ask("GET /docs/deep/er/covered.txt")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /way/to/it/b.txt"))).isEqualTo("deep's b");
            assertThat(web.ask("GET /docs/out")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /docs/../../secret.txt")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /docs/../a.txt"))).isEqualTo("root's a");
            assertThat(web.ask("GET /", "Accept: text/plain")).contains("\na.txt\n", "docs/\n", "way/\n");
            assertThat(web.ask("GET /way/", "Accept: text/plain")).contains("to/\n");
            assertThat(web.ask("GET /docs/deep/er/", "Accept: text/plain")).contains("b.txt\n")
                    .doesNotContain("covered");
        }
    }

    @Test
    void haveRulesOfTheirOwn() throws Exception {
        write("root/app/index.html", "root's page");
        try (WebBench web = new WebBench(root, "http.listing=false", "http.headers={ X-From = \"root\" }",
                "http.cache-control=[{ match = \"*\", value = \"no-cache\" }]", "http.fallback=/a.txt",
                mounts(mount("/docs", "docs", "hidden = true", "listing = true", "index = []",
                        "headers = { X-Docs = \"1\" }",
                        "cache-control = [{ match = \"/a.*\", value = \"max-age=5\" }]"),
                        mount("/as", "deep")))) {
            assertThat(web.ask("GET /docs/")).startsWith("HTTP/1.1 200 ")
                    .contains("\r\nX-Docs: 1\r\n", ".dot", "index.htm")
                    .doesNotContain("X-From");
            assertThat(body(web.ask("GET /docs/.dot"))).isEqualTo("docs' dot");
            assertThat(web.ask("GET /plain/.dot")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /docs/a.txt")).contains("\r\nCache-Control: max-age=5\r\n", "\r\nX-Docs: 1\r\n");
            assertThat(web.ask("GET /docs/index.htm")).doesNotContain("Cache-Control");
            assertThat(web.ask("GET /as/")).startsWith("HTTP/1.1 403 ");
            assertThat(web.ask("GET /as/b.txt")).contains("\r\nX-From: root\r\n", "\r\nCache-Control: no-cache\r\n");
            assertThat(web.ask("GET /as/nothing")).as("the root's fallback is not in it").startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /nothing"))).isEqualTo("root's a");
        }
    }

    /// What an administrator names himself is there, though its name begins with a dot; but it is not shown.
    @Test
    void mayHaveAHiddenName() throws Exception {
        try (WebBench web = new WebBench(root, mounts(mount("/.docs", "docs")))) {
            assertThat(body(web.ask("GET /.docs/a.txt"))).isEqualTo("docs' a");
            assertThat(web.ask("GET /.docs/.dot")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /", "Accept: text/plain")).doesNotContain(".docs");
        }
    }

    @Test
    void comeAndGoWhileADownloadRuns() throws Exception {
        Files.write(folder.resolve("docs/large"), new byte[8 << 20]);
        try (WebBench web = new WebBench(root, mounts(mount("/docs", "docs")))) {
            var peer = web.connect()
                    .send("GET /docs/large HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            web.bench().until("the beginning", () -> peer.poll() > 0);
            web.change(mounts(mount("/other", "deep")));
            assertThat(web.ask("GET /docs/a.txt")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /docs/old.txt"))).isEqualTo("below the mount");
            assertThat(body(web.ask("GET /other/b.txt"))).isEqualTo("deep's b");
            assertThat(body(peer.expectEnd().got())).hasSize(8 << 20);
            web.change();
            assertThat(web.ask("GET /other/b.txt")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void oneThatCannotBeOpenedAnyMoreLeavesAllAsItWas() throws Exception {
        try (WebBench web = new WebBench(root, mounts(mount("/docs", "docs")))) {
            ServerConfig changed = ServerConfig.of("root=" + root, mounts(mount("/x", "deep")), "http.access-log=off");
            Files.move(folder.resolve("deep"), folder.resolve("away"));
            assertThatExceptionOfType(StartException.class).isThrownBy(() -> ServedTree.open(changed))
                    .withMessageStartingWith("mounts[0].folder: ");
            assertThat(body(web.ask("GET /docs/a.txt"))).isEqualTo("docs' a");
        }
    }

    @Test
    void asAnExtensionAFolderAnswersForAllBelowItsPath() throws Exception {
        try (WebBench web = new WebBench(root, "extensions=[{ type = \"folder\", " + mount("/docs", "docs",
                "headers = { X-Docs = \"1\" }", "zip = true").substring(1) + ", { type = \"folder\", name = \"all\", "
                + mount("/", "deep").substring(1) + "]")) {
            assertThat(web.ask("GET /docs/a.txt")).contains("\r\nX-Docs: 1\r\n").endsWith("\r\n\r\ndocs' a");
            assertThat(web.ask("GET /docs")).startsWith("HTTP/1.1 301 ").contains("\r\nLocation: /docs/\r\n");
            assertThat(body(web.ask("GET /x/%2E%2E/docs/deep/er/covered.txt"))).isEqualTo("covered");
            assertThat(web.ask("GET /docs/nothing")).startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /docs/?zip")).contains("\r\nContent-Type: application/zip\r\n");
            assertThat(web.ask("GET /docsb.txt")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /docs/../b.txt"))).isEqualTo("deep's b");
            assertThat(web.ask("GET /a.txt")).as("the root is behind").startsWith("HTTP/1.1 404 ");
            assertThat(web.ask("GET /docs/%00")).startsWith("HTTP/1.1 400 ");
        }
    }

    @Test
    void aFolderMayBePartOfAVirtualHost() throws Exception {
        try (WebBench web = new WebBench(root,
                "extensions=[{ type = \"virtual-host\", hosts = [\"docs.example\"], extensions = ["
                        + "{ type = \"folder\", " + mount("/docs", "docs", "headers = { X-Docs = \"1\" }").substring(1)
                        + "] }]")) {
            assertThat(web.ask("GET /docs/a.txt", "Host: docs.example")).contains("\r\nX-Docs: 1\r\n")
                    .endsWith("\r\n\r\ndocs' a");
            assertThat(web.ask("GET /a.txt", "Host: docs.example")).startsWith("HTTP/1.1 404 ");
            assertThat(body(web.ask("GET /a.txt"))).isEqualTo("root's a");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "[[mounts]]~path = \"docs\"~folder = \"@\"|2: mounts[0].path: expected a path such as \"/docs\", without \"..\" and"
                + " without a slash at its end, found \"docs\"",
        "[[mounts]]~path = \"/docs/\"~folder = \"@\"|2: mounts[0].path: expected a path such as \"/docs\", without \"..\" and"
                + " without a slash at its end, found \"/docs/\"",
        "[[mounts]]~path = \"/a/../b\"~folder = \"@\"|2: mounts[0].path: expected a path such as \"/docs\", without \"..\" and"
                + " without a slash at its end, found \"/a/../b\"",
        "[[mounts]]~path = \"/\"~folder = \"@\"|2: mounts[0].path: expected a path below \"/\", where root is, found \"/\"",
        "[[mounts]]~path = \"/a\"~folder = \"@\"~[[mounts]]~path = \"/a\"~folder = \"@\"|5: mounts[1].path: expected another"
                + " path than that of mounts[0], found \"/a\"",
        "[[mounts]]~path = \"/a\"~folder = \"@/none\"|3: mounts[0].folder: expected a folder, found nothing at \"@/none\"",
        "[[mounts]]~path = \"/a\"~folder = \"@/a.txt\"|3: mounts[0].folder: expected a folder, found a file at \"@/a.txt\"",
        "[[mounts]]~path = \"/a\"|1: mounts[0].folder: is missing",
        "[[mounts]]~path = \"/a\"~folder = \"@\"~listing = 1|4: mounts[0].listing: expected true or false, found 1",
        "[[mounts]]~path = \"/a\"~folder = \"@\"~slow = true|4: mounts[0].slow: unknown setting; known in mounts[0]: path,"
                + " folder, index, listing, hidden, cache-control, fallback, headers, zip",
        "[[mounts]]~path = \"/a\"~folder = \"@\"~fallback = \"none.html\"|4: mounts[0].fallback: expected a file in the"
                + " folder, found nothing at \"@/none.html\"",
        "[[mounts]]~path = \"/a\"~folder = \"@\"~headers = { Date = \"x\" }|4: mounts[0].headers.Date: expected a field that"
                + " the server does not set itself, found \"Date\"",
        "[[extensions]]~type = \"folder\"~path = \"/a\"~folder = \"@/none\"|4: extensions[0].folder: expected a folder,"
                + " found nothing at \"@/none\"",
        "[[extensions]]~type = \"virtual-host\"~hosts = [\"a\"]~root = \"@/none\"|4: extensions[0].root: expected a folder,"
                + " found nothing at \"@/none\"",})
    void faultsAreNamedWithLineAndKey(String text, String problem) throws IOException {
        String docs = folder.resolve("docs").toString();
        Path file = Files.writeString(folder.resolve("medusa.toml"),
                text.replace('~', '\n').replace("\"@", "\"" + docs));
        assertThatExceptionOfType(ConfigException.class)
                .isThrownBy(() -> ConfigLoader.load(
                        new ConfigSources(Optional.of(file), List.of(), List.of())))
                .satisfies(e -> assertThat(e.problems())
                        .containsExactly(file + ":" + problem.replace("\"@", "\"" + docs)));
    }

    /// `medusa check --as-user` and the start as root look at every folder that is served.
    @Test
    void foldersThatAUserMayNotReadAreObstacles() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path deep = folder.resolve("deep");
        Files.setPosixFilePermissions(deep, PosixFilePermissions.fromString("rwx------"));
        ServerConfig config = ServerConfig.of("root=" + root, mounts(mount("/docs", "docs"), mount("/x", "deep")),
                "extensions=[{ type = \"folder\", " + mount("/y", "deep").substring(1) + "]");
        assertThat(Identity.obstacles(new Account("stranger", 54321, 54321, List.of(), Path.of("/")), config))
                .anyMatch(line -> line.startsWith("mounts[1].folder: "))
                .anyMatch(line -> line.startsWith("extensions[0].folder: "))
                .noneMatch(line -> line.startsWith("mounts[0].folder: "));
    }
}
