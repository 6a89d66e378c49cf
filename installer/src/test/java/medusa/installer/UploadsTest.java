package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Server;

/// Log-ins and uploads over HTTP, from `medusa passwd` to what is on the disk in the end, with curl. As root the server becomes
/// `nobody`, whom the folder belongs to.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UploadsTest {
    private static final int SIZE = 3_000_000;
    private static final String PASSWORD = "Grüße, 12: 3";

    @TempDir
    private Path folder;
    private Path root;
    private Path users;
    private Path local;
    private byte[] content;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Distribution.give(Files.createDirectory(folder.resolve("root")));
        content = new byte[SIZE];
        new Random(8).nextBytes(content);
        local = Files.write(folder.resolve("local.bin"), content);
        users = folder.resolve("users");
        passwd("anna", PASSWORD, "--digest", "Medusa");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--")); // root's, for nobody
    }

    private void passwd(String name, String password, String... options) throws Exception {
        Distribution.passwd(users, name, password, options);
    }

    private Server serve(String... more) throws IOException {
        List<String> options = new ArrayList<>(List.of("--root", root.toString(), "--ftp", "off", "--http",
                "127.0.0.1:0", "--users", users.toString(), "--writable", "--set", "http.access-log=off"));
        options.addAll(List.of(more));
        return new Server(folder, options.toArray(String[]::new));
    }

    private static String url(Server server, String name) {
        return "http://127.0.0.1:" + server.port("http") + "/" + name;
    }

    /// The status that curl got.
    private String curl(String... arguments) throws Exception {
        // A refusal takes a second, which is as long as curl waits before it sends the body all the same.
        List<String> command = new ArrayList<>(
                List.of("--silent", "--show-error", "--expect100-timeout", "30", "-o", folder.resolve("out").toString(),
                        "-w", "%{http_code}"));
        command.addAll(List.of(arguments));
        return Tool.require("curl").run(folder, command.toArray(String[]::new));
    }

    private List<String> tree() throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(path -> !path.equals(root)).map(path -> root.relativize(path).toString()).sorted()
                    .toList();
        }
    }

    @Test
    void curlUploadsReplacesAndDeletes() throws Exception {
        try (Server server = serve()) {
            String user = "anna:" + PASSWORD;
            assertThat(curl("-T", local.toString(), url(server, "a.bin"))).isEqualTo("401");
            assertThat(curl("-u", "anna:wrong", "-T", local.toString(), url(server, "a.bin"))).isEqualTo("401");
            assertThat(curl("-u", "berta:" + PASSWORD, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("401");
            assertThat(tree()).isEmpty();
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("201");
            assertThat(root.resolve("a.bin")).hasBinaryContent(content);
            Files.writeString(folder.resolve("small"), "small");
            assertThat(curl("-u", user, "-T", folder.resolve("small").toString(), url(server, "a.bin")))
                    .isEqualTo("204");
            assertThat(root.resolve("a.bin")).hasContent("small");
            assertThat(curl(url(server, "a.bin"))).isEqualTo("200"); // reading is for everybody
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "no/such/folder"))).isEqualTo("409");
            assertThat(curl("-X", "DELETE", url(server, "a.bin"))).isEqualTo("401");
            assertThat(curl("-u", user, "-X", "DELETE", url(server, "a.bin"))).isEqualTo("204");
            assertThat(tree()).isEmpty();
            assertThat(server.log()).doesNotContain("Grüße").contains("anna");
        }
    }

    /// From standard input, whose length curl does not know: in chunks, and after `100 Continue`.
    @Test
    void curlUploadsWithDigestAndInChunks() throws Exception {
        try (Server server = serve("--set", "extensions=[{type=\"auth\",digest=true,basic=false},{type=\"upload\"}]")) {
            String user = "anna:" + PASSWORD;
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("401");
            assertThat(curl("--digest", "-u", "anna:wrong", "-T", local.toString(), url(server, "a.bin")))
                    .isEqualTo("401");
            assertThat(curl("--digest", "-u", user, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("201");
            assertThat(root.resolve("a.bin")).hasBinaryContent(content);
            assertThat(curl("--anyauth", "-u", user, "-H", "Transfer-Encoding: chunked", "-T", local.toString(),
                    url(server, "b.bin"))).isEqualTo("201");
            assertThat(root.resolve("b.bin")).hasBinaryContent(content);
        }
    }

    /// A client that goes away in the middle leaves nothing under the name; it can go on later.
    @Test
    void curlGoesOnWithAnUpload() throws Exception {
        int half = SIZE / 2;
        try (Server server = serve()) {
            String user = "anna:" + PASSWORD;
            upload(server, half);
            String held = "";
            while (!held.contains("bytes=0-" + (half - 1))) { // the server notices when it does
                held = Tool.require("curl").run(folder, "--silent", "-u", user, "-X", "PUT", "-H",
                        "Content-Range: bytes */" + SIZE, "-H", "Content-Length: 0", "-D", "-", url(server, "a.bin"));
            }
            assertThat(held).startsWith("HTTP/1.1 202");
            assertThat(root.resolve("a.bin")).doesNotExist();
            assertThat(curl("-u", user, "-C", String.valueOf(half), "-T", local.toString(), url(server, "a.bin")))
                    .isEqualTo("201");
            assertThat(root.resolve("a.bin")).hasBinaryContent(content);
            assertThat(tree()).containsExactly("a.bin");
        }
    }

    /// Sends so much of the file, and goes away.
    private void upload(Server server, int bytes) throws IOException {
        try (Socket socket = begin(server, bytes)) {
            socket.setSoLinger(false, 0);
        }
    }

    private Socket begin(Server server, int bytes) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port("http"));
        String credentials = java.util.Base64.getEncoder()
                .encodeToString(("anna:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write(("PUT /a.bin HTTP/1.1\r\nHost: a\r\nAuthorization: Basic " + credentials
                + "\r\nContent-Length: " + SIZE + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(Arrays.copyOf(content, bytes));
        socket.getOutputStream().flush();
        return socket;
    }

    /// What is left of an upload is hidden, and gone after the next start; the file that was there before is as it was.
    @Test
    void anUploadThatTheServerDoesNotSurviveLeavesTheTreeAsItWas() throws Exception {
        Files.writeString(Distribution.give(Files.writeString(root.resolve("a.bin"), "")), "old");
        try (Server server = serve(); Socket _ = begin(server, SIZE / 2)) {
            while (tree().size() < 2) {
                Thread.onSpinWait(); // until the upload has begun
            }
            server.process.destroyForcibly();
            server.awaitEnd();
            assertThat(root.resolve("a.bin")).hasContent("old");
        }
        assertThat(tree()).hasSize(2);
        try (Server server = serve()) {
            curl("-H", "Accept: text/plain", url(server, ""));
            assertThat(folder.resolve("out")).hasContent("a.bin\n");
            while (tree().size() > 1) {
                Thread.onSpinWait(); // until it is swept away
            }
            assertThat(root.resolve("a.bin")).hasContent("old");
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothingBehind() throws Exception {
        RootRule.requireRoot("to mount a small disk");
        Tool mount = Tool.require("mount");
        Path disk = Files.createDirectory(root.resolve("disk"));
        mount.run(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
        try (Server server = serve()) {
            Distribution.give(disk);
            String user = "anna:" + PASSWORD;
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "disk/a.bin"))).isEqualTo("507");
            assertThat(tree()).containsExactly("disk");
            Files.write(folder.resolve("fits"), Arrays.copyOf(content, 900_000));
            assertThat(curl("-u", user, "-T", folder.resolve("fits").toString(), url(server, "disk/a.bin")))
                    .isEqualTo("201");
            assertThat(curl("-u", user, "-T", folder.resolve("fits").toString(), url(server, "disk/b.bin")))
                    .isEqualTo("507");
            assertThat(tree()).containsExactly("disk", "disk/a.bin");
            assertThat(disk.resolve("a.bin")).hasBinaryContent(Arrays.copyOf(content, 900_000));
        } finally {
            Tool.require("umount").run(folder, disk.toString());
        }
    }

    /// The folder lets the server rename over the file, whose own mode does not let it write.
    @Test
    void aFileThatTheServerMayNotWriteIsNotReplaced() throws Exception {
        RootRule.requireRoot("to own a file that nobody else may write");
        Path file = Files.writeString(root.resolve("a.bin"), "root's");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (Server server = serve()) {
            assertThat(curl("-u", "anna:" + PASSWORD, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("403");
            assertThat(file).hasContent("root's");
            assertThat(tree()).containsExactly("a.bin");
        }
    }

    @Test
    void aQuotaCountsWhatIsThere() throws Exception {
        passwd("anna", PASSWORD, "--quota", "4 MiB");
        try (Server server = serve()) {
            String user = "anna:" + PASSWORD;
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "a.bin"))).isEqualTo("201");
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "b.bin"))).isEqualTo("507");
            assertThat(tree()).containsExactly("a.bin");
            assertThat(curl("-u", user, "-X", "DELETE", url(server, "a.bin"))).isEqualTo("204");
            assertThat(curl("-u", user, "-T", local.toString(), url(server, "b.bin"))).isEqualTo("201");
        }
    }

    @Test
    void checkSaysWhichRuleDecides() throws Exception {
        Path config = Files.writeString(folder.resolve("medusa.toml"), """
                root = "root"
                users = "users"
                [[rights]]
                path = "/in"
                who = ["@staff", "anna"]
                may = ["list", "write"]
                """);
        Distribution.Result result = Distribution.run(folder, "check", config.toString(), "--user", "anna", "--path",
                "/in/x");
        assertThat(result.err())
                .isEqualTo("medusa: warning: users: everybody on this machine may read it (mode 0644), and"
                        + " guess passwords; let the group of the server alone do so: chgrp, and chmod 640\n"
                        + "medusa: warning: rights[0].who: nobody in users is in the group \"staff\"\n");
        assertThat(result.out()).isEqualTo("""
                %1$s: ok
                anna at /in/x: may list and write; not read or delete
                  by %1$s:3: rights[0], the first rule that names both: path "/in", who "@staff", "anna"
                """.formatted(config));
        assertThat(Distribution.run(folder, "check", config.toString(), "--path", "/in").out()).isEqualTo("""
                %1$s: ok
                who has not logged in at /in: may list and read; not write or delete
                  by anonymous = true, its default, since no rule names both
                """.formatted(config));
        assertThat(Distribution.run(folder, "check", config.toString(), "--user", "carla").out()).contains(
                "carla at /: may list and read; not write or delete",
                "users has no such user: nobody can log in under this name");
    }
}
