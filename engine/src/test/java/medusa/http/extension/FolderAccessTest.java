package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.Rights.Rule;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.http.Place;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who gets which page of a folder, over the wire.
@Timeout(60)
class FolderAccessTest {
    private static final Set<Right> LOOK = EnumSet.of(Right.LIST, Right.READ);
    private static final Rights RIGHTS = new Rights(List.of(
            new Rule(List.of("box"), List.of("anna"), EnumSet.allOf(Right.class)),
            new Rule(List.of("box"), List.of("*"), Set.of(Right.WRITE)),
            new Rule(List.of("closed"), List.of("*"), Set.of()),
            new Rule(List.of("mixed", "free"), List.of("ben"), EnumSet.allOf(Right.class)),
            new Rule(List.of(), List.of("anna"), EnumSet.allOf(Right.class))), new Rights.Defaults(LOOK, LOOK));

    @TempDir
    private Path root;
    private Bench bench;
    private Visitor visitor;
    private Acceptor acceptor;

    @BeforeEach
    void open() throws Exception {
        for (String name : List.of("box", "closed", "mixed")) {
            Files.createDirectory(root.resolve(name));
        }
        Files.writeString(root.resolve("mixed/free"), "x");
        Files.writeString(root.resolve("mixed/kept"), "x");
        Files.writeString(root.resolve("box/secret"), "x");
        bench = new Bench();
        SharedTree tree = new SharedTree(new RootedFilesystem(root), RIGHTS);
        visitor = new Visitor();
        visitor.offersUploads = true;
        HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));
        http.extensions().install(Place.BACK, visitor);
        http.extensions().install(Place.BACK,
                new FileExtension(tree, FileExtension.Settings.DEFAULT, Map.of(), new MimeTypes(Map.of())));
        acceptor = bench.listen(http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private String get(String who, String path, String... fields) throws IOException {
        visitor.user = Visitor.user(who);
        Bench.Peer peer = bench.connect(acceptor).send("GET " + path
                + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + String.join("", fields) + "\r\n")
                .expectEnd();
        peer.hangUp();
        return peer.got();
    }

    /// `U`: uploads, `R`: it would replace, `D`: deletions, `E`: entries, `S`: a script runs.
    private static String seen(String reply) {
        return (reply.contains("<section id=\"put\"") ? "U" : "") + (reply.contains(" data-replaces") ? "R" : "")
                + (reply.contains("<td class=\"del\">") ? "D" : "") + (reply.contains("<table") ? "E" : "")
                + (reply.contains("<script>") ? "S" : "") + (reply.contains("script-src") ? "P" : "");
    }

    @ParameterizedTest
    @CsvSource({"-, /, E", "ben, /, E", "anna, /, URDESP", "anna, /mixed/, URDESP", "ben, /mixed/, DESP",
        "-, /mixed/, E",
        "carol, /, E", "-, /box/, USP", "ben, /box/, USP", "anna, /box/, URDESP"})
    void showsWhatHeMayDo(String who, String path, String expected) throws IOException {
        String reply = get(who, path);
        assertThat(reply).startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(seen(reply)).isEqualTo(expected);
        visitor.offersUploads = false;
        if (!path.equals("/box/") || who.equals("anna")) {
            assertThat(seen(get(who, path))).isEqualTo("E");
        } else {
            assertThat(get(who, path)).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void onlyWhatHeMayDeleteHasAPlaceForAButton() throws IOException {
        assertThat(get("ben", "/mixed/")).containsPattern(">free</a>.*<td class=\"del\">\n")
                .containsPattern(">kept</a>.*</time><td>\n");
    }

    @Test
    void aLetterBoxHasAPageAndNoOtherForm() throws IOException {
        assertThat(get("-", "/box/")).doesNotContain("secret").contains("but not see what is here");
        for (String type : List.of("application/json", "text/plain")) {
            assertThat(get("-", "/box/", "Accept: " + type + "\r\n")).startsWith("HTTP/1.1 403 ")
                    .doesNotContain("secret");
        }
        visitor.offersLogin = true;
        assertThat(get("-", "/box/")).startsWith("HTTP/1.1 200 ").contains("href=\"?login\"");
        assertThat(get("-", "/box/", "Accept: text/plain\r\n")).startsWith("HTTP/1.1 401 ");
        assertThat(get("-", "/box/secret")).startsWith("HTTP/1.1 401 ");
        assertThat(get("-", "/box")).startsWith("HTTP/1.1 301 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoMayNothingGetsNothing(boolean login) throws IOException {
        visitor.offersLogin = login;
        assertThat(get("-", "/closed/")).startsWith(login ? "HTTP/1.1 401 " : "HTTP/1.1 403 ");
        assertThat(get("ben", "/closed/")).startsWith("HTTP/1.1 403 ");
    }

    /// RFC 9111 §3.5 and §5.2.2.7.
    @ParameterizedTest
    @ValueSource(strings = {"text/html", "application/json", "text/plain"})
    void whatSomebodyKnownGetsIsForHimAlone(String type) throws IOException {
        String accept = "Accept: " + type + "\r\n";
        assertThat(get("-", "/", accept)).contains("\r\nCache-Control: no-cache\r\n", "\r\nVary: Accept\r\n");
        assertThat(get("ben", "/", accept)).contains("\r\nCache-Control: private, no-cache\r\n",
                "\r\nVary: Accept\r\n");
        assertThat(get("ben", "/", accept, "If-None-Match: *\r\n")).startsWith("HTTP/1.1 304 ")
                .contains("\r\nCache-Control: private, no-cache\r\n", "\r\nVary: Accept\r\n");
    }

    @Test
    void offersALogInToWhoHasNot() throws IOException {
        assertThat(get("-", "/")).doesNotContain("login", "class=\"who\"");
        visitor.offersLogin = true;
        assertThat(get("-", "/")).contains("<a rel=\"nofollow\" href=\"?login\">Log in</a>");
        assertThat(get("ben", "/")).contains("Logged in as <b>ben</b>").doesNotContain("?login");
    }
}
