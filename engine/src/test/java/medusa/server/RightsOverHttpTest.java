package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramKeys;
import medusa.auth.User;
import medusa.filesystem.RightsMatrix;
import medusa.filesystem.RightsMatrix.Case;
import medusa.filesystem.RightsMatrix.Operation;

/// What each user may do where, with log-ins and uploads as the configuration sets them up: the same as through the filesystem
/// itself.
class RightsOverHttpTest {
    private static final String PASSWORD = "secret";

    @TempDir
    private Path folder;

    private WebBench serve(Path root) throws Exception {
        ScramKeys keys = ScramKeys.of(PASSWORD.toCharArray(), new byte[16], 4096);
        Path users = Files.writeString(folder.resolve("users"), RightsMatrix.USERS.stream()
                .filter(user -> !user.isAnonymous())
                .map(user -> user.name() + ":"
                        + (user.groups().isEmpty() ? "" : "groups=" + String.join(",", user.groups())) + ":"
                        + keys.text() + "\n")
                .collect(Collectors.joining()));
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        return new WebBench(root, "users=" + users, "rights=" + RightsMatrix.SETTING,
                "state-folder=" + folder.resolve("state"), "extensions-folder=" + folder);
    }

    @Test
    void everyUserMayDoWhatTheTableSays() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        List<Case> cases = RightsMatrix.cases().stream().filter(each -> each.operation() != Operation.RENAME).toList();
        assertThat(cases).hasSizeGreaterThan(200);
        try (WebBench web = serve(root)) {
            for (Case each : cases) {
                check(web, root, each);
            }
        }
    }

    /// HTTP has no rename.
    private void check(WebBench web, Path root, Case of) throws IOException {
        Path planted = RightsMatrix.plant(root, of);
        String reply = ask(web, of);
        assertThat(reply).as(of.toString()).startsWith("HTTP/1.1 " + status(of) + " ");
        assertThat(RightsMatrix.content(planted)).as(of.toString()).isEqualTo(RightsMatrix.expected(of));
        if (of.allowed() && of.operation() == Operation.READ) {
            assertThat(reply).as(of.toString()).endsWith("\r\n\r\nancient");
        } else if (of.allowed() && of.operation() == Operation.LIST) {
            assertThat(reply).as(of.toString()).contains("file\n");
        } else if (!of.allowed()) {
            assertThat(reply).as(of.toString()).doesNotContain("ancient").doesNotContain("file\n");
        }
    }

    private static int status(Case of) {
        if (!of.allowed()) {
            return of.user().isAnonymous() ? 401 : 403;
        }
        return switch (of.operation()) {
            case LIST, READ -> 200;
            case CREATE, MAKE_FOLDER -> 201;
            case REPLACE, DELETE -> 204;
            case RENAME -> throw new IllegalArgumentException();
        };
    }

    private static String ask(WebBench web, Case of) throws IOException {
        String head = switch (of.operation()) {
            case LIST -> "GET " + of.folder() + "/ HTTP/1.1\r\nAccept: text/plain\r\n";
            case READ -> "GET " + of.folder() + "/file HTTP/1.1\r\n";
            case CREATE -> "PUT " + of.folder() + "/made HTTP/1.1\r\nContent-Length: 3\r\n";
            case REPLACE -> "PUT " + of.folder() + "/file HTTP/1.1\r\nContent-Length: 3\r\n";
            case DELETE -> "DELETE " + of.folder() + "/file HTTP/1.1\r\n";
            case MAKE_FOLDER -> "MKCOL " + of.folder() + "/made/ HTTP/1.1\r\n";
            case RENAME -> throw new IllegalArgumentException();
        };
        String body = head.startsWith("PUT") ? "new" : "";
        return web.connect().send(head + "Host: localhost\r\nConnection: close\r\n" + login(of.user()) + "\r\n" + body)
                .expectEnd().got();
    }

    private static String login(User user) {
        return user.isAnonymous()
                ? ""
                : "Authorization: Basic " + Base64.getEncoder()
                        .encodeToString((user.name() + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8)) + "\r\n";
    }

    /// A file that is kept in memory, or open, for one who may read it is not shown to another who may not.
    @Test
    void whatIsKeptForOneIsNotShownToAnother() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path staff = Files.createDirectory(root.resolve("staff"));
        Files.writeString(staff.resolve("small"), "secret");
        Files.write(staff.resolve("large"), new byte[200_000]);
        User anna = RightsMatrix.USERS.get(1);
        User bernd = RightsMatrix.USERS.get(2);
        try (WebBench web = serve(root)) {
            web.bench().turn();
            for (String name : List.of("small", "large")) {
                String request = " /staff/" + name + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
                for (int i = 0; i < 3; i++) { // the first is read, the next from memory
                    assertThat(web.connect().send("HEAD" + request + login(anna) + "\r\n").expectEnd().got())
                            .startsWith("HTTP/1.1 200 ");
                    assertThat(web.connect().send("GET" + request + login(bernd) + "\r\n").expectEnd().got())
                            .startsWith("HTTP/1.1 403 ").doesNotContain("secret");
                    assertThat(web.connect().send("GET" + request + "\r\n").expectEnd().got())
                            .startsWith("HTTP/1.1 401 ").doesNotContain("secret");
                }
            }
        }
    }
}
