package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLHandshakeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.tls.Handshake;
import medusa.tls.LiveTls;
import medusa.tls.TlsConfig;
import medusa.tls.TlsException;
import medusa.tls.TlsSettings;

/// A client that knows servers by the certificates that they have shown, with whole handshakes.
class KnownServersTest {
    @TempDir
    private Path folder;

    /// A server with a certificate of its own making.
    private LiveTls server(String name) throws TlsException {
        return LiveTls.open(new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), folder.resolve(name),
                Set.of("localhost")), InstantSource.system());
    }

    private static String fingerprint(LiveTls server) {
        return server.context().identities().getFirst().fingerprint();
    }

    private void shake(String host, int port, LiveTls server) throws Exception {
        Handshake.run(new KnownServers(folder.resolve("config")).client(host, port).newEngine(host, port),
                server.newEngine());
    }

    @Test
    void theFirstCertificateIsNotedAndAnotherOneRefused() throws Exception {
        LiveTls one = server("one");
        LiveTls two = server("two");
        shake("a.example", 9000, one);
        shake("A.example", 9000, one);
        shake("a.example", 9001, two);
        shake("::1", 9000, two);
        Path file = folder.resolve("config/known-servers");
        assertThat(file).hasContent("a.example:9000 " + fingerprint(one) + "\na.example:9001 " + fingerprint(two)
                + "\n[::1]:9000 " + fingerprint(two) + "\n");
        Throwable refused = catchThrowable(() -> shake("a.example", 9001, one));
        assertThat(refused).isInstanceOf(SSLHandshakeException.class);
        assertThat(KnownServers.reason(refused)).contains("a.example:9001 shows another certificate than before ("
                + fingerprint(one) + ", and before " + fingerprint(two) + "): somebody may be in between; if it was"
                + " changed on purpose, remove line 2 of " + file);
        assertThat(Files.readAllLines(file)).hasSize(3);
        assertThat(KnownServers.reason(new IllegalStateException())).isEmpty();
    }

    @Test
    void linesOfItsUserStay() throws Exception {
        LiveTls one = server("one");
        Path file = Files.createDirectories(folder.resolve("config")).resolve("known-servers");
        Files.writeString(file, "# ours\n\nb.example:1   " + fingerprint(one).toLowerCase() + " \nc.example:1\n");
        shake("b.example", 1, one);
        shake("d.example", 1, one);
        assertThat(file).hasContent("# ours\n\nb.example:1   " + fingerprint(one).toLowerCase() + " \nc.example:1\n"
                + "d.example:1 " + fingerprint(one) + "\n");
        assertThatThrownBy(() -> shake("c.example", 1, one)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void anotherCertificateTakesThePlaceOfTheOneThatWasCompared() throws Exception {
        LiveTls one = server("one");
        LiveTls two = server("two");
        KnownServers known = new KnownServers(folder.resolve("config"));
        assertThat(known.replace("a.example", 1, "", fingerprint(one))).isFalse();
        Path file = folder.resolve("config/known-servers");
        assertThat(file).doesNotExist();
        shake("a.example", 1, one);
        shake("::1", 1, one);
        Files.writeString(file, Files.readString(file) + "# ours\n");
        String before = Files.readString(file);
        assertThat(known.replace("a.example", 11, fingerprint(one), fingerprint(two))).isFalse();
        assertThat(known.replace("a.example", 1, "AA:BB", fingerprint(two))).isFalse();
        assertThat(file).hasContent(before);
        assertThat(known.replace("A.example", 1, fingerprint(one).toLowerCase(), fingerprint(two))).isTrue();
        assertThat(known.replace("a.example", 1, fingerprint(one), fingerprint(two))).isTrue();
        assertThat(file).hasContent(
                "a.example:1 " + fingerprint(two) + "\n[::1]:1 " + fingerprint(one) + "\n# ours\n");
        shake("a.example", 1, two);
        assertThatThrownBy(() -> shake("a.example", 1, one)).isInstanceOf(SSLHandshakeException.class);
    }

    @Test
    void aLineWithoutAFingerprintCanBeReplacedToo() throws Exception {
        LiveTls one = server("one");
        Path file = Files.createDirectories(folder.resolve("config")).resolve("known-servers");
        Files.writeString(file, "a.example:1\n");
        assertThat(new KnownServers(file.getParent()).replace("a.example", 1, "", fingerprint(one))).isTrue();
        shake("a.example", 1, one);
        assertThat(file).hasContent("a.example:1 " + fingerprint(one) + "\n");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatOthersMayChangeIsNotBelieved() throws Exception {
        LiveTls one = server("one");
        shake("a.example", 1, one);
        Path file = folder.resolve("config/known-servers");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
        assertThat(KnownServers.reason(catchThrowable(() -> shake("a.example", 1, one))))
                .contains(file + ": others may change it (mode 0664); take that from them: chmod 600");
    }
}
