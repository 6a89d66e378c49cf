package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.installer.Distribution.Server;

/// What OpenSSL, curl, wget and a browser make of the packaged server's TLS, option by option.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TlsClientsTest {
    private static final String REQUEST = "GET /hello.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    @TempDir
    private Path folder;
    private Path root;
    private TestCertificates certificates;

    @BeforeEach
    void makeRoot() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("hello.txt"), "hello\n");
        certificates = new TestCertificates(folder);
        certificates.make("one", "localhost");
    }

    private Server serve(String... more) throws IOException {
        List<String> all = new ArrayList<>(List.of("--root", root.toString(), "--http", "off", "--https",
                "127.0.0.1:0", "--ftp", "off", "--monitor", "off", "--set", "http.access-log=off", "--set",
                "state-folder=" + folder.resolve("state"), "--set", certificates.setting("one")));
        all.addAll(List.of(more));
        return new Server(folder, all.toArray(String[]::new));
    }

    private static String url(Server server, String path) {
        return "https://localhost:" + server.port("https") + path;
    }

    // ---- openssl s_client ----

    private static String[] client(Server server, String... more) {
        return Stream.concat(Stream.of("s_client", "-connect", "127.0.0.1:" + server.port("https")), Stream.of(more))
                .toArray(String[]::new);
    }

    /// A handshake and no more.
    private Tool.Ended handshake(Server server, String... more) throws Exception {
        return Tool.require("openssl").attempt(folder, client(server, more));
    }

    /// Still open for what it is to say.
    private Dialogue dialogue(Server server, String... more) throws Exception {
        return new Dialogue(Tool.require("openssl"), folder, client(server, more));
    }

    /// Everything up to the end of the connection, which the server has to begin.
    private String exchange(Server server, String... more) throws Exception {
        try (Dialogue client = dialogue(server, more)) {
            Tool.Ended ended = client.say(REQUEST).end();
            assertThat(ended.status()).as(ended.output()).isZero();
            return ended.output();
        }
    }

    private void assertServes(Server server) throws Exception {
        assertThat(exchange(server)).contains("hello\n");
    }

    @Test
    void theCertificateIsThatOfTheName() throws Exception {
        certificates.make("two", "two.example");
        try (Server server = serve("--set", certificates.setting("one", "two"))) {
            assertThat(handshake(server, "-servername", "two.example", "-verify_hostname", "two.example", "-CAfile",
                    "two.pem").output()).contains("Verify return code: 0 (ok)")
                    .contains("Verified peername: two.example");
            for (String name : List.of("-noservername", "-servername=wrong.example", "-servername=localhost")) {
                assertThat(handshake(server, Stream.concat(Stream.of(name.split("=")),
                        Stream.of("-verify_hostname", "localhost", "-CAfile", "one.pem")).toArray(String[]::new))
                        .output()).as(name).contains("Verify return code: 0 (ok)");
            }
        }
    }

    @Test
    void aWrongNameIsForTheClientToRefuse() throws Exception {
        try (Server server = serve()) {
            String[] wrong = {"-servername", "wrong.example", "-verify_hostname", "wrong.example", "-CAfile",
                "one.pem"};
            assertThat(handshake(server, wrong).output()).contains("Verify return code: 62 (hostname mismatch)")
                    .containsPattern("subject=CN ?= ?localhost");
            Tool.Ended refused = handshake(server,
                    Stream.concat(Stream.of(wrong), Stream.of("-verify_return_error")).toArray(String[]::new));
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.output()).contains("certificate verify failed");
            assertServes(server);
        }
    }

    /// In TLS 1.2 by the session's number, whether the client would take a ticket or not; in TLS 1.3 there is one way only.
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_2 -no_ticket", "-tls1_3"})
    void aSessionIsResumed(String version) throws Exception {
        try (Server server = serve()) {
            String first = exchange(server, (version + " -CAfile one.pem -sess_out session").split(" "));
            assertThat(first).contains("New, TLSv1").contains("Verify return code: 0 (ok)").contains("hello\n");
            String second = exchange(server, (version + " -CAfile one.pem -sess_in session").split(" "));
            assertThat(second).contains("Reused, TLSv1").contains("hello\n");
            if (version.startsWith("-tls1_2")) {
                assertThat(first + second).doesNotContain("TLS session ticket:");
            }
        }
    }

    /// RFC 7301 §3.2.
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void theProtocolAboveIsAgreedOn(String version) throws Exception {
        try (Server server = serve()) {
            for (String offer : List.of("http/1.1", "h2,http/1.1", "http/1.0,http/1.1")) {
                assertThat(handshake(server, version, "-alpn", offer).output()).contains("ALPN protocol: http/1.1\n");
            }
            assertThat(handshake(server, version).output()).contains("No ALPN negotiated");
            Tool.Ended none = handshake(server, version, "-alpn", "h2");
            assertThat(none.status()).isEqualTo(1);
            assertThat(none.output()).contains("alert number 120"); // no_application_protocol
            assertServes(server);
        }
    }

    @Test
    void renegotiationIsRefused() throws Exception {
        try (Server server = serve()) {
            try (Dialogue client = dialogue(server, "-tls1_2", "-msg")) {
                Tool.Ended ended = client.say("R\n").await("RENEGOTIATING").end();
                assertThat(ended.status()).as("it ends by itself: " + ended.output()).isBetween(0, 1);
                assertThat(ended.output().split("ServerHello\n", -1)).as("parts around the first answer").hasSize(2);
                assertThat(ended.output()).doesNotContain("unexpected eof").containsPattern(
                        "<<< TLS 1.2, Alert .*(close_notify|handshake_failure|no_renegotiation)");
            }
            assertServes(server);
        }
    }

    /// RFC 8446 §4.6.3: what the client asks for so is answered before anything else is sent.
    @Test
    void keysAreChanged() throws Exception {
        try (Server server = serve(); Dialogue client = dialogue(server, "-tls1_3", "-msg")) {
            String output = client.say("K\n").await("KEYUPDATE").say(REQUEST).end().output();
            assertThat(output).containsPattern(
                    "(?s)<<< TLS 1.3, Handshake [^\n]*KeyUpdate.*HTTP/1.1 200 OK\r.*hello\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1", "-tls1_1"})
    void olderVersionsAreRefused(String version) throws Exception {
        try (Server server = serve()) {
            Tool.Ended ended = handshake(server, version, "-cipher", "ALL@SECLEVEL=0");
            assertThat(ended.status()).as(ended.output()).isEqualTo(1);
            assertThat(ended.output()).contains("alert number 70"); // protocol_version
        }
    }

    /// Else the client could not tell a whole reply from one that somebody has cut off.
    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void theEndIsSaid(String version) throws Exception {
        try (Server server = serve()) {
            String output = exchange(server, version, "-msg");
            assertThat(output).contains("hello\n").containsPattern("<<< TLS 1.[23], Alert .*close_notify")
                    .doesNotContain("unexpected eof");
        }
    }

    // ---- curl and wget ----

    @ParameterizedTest
    @CsvSource({"--tlsv1.3, required", "--tls-max 1.2, required", "--tlsv1.3, optional", "--tls-max 1.2, optional"})
    void clientsShowTheirCertificates(String version, String rule) throws Exception {
        Tool curl = Tool.require("curl");
        certificates.make("authority", "authority");
        certificates.makeSigned("friend", "friend", "authority");
        certificates.make("stranger", "friend");
        try (Server server = serve("--set", "tls.client-certificates=" + rule, "--set",
                "tls.client-ca-file=" + folder.resolve("authority.pem"))) {
            String all = "-sS --cacert one.pem " + version + " " + url(server, "/hello.txt");
            assertThat(curl.run(folder, (all + " --cert friend.pem --key friend.key").split(" "))).isEqualTo("hello\n");
            Tool.Ended without = curl.attempt(folder, all.split(" "));
            assertThat(without.output().equals("hello\n")).as(without.output()).isEqualTo(rule.equals("optional"));
            Tool.Ended stranger = curl.attempt(folder, (all + " --cert stranger.pem --key stranger.key").split(" "));
            assertThat(stranger.status()).as(stranger.output()).isNotZero();
            assertThat(stranger.output()).contains("alert").doesNotContain("hello\n");
        }
    }

    @Test
    void wgetFetchesOnlyFromWhomItTrusts() throws Exception {
        Tool wget = Tool.require("wget");
        try (Server server = serve()) {
            String[] command = {"--no-config", "--no-hsts", "-q", "-O", "-", url(server, "/hello.txt")};
            assertThat(wget.run(folder,
                    Stream.concat(Stream.of("--ca-certificate=one.pem"), Stream.of(command)).toArray(String[]::new)))
                    .isEqualTo("hello\n");
            assertThat(wget.attempt(folder, command).status()).isEqualTo(5); // "SSL verification failure"
        }
    }

    // ---- a browser ----

    /// It trusts the certificate by its key, for this once; without that it shows nothing of the server.
    @Test
    @EnabledOnOs(OS.LINUX)
    void chromiumShowsTheListing() throws Exception {
        try (Server server = serve()) {
            String pin = "--ignore-certificate-errors-spki-list=" + certificates.pin("one");
            assertThat(document(url(server, "/"), "--user-data-dir=" + folder.resolve("trusting"), pin))
                    .contains("hello.txt").doesNotContain("CONSOLE");
            assertThat(document(url(server, "/"), "--user-data-dir=" + folder.resolve("wary")))
                    .contains("ERR_CERT_AUTHORITY_INVALID").doesNotContain("hello.txt");
        }
    }

    private String document(String url, String... more) throws Exception {
        return Tool.require("chromium").run(folder, Stream.concat(Stream.of("--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--enable-logging=stderr",
                "--dump-dom", url), Stream.of(more)).toArray(String[]::new));
    }
}
