package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

import medusa.server.Secured.Outcome;
import medusa.state.UserFolders;

@Timeout(60)
class SecuredTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("medusa.server");
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    @TempDir
    private Path folder;
    private Path file;
    private Instant now = OwnCertificate.MADE;
    private Error broken;
    private Secured secured;

    @BeforeEach
    void open() {
        file = folder.resolve("cert.pem");
        secured = new Secured(() -> {
            if (broken != null) {
                throw broken;
            }
            return now;
        });
        logged.start();
        logger.setLevel(Level.INFO); // whatever a test of the command line has set for all
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
        secured.close();
    }

    private ServerConfig config(String... more) throws Exception {
        List<String> settings = new ArrayList<>(List.of("https.listen=localhost:0", "state-folder=" + folder.resolve(
                "state")));
        settings.addAll(List.of(more));
        return ServerConfig.of(settings.toArray(String[]::new));
    }

    private String given() {
        return "tls.certificates=[{ certificate = \"" + file + "\" }]";
    }

    /// What has been logged since the last time: level and text.
    private List<String> log() {
        List<String> lines = logged.list.stream().map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
        logged.list.clear();
        return lines;
    }

    private Outcome change(ServerConfig config) throws Exception {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        secured.change(config, outcome::complete);
        return outcome.get();
    }

    private String line(String fingerprint, String names) {
        return "https: " + file + ": signed by itself, so that browsers warn; for " + names + "; valid until "
                + OwnCertificate.END + "; SHA-256 fingerprint " + fingerprint;
    }

    @Test
    void eachCertificateIsToldOfOnceAndAgainWhenItHasChanged() throws Exception {
        String first = OwnCertificate.write(file, "a.example");
        secured.open(config(given()));
        assertThat(log()).containsExactly("INFO " + line(first, "a.example, localhost, 127.0.0.1, ::1"));
        secured.openOwn(config(given()));
        assertThat(change(config(given()))).isEqualTo(Outcome.UNCHANGED);
        secured.look();
        assertThat(log()).isEmpty();
        String second = OwnCertificate.write(file, "b.example");
        secured.look();
        assertThat(log()).containsExactly("INFO " + line(second, "b.example, localhost, 127.0.0.1, ::1"));
        assertThat(change(config(given(), "tls.protocols=[\"TLSv1.3\"]"))).isEqualTo(Outcome.CHANGED);
        assertThat(log()).containsExactly(
                "INFO https: new connections get the certificates and settings of TLS as they are now");
    }

    @Test
    void theFingerprintOfANewOneIsSeenInAQuietLog() throws Exception {
        secured.openOwn(config());
        assertThat(log()).singleElement().asString().startsWith("WARN https: " + folder.resolve("state/self-signed.pem")
                + ": made just now, signed by itself, so that browsers warn; for localhost, 127.0.0.1, ::1; valid until ")
                .contains("; SHA-256 fingerprint ");
        secured.look();
        assertThat(log()).isEmpty();
        Secured again = new Secured(() -> now);
        again.openOwn(config());
        again.close();
        assertThat(log()).singleElement().asString().startsWith("INFO ").doesNotContain("made just now");
    }

    @Test
    void aReloadSaysThatTheOldOnesStay() throws Exception {
        OwnCertificate.write(file, "a.example");
        Path good = Files.copy(file, folder.resolve("good.pem"));
        secured.open(config(given()));
        log();
        Files.writeString(file, "nothing");
        assertThat(change(config(given()))).isEqualTo(Outcome.REFUSED);
        assertThat(log()).containsExactly("ERROR https: the old certificates stay in use: " + file
                + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----)");
        OwnCertificate.copy(good, file);
        secured.look();
        assertThat(log()).containsExactly(
                "INFO https: new connections get the certificates and settings of TLS as they are now");
    }

    @Test
    void whatIsTurnedOnWithoutACertificateIsMissing() throws Exception {
        assertThat(change(config(given()))).isEqualTo(Outcome.MISSING);
        assertThat(secured.isReady()).isFalse();
        assertThat(log()).containsExactly("ERROR https: " + file + ": there is no such file");
        OwnCertificate.write(file, "a.example");
        assertThat(change(config(given()))).isEqualTo(Outcome.CHANGED);
        assertThat(secured.isReady()).isTrue();
    }

    @Test
    void anErrorDoesNotEndTheLooking() throws Exception {
        OwnCertificate.write(file, "a.example");
        secured.open(config(given()));
        log();
        broken = new OutOfMemoryError("for a moment");
        secured.look();
        assertThat(change(config(given()))).isEqualTo(Outcome.REFUSED);
        assertThat(log()).containsExactly("ERROR https: looking after the certificates",
                "ERROR https: reading the certificates");
        broken = null;
        String second = OwnCertificate.write(file, "b.example");
        secured.look();
        assertThat(log()).containsExactly("INFO " + line(second, "b.example, localhost, 127.0.0.1, ::1"));
    }

    @Test
    void settingsWithoutEffectAreSaidOnce() throws Exception {
        OwnCertificate.write(file, "a.example");
        ServerConfig config = config(given(), "http.listen=off", "https.redirect=true", "https.hsts=1d");
        secured.open(config);
        log();
        secured.openOwn(config);
        assertThat(log()).containsExactlyInAnyOrder(
                "WARN https.redirect has no effect while http.listen is \"off\"",
                "WARN https.hsts has no effect with a certificate signed by itself: browsers heed it only where they"
                        + " trust the certificate");
        assertThat(change(config)).isEqualTo(Outcome.UNCHANGED);
        assertThat(log()).isEmpty();
    }

    @Test
    void aStateFolderThatCannotBeUsedStopsTheStart() throws Exception {
        Path wrong = Files.writeString(folder.resolve("state"), "a file");
        ServerConfig config = config();
        assertThatThrownBy(() -> secured.openOwn(config)).isInstanceOf(StartException.class)
                .hasMessage("https: " + wrong + ": is something else where a folder of the server's own is wanted");
    }

    @ParameterizedTest
    @CsvSource({
        // XDG_STATE_HOME, HOME, the user, the folder
        "/x, /h, me, /x/medusa", "'', /h, me, /h/.local/state/medusa", "x, h, me, /home/me/.local/state/medusa",
        ", , me, /home/me/.local/state/medusa", "/x, /h, root, /var/lib/medusa"})
    void theStateFolderFollowsTheEnvironment(String state, String home, String user, Path expected) {
        Map<String, String> environment = new HashMap<>();
        if (state != null) {
            environment.put("XDG_STATE_HOME", state);
        }
        if (home != null) {
            environment.put("HOME", home);
        }
        assertThat(new UserFolders(environment, Path.of("/home/me")).state(user)).isEqualTo(expected);
    }
}
