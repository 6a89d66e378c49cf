package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.tls.Certificates.Holder;
import medusa.tls.LiveTls.Change;

class LiveTlsTest {
    private static final Holder OLD = Certificates.leaf("EC", null, "a.example");
    private static final Holder NEW = Certificates.leaf("EC", null, "a.example");

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long written;

    private Path file(String name, String text) throws IOException {
        Path file = Certificates.write(folder.resolve(name), text);
        // The clock of the disk may not have moved between two writings.
        return Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000_000_000L + 1_000 * ++written));
    }

    private TlsConfig config(String... hosts) {
        return new TlsConfig(TlsSettings.DEFAULT,
                List.of(new KeyFiles(folder.resolve("cert.pem"), folder.resolve("key.pem"))), Optional.empty(),
                folder.resolve("state"), Set.of(hosts));
    }

    private LiveTls open(Holder holder, String... hosts) throws IOException, TlsException {
        file("cert.pem", holder.pem());
        file("key.pem", holder.keyPem());
        return LiveTls.open(config(hosts), () -> now);
    }

    private static X509Certificate served(LiveTls live) {
        return live.context().identities().getFirst().chain().getFirst();
    }

    @Test
    void changedFilesAreServedFromTheNextLookOn() throws Exception {
        LiveTls live = open(OLD);
        TlsContext before = live.context();
        assertThat(live.poll()).isEmpty();
        assertThat(live.context()).isSameAs(before);
        file("key.pem", NEW.keyPem());
        file("cert.pem", NEW.pem());
        assertThat(served(live)).isEqualTo(OLD.certificate());
        assertThat(live.poll()).contains(new Change(true, Optional.empty(), List.of()));
        assertThat(served(live)).isEqualTo(NEW.certificate());
        assertThat(live.poll()).isEmpty();
    }

    @Test
    void aConnectionKeepsTheContextOfItsTime() throws Exception {
        LiveTls live = open(OLD);
        TlsClient client = TlsClient.of(TlsSettings.DEFAULT, List.of(OLD.certificate(), NEW.certificate()),
                Optional.empty());
        Handshake before = Handshake.run(client.newEngine("a.example", 1), live.newEngine());
        file("key.pem", NEW.keyPem());
        file("cert.pem", NEW.pem());
        live.reload(config());
        before.exchange();
        Handshake after = Handshake.run(client.newEngine("a.example", 2), live.newEngine());
        assertThat(before.shown()).isEqualTo(OLD.certificate());
        assertThat(after.shown()).isEqualTo(NEW.certificate());
    }

    /// Sessions that began in a context can be resumed for as long as it is served.
    @Test
    void whatHasNotChangedIsNotReplaced() throws Exception {
        LiveTls live = open(OLD, "a.example");
        TlsContext before = live.context();
        Change nothing = new Change(false, Optional.empty(), List.of());
        assertThat(live.reload(config("a.example"))).isEqualTo(nothing);
        file("cert.pem", OLD.pem()); // as if it were another one
        assertThat(live.poll()).isEmpty();
        assertThat(live.context()).isSameAs(before);
        TlsConfig other = new TlsConfig(TlsSettings.DEFAULT.withProtocols("TLSv1.3"), config().certificates(),
                Optional.empty(), folder.resolve("state"), Set.of());
        assertThat(live.reload(other).replaced()).isTrue();
        assertThat(live.newEngine().getSSLParameters().getProtocols()).containsExactly("TLSv1.3");
    }

    @Test
    void badFilesLeaveTheOldOnesServedAndAreSaidOnce() throws Exception {
        LiveTls live = open(OLD);
        TlsContext before = live.context();
        file("cert.pem", NEW.pem());
        Change failed = new Change(false, Optional.of(folder.resolve("cert.pem")
                + ": the certificate does not belong to the private key in " + folder.resolve("key.pem")), List.of());
        assertThat(live.poll()).contains(failed);
        assertThat(live.context()).isSameAs(before);
        assertThat(live.poll()).isEmpty();
        assertThat(live.reload(config())).isEqualTo(failed);
        file("key.pem", NEW.keyPem());
        assertThat(live.poll()).contains(new Change(true, Optional.empty(), List.of()));
        assertThat(served(live)).isEqualTo(NEW.certificate());
    }

    @Test
    void aFileThatVanishesIsSaidOnceAndFoundAgain() throws Exception {
        LiveTls live = open(OLD);
        Files.delete(folder.resolve("key.pem"));
        assertThat(live.poll().flatMap(Change::failure))
                .contains(folder.resolve("key.pem") + ": there is no such file");
        assertThat(live.poll()).isEmpty();
        file("key.pem", OLD.keyPem());
        assertThat(live.poll().map(Change::replaced)).contains(true);
    }

    @Test
    void theEndIsSaidOnceAFortnightBeforeAndOnceWhenItHasCome() throws Exception {
        Holder holder = Certificates.leaf("EC", null, Certificates.BEGIN, now.plus(Duration.ofDays(20)), "a.example");
        LiveTls live = open(holder);
        assertThat(live.warnings()).isEmpty();
        now = now.plus(Duration.ofDays(7));
        assertThat(live.poll().map(Change::warnings)).contains(List.of(
                folder.resolve("cert.pem") + ": the certificate ends at 2026-01-21T00:00:00Z; it should be renewed"));
        assertThat(live.poll()).isEmpty();
        now = now.plus(Duration.ofDays(14));
        assertThat(live.poll().map(Change::warnings)).contains(List.of(folder.resolve("cert.pem")
                + ": the certificate has ended at 2026-01-21T00:00:00Z; clients refuse it"));
        assertThat(live.poll()).isEmpty();
    }

    @Test
    void aNameWithoutCertificateIsSaid() throws Exception {
        LiveTls live = open(OLD, "a.example", "www.a.example", "192.0.2.1", "", "::");
        assertThat(live.warnings()).containsExactly(folder.resolve("cert.pem")
                + ": clients that come by www.a.example get this certificate, which is not for that name");
        assertThat(live.poll()).isEmpty();
        assertThat(live.reload(config("localhost")).warnings()).containsExactly(folder.resolve("cert.pem")
                + ": clients that come by localhost get this certificate, which is not for that name");
    }

    @Test
    void addressesAreComparedIfACertificateIsForAddresses() throws Exception {
        LiveTls live = open(Certificates.leaf("EC", null, "192.0.2.1"), "192.0.2.1", "192.0.2.2");
        assertThat(live.warnings()).containsExactly(folder.resolve("cert.pem")
                + ": clients that come by 192.0.2.2 get this certificate, which is not for that name");
    }

    @Test
    void theAuthoritiesOfClientsAreReadAndWatched() throws Exception {
        file("cert.pem", OLD.pem());
        file("key.pem", OLD.keyPem());
        Path authorities = folder.resolve("clients.pem");
        TlsConfig asking = new TlsConfig(
                TlsSettings.DEFAULT.withClientCertificates(ClientCertificates.REQUIRED), config().certificates(),
                Optional.of(authorities), folder.resolve("state"), Set.of());
        assertThatThrownBy(() -> LiveTls.open(asking, () -> now)).isInstanceOf(TlsException.class)
                .hasMessage(authorities + ": there is no such file");
        Holder authority = Certificates.authority("one");
        file("clients.pem", authority.pem());
        LiveTls live = LiveTls.open(asking, () -> now);
        assertThat(live.newEngine().getNeedClientAuth()).isTrue();
        file("clients.pem", "nothing");
        assertThat(live.poll().flatMap(Change::failure)).contains(
                authorities + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----)");
    }

    @Test
    void oneOfItsOwnIsRenewedAFortnightBeforeItsEnd() throws Exception {
        TlsConfig own = new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), folder.resolve("state"),
                Set.of("localhost"));
        LiveTls live = LiveTls.open(own, () -> now);
        TlsContext first = live.context();
        assertThat(live.warnings()).isEmpty();
        now = first.identities().getFirst().ends().minus(Duration.ofDays(14));
        assertThat(live.poll()).isEmpty();
        now = now.plusSeconds(1);
        assertThat(live.poll()).contains(new Change(true, Optional.empty(), List.of()));
        assertThat(live.poll()).isEmpty();
        assertThat(live.context().identities().getFirst().fingerprint())
                .isNotEqualTo(first.identities().getFirst().fingerprint());
    }

    @Test
    void oneOfItsOwnThatSuitsIsServedOnThoughItCannotBeReadAnyMore() throws Exception {
        Path state = folder.resolve("state");
        TlsConfig own = new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), state, Set.of());
        LiveTls live = LiveTls.open(own, () -> now);
        X509Certificate first = served(live);
        Path file = state.resolve(SelfSigned.FILE);
        Files.writeString(file, "");
        assertThat(live.reload(own)).isEqualTo(new Change(false, Optional.empty(), List.of()));
        assertThat(served(live)).isEqualTo(first);
        now = now.plus(Duration.ofDays(390));
        String failure = file + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----); remove"
                + " the file, and another is made";
        assertThat(live.poll().flatMap(Change::failure)).contains(failure);
        assertThat(live.poll()).isEmpty();
        assertThat(served(live)).isEqualTo(first);
    }
}
