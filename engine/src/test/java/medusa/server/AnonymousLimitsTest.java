package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who has not logged in is a user like others: the file of users may set limits for him.
class AnonymousLimitsTest {
    @TempDir
    private Path folder;

    @Test
    void theFileOfUsersSetsThem() throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/in")).getParent();
        Path users = Files.writeString(folder.resolve("users"), "anonymous:max-file=10 home=/in quota=8KiB:-\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        try (WebBench web = new WebBench(root, "users=" + users, "state-folder=" + folder.resolve("state"),
                "extensions-folder=" + folder,
                "rights=[{ path = \"/in\", who = [\"anonymous\"], may = [\"write\"] }]")) {
            assertThat(put(web, "/in/a", "12345678901")).startsWith("HTTP/1.1 413 ");
            assertThat(put(web, "/in/a", "1234567890")).startsWith("HTTP/1.1 201 ");
            assertThat(put(web, "/in/c", "12")).startsWith("HTTP/1.1 201 ");
            assertThat(put(web, "/in/b", "1")).startsWith("HTTP/1.1 507 "); // each takes a block of 4 KiB
            assertThat(put(web, "/in/c", "21")).startsWith("HTTP/1.1 401 ");
            assertThat(root.resolve("in").toFile().list()).containsExactlyInAnyOrder("a", "c");
        }
    }

    private static String put(WebBench web, String path, String body) throws Exception {
        return web.connect().send("PUT " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: "
                + body.length() + "\r\n\r\n" + body).expectEnd().got();
    }
}
