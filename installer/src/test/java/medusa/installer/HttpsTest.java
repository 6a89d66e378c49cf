package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.installer.Distribution.Server;

/// Stock clients speak TLS with the packaged server.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HttpsTest {
    @TempDir
    private Path folder;
    private Path root;
    private Path own;
    private Tool curl;
    private TestCertificates certificates;

    @BeforeEach
    void makeRoot() throws IOException {
        curl = Tool.require("curl");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("hello.txt"), "hello\n");
        own = folder.resolve("state/self-signed.pem");
        certificates = new TestCertificates(folder);
    }

    private Server serve(String... options) throws IOException {
        List<String> all = new ArrayList<>(List.of("--root", root.toString(), "--http", "127.0.0.1:0", "--https",
                "127.0.0.1:0", "--ftp", "off", "--monitor", "off", "--set", "http.access-log=off", "--set",
                "state-folder=" + folder.resolve("state")));
        all.addAll(List.of(options));
        return new Server(folder, all.toArray(String[]::new));
    }

    private String curl(String... arguments) throws Exception {
        return curl.run(folder, Stream.concat(Stream.of("-sS"), Stream.of(arguments)).toArray(String[]::new));
    }

    private void certificate(String made, String name) throws Exception {
        certificates.make(made, name);
    }

    private String certificates(String... made) {
        return certificates.setting(made);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--tlsv1.3", "--tls-max=1.2"})
    void aCertificateOfItsOwnIsMadeOnceAndServesBothVersions(String version) throws Exception {
        byte[] content = new byte[5 << 20];
        new Random(7).nextBytes(content);
        Files.write(root.resolve("large.bin"), content);
        String[] option = version.split("=");
        byte[] first;
        try (Server server = serve()) {
            String base = "https://localhost:" + server.port("https");
            first = Files.readAllBytes(own);
            assertThat(Files.getPosixFilePermissions(own)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            List<String> all = new ArrayList<>(List.of(option));
            all.addAll(
                    List.of("--cacert", own.toString(), "-w", "%{http_code} %{http_version} %{ssl_verify_result}", "-o",
                            "hello", base + "/hello.txt", "-o", "large", base + "/large.bin"));
            assertThat(curl(all.toArray(String[]::new))).isEqualTo("200 1.1 0200 1.1 0");
            assertThat(folder.resolve("hello")).hasContent("hello\n");
            assertThat(folder.resolve("large")).hasBinaryContent(content);
            assertThat(server.log()).contains("SHA-256 fingerprint ");
        }
        try (Server again = serve()) {
            assertThat(again.ready).hasSize(3);
            assertThat(Files.readAllBytes(own)).isEqualTo(first);
        }
    }

    @Test
    void plainClientsAndStalledOnesDisturbNobody() throws Exception {
        try (Server server = serve(); Socket stalled = new Socket("127.0.0.1", server.port("https"))) {
            stalled.getOutputStream().write(new byte[]{22, 3, 1});
            try (Socket plain = new Socket("127.0.0.1", server.port("https"))) {
                plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP");
            }
            assertThat(curl("--cacert", own.toString(), "https://localhost:" + server.port("https") + "/hello.txt"))
                    .isEqualTo("hello\n");
        }
    }

    @Test
    void theCertificateIsChosenByNameAndChangesWithItsFile() throws Exception {
        certificate("one", "one.example");
        certificate("two", "two.example");
        try (Server server = serve("--set", certificates("one", "two"))) {
            int port = server.port("https");
            for (String name : List.of("one", "two")) {
                assertThat(curl("--cacert", name + ".pem", "--resolve", name + ".example:" + port + ":127.0.0.1",
                        "https://" + name + ".example:" + port + "/hello.txt")).isEqualTo("hello\n");
            }
            assertThatThrownBy(() -> curl("--cacert", "two.pem", "--resolve", "three.example:" + port + ":127.0.0.1",
                    "https://three.example:" + port + "/hello.txt")).hasMessageContaining("ended with 60");
            byte[] old = Files.readAllBytes(folder.resolve("two.pem"));
            certificate("two", "two.example");
            assertThat(Files.readAllBytes(folder.resolve("two.pem"))).isNotEqualTo(old);
            server.signal("HUP");
            until(server, "configuration reloaded, with other certificates");
            assertThat(server.log().lines().filter(line -> line.contains("; SHA-256 fingerprint ")))
                    .satisfiesExactly(line -> assertThat(line).contains("one.pem: "),
                            line -> assertThat(line).contains("two.pem: "),
                            line -> assertThat(line).contains("two.pem: ").contains("for two.example; valid until "));
            assertThat(curl("--cacert", "two.pem", "--resolve", "two.example:" + port + ":127.0.0.1",
                    "https://two.example:" + port + "/hello.txt")).isEqualTo("hello\n");
        }
    }

    private static void until(Server server, String text) throws IOException {
        while (!server.log().contains(text)) {
            Thread.onSpinWait();
        }
    }

    @Test
    void itIsTurnedOnByAReloadAlsoWhereRootWasGivenUp() throws Exception {
        Path config = folder.resolve("medusa.toml");
        String plain = "root = \"" + root + "\"\nhttp.listen = \"127.0.0.1:0\"\n";
        Files.writeString(config, plain);
        try (Server server = new Server(folder, "--config", config.toString(), "--set",
                "state-folder=" + folder.resolve("state"))) {
            Files.writeString(config, plain + "https.listen = \"127.0.0.1:0\"\n");
            server.signal("HUP");
            until(server, "configuration reloaded");
            Matcher port = Pattern.compile("https listens on 127.0.0.1:([0-9]+)").matcher(server.log());
            assertThat(port.find()).as(server.log()).isTrue();
            assertThat(curl("--cacert", own.toString(), "https://localhost:" + port.group(1) + "/hello.txt"))
                    .isEqualTo("hello\n");
            Files.writeString(config, plain + "https.listen = \"127.0.0.1:0\"\n" + certificates("no").replaceFirst("=",
                    " = ") + "\n");
            server.signal("HUP");
            until(server,
                    "ERROR server: configuration reloaded, but not its certificates and [tls]: the old ones stay in"
                            + " use\n");
            assertThat(curl("--cacert", own.toString(), "https://localhost:" + port.group(1) + "/hello.txt"))
                    .isEqualTo("hello\n");
        }
    }

    @Test
    void whoComesWithoutTlsIsSentToIt() throws Exception {
        certificate("one", "localhost");
        try (Server server = serve("--set", certificates("one"), "--set", "https.redirect=true", "--set",
                "https.hsts=365d")) {
            String plain = "http://localhost:" + server.port("http");
            String head = curl("-i", plain + "/hello.txt?a=b");
            assertThat(head).startsWith("HTTP/1.1 301 Moved Permanently\r\n").contains(
                    "\r\nLocation: https://localhost:" + server.port("https") + "/hello.txt?a=b\r\n")
                    .doesNotContain("Strict-Transport-Security");
            assertThat(curl("-i", "-X", "POST", plain + "/x")).startsWith("HTTP/1.1 308 ");
            assertThat(curl("-i", plain + "/.well-known/acme-challenge/x")).startsWith("HTTP/1.1 404 ");
            assertThat(curl("-i", "-L", "--cacert", "one.pem", plain + "/hello.txt")).endsWith("\r\n\r\nhello\n")
                    .contains("\r\nStrict-Transport-Security: max-age=31536000\r\n");
        }
    }

    @Test
    void whomACertificateNamesStandsInTheAccessLog() throws Exception {
        certificate("server", "localhost");
        certificate("friend", "a good friend");
        try (Server server = serve("--set", certificates("server"), "--set", "tls.client-certificates=optional",
                "--set",
                "tls.client-ca-file=" + folder.resolve("friend.pem"), "--set",
                "http.access-log=" + Files.createFile(folder.resolve("access.log")))) {
            String url = "https://localhost:" + server.port("https") + "/hello.txt";
            curl("--cacert", "server.pem", "--cert", "friend.pem", "--key", "friend.key", url);
            curl("--cacert", "server.pem", url);
            server.signal("TERM");
            server.awaitEnd();
            assertThat(folder.resolve("access.log")).content()
                    .matches("127\\.0\\.0\\.1 - a_good_friend \\[[^]]*] \"GET /hello.txt HTTP/1.1\" 200 6 .*\n"
                            + "127\\.0\\.0\\.1 - - \\[[^]]*] \"GET /hello.txt HTTP/1.1\" 200 6 .*\n");
        }
    }

    @Test
    void aCertificateThatCannotBeServedIsSaidInOneLine() throws Exception {
        certificate("one", "localhost");
        certificate("two", "localhost");
        Files.copy(folder.resolve("two.key"), folder.resolve("one.key"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Distribution.Result result = Distribution.run(folder, "serve", "--http", "off", "--https", "127.0.0.1:0",
                "--ftp",
                "off", "--monitor", "off", "--set", certificates("one"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).isEmpty();
        assertThat(result.err().lines().filter(line -> line.startsWith("medusa: https: "))).hasSize(1);
    }

    @Test
    void aScannerFindsNothingWeak() throws Exception {
        Tool sslscan = Tool.require("sslscan");
        certificate("one", "localhost");
        try (Server server = serve("--set", certificates("one"))) {
            String report = sslscan.run(folder, "--no-colour", "127.0.0.1:" + server.port("https"));
            assertThat(report).containsPattern("TLSv1.2 +enabled").containsPattern("TLSv1.3 +enabled")
                    .containsPattern("TLSv1.1 +disabled").containsPattern("TLSv1.0 +disabled")
                    .containsPattern("SSLv3 +disabled").containsPattern("SSLv2 +disabled")
                    .contains("Session renegotiation not supported").doesNotContain("Compression enabled")
                    .doesNotContain("Insecure session renegotiation").doesNotContain("CBC").doesNotContain("RC4")
                    .doesNotContain("_anon").doesNotContain("1024 bits");
        }
    }

    /// As with the keys of most ACME clients.
    @Test
    void aKeyForRootAloneIsServedAndItsRenewalWarnedOf() throws Exception {
        RootRule.requireRoot("to own a key that nobody else may read");
        certificate("one", "localhost");
        Files.setPosixFilePermissions(folder.resolve("one.key"), PosixFilePermissions.fromString("rw-------"));
        try (Server server = serve("--set", certificates("one"))) {
            assertThat(curl("--cacert", "one.pem", "https://localhost:" + server.port("https") + "/hello.txt"))
                    .isEqualTo("hello\n");
            assertThat(server.log()).containsPattern("WARN .*tls.certificates: .*one.key.*after the next start only");
        }
        Path config = Files.writeString(folder.resolve("medusa.toml"),
                "root = \"" + root + "\"\nhttps.listen = \":0\"\n" + certificates("one").replaceFirst("=", " = ")
                        + "\n");
        Distribution.Result result = Distribution.run(folder, "check", "--as-user", "nobody", config.toString());
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("one.key");
    }
}
