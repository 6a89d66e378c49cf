package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisabledOnOs(OS.WINDOWS)
class SelfSignedTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;
    private Path state;
    private Path file;

    @BeforeEach
    void paths() {
        state = folder.resolve("a/state");
        file = state.resolve("self-signed.pem");
    }

    private TlsIdentity in(String... hosts) throws TlsException {
        return SelfSigned.in(state, List.of(hosts), NOW);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    @Test
    void itIsForThisMachineAndEverythingThatIsListenedOn() throws Exception {
        TlsIdentity identity = in("www.example.com", "192.0.2.1", "2001:db8::1", "Bücher.example");
        assertThat(List.of("localhost", "127.0.0.1", "::1", "www.example.com", "192.0.2.1", "2001:db8::1",
                "xn--bcher-kva.example")).allMatch(identity.names()::covers);
        assertThat(identity.begins()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(identity.ends()).isEqualTo(NOW.plus(Duration.ofDays(396)));
        assertThat(identity.keyType()).isEqualTo("EC");
        assertThat(identity.chain().getFirst().getBasicConstraints()).isEqualTo(-1); // no authority
        assertThat(identity.chain().getFirst().getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
    }

    @Test
    void aWildcardAddressStandsForTheWholeMachine() {
        for (String everywhere : List.of("", "0.0.0.0", "::")) {
            assertThat(LocalNames.of(List.of(everywhere), true).addresses())
                    .contains(CertificateNames.address("127.0.0.1").orElseThrow())
                    .noneMatch(address -> address.isAnyLocalAddress() || address.isLinkLocalAddress());
        }
    }

    @Test
    void clientsThatKnowItAreServed() throws Exception {
        TlsIdentity identity = in();
        TlsClient client = TlsClient.of(TlsSettings.DEFAULT, identity.chain(), Optional.empty());
        TlsContext server = TlsContext.of(TlsSettings.DEFAULT, List.of(identity), List.of());
        for (String host : List.of("localhost", "127.0.0.1", "::1")) {
            assertThat(Handshake.run(client.newEngine(host, 1), server.newEngine()).shown())
                    .isEqualTo(identity.chain().getFirst());
        }
    }

    @Test
    void itIsKeptForItsOwnerAlone() throws Exception {
        in();
        assertThat(mode(folder.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(state)).isEqualTo("rwx------");
        assertThat(mode(file)).isEqualTo("rw-------");
        try (var files = Files.list(state)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void itIsMadeOnceAndAnewOnlyWhenItMustBe() throws Exception {
        String first = in("a.example").fingerprint();
        assertThat(in("a.example").fingerprint()).isEqualTo(first);
        assertThat(in().fingerprint()).isEqualTo(first);
        assertThat(SelfSigned.in(state, Set.of(), NOW.plus(Duration.ofDays(382))).fingerprint()).isEqualTo(first);
        String second = SelfSigned.in(state, Set.of(), NOW.plus(Duration.ofDays(383))).fingerprint();
        assertThat(second).isNotEqualTo(first);
        String third = SelfSigned.in(state, Set.of("b.example"), NOW.plus(Duration.ofDays(383))).fingerprint();
        assertThat(third).isNotEqualTo(second);
        assertThat(mode(file)).isEqualTo("rw-------");
    }

    @Test
    void symbolicLinksAreRefused() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Files.createDirectory(folder.resolve("a"));
        Files.createSymbolicLink(state, elsewhere);
        refused(state + ": is a symbolic link where a folder of the server's own is wanted");
        Files.delete(state);
        in();
        Files.move(file, elsewhere.resolve("x"));
        Files.createSymbolicLink(file, elsewhere.resolve("x"));
        refused(file + ": is a symbolic link where a file of the server's own is wanted");
        Files.delete(file);
        Files.createDirectory(file);
        refused(file + ": is something else where a file of the server's own is wanted");
    }

    @Test
    void whatOthersMayReadOrChangeIsRefused() throws Exception {
        in();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        refused(file + ": others may read it (mode 0640); remove it, and another is made");
        Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxrwx---"));
        refused(state + ": others may change it (mode 0770); take that from them (chmod 700)");
    }

    @Test
    void whatBelongsToSomebodyElseIsRefused() throws Exception {
        in();
        assumeThat((Integer) Files.getAttribute(file, "unix:uid")).as("only root can give a file away").isZero();
        Files.setAttribute(file, "unix:uid", 65_432);
        refused(file + ": belongs to 65432, while the server acts as user 0; remove it, and another is made");
        Files.setAttribute(file, "unix:uid", 0);
        in();
        Files.setAttribute(state, "unix:uid", 65_432);
        refused(state + ": belongs to 65432, while the server acts as user 0; give it to that user, or set"
                + " state-folder to another one");
    }

    @Test
    void rootPreparesTheFolderForAnotherUser() throws Exception {
        Files.createDirectory(folder.resolve("a"));
        int root = (Integer) Files.getAttribute(folder.resolve("a"), "unix:uid");
        assumeThat(root).as("only root can give a folder away").isZero();
        StateFolder.prepare(state.resolve("tls"), 65_534, 65_533);
        assertThat(Files.readAttributes(state, "unix:uid,gid,permissions")).containsEntry("uid", 65_534)
                .containsEntry("gid", 65_533)
                .containsEntry("permissions", PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getAttribute(state.resolve("tls"), "unix:uid")).isEqualTo(65_534);
        assertThat(Files.getAttribute(folder.resolve("a"), "unix:uid")).isEqualTo(0);
        StateFolder.prepare(state, 0, 0);
        assertThat(Files.getAttribute(state, "unix:uid")).as("left as it is").isEqualTo(65_534);
    }

    /// Whoever may write to the folder above could put another one in the place of what root has made.
    @ParameterizedTest
    @CsvSource({"rwxrwxrwx, 0", "rwxrwxr-x, 0", "rwxr-xr-x, 65432"})
    void rootGivesNothingAwayWhereOthersMayWrite(String mode, int owner) throws Exception {
        Path above = Files.createDirectory(folder.resolve("a"));
        assumeThat((Integer) Files.getAttribute(above, "unix:uid")).as("only root can give a folder away").isZero();
        Path below = Files.createDirectory(above.resolve("b"));
        Files.setPosixFilePermissions(above, PosixFilePermissions.fromString(mode));
        Files.setAttribute(above, "unix:uid", owner);
        StateFolder.prepare(state, 65_534, 65_533);
        assertThat(state).doesNotExist();
        StateFolder.prepare(below.resolve("state"), 65_534, 65_533);
        assertThat(below).isEmptyDirectory();
        Path link = Files.createSymbolicLink(folder.resolve("link"), below);
        StateFolder.prepare(link.resolve("state"), 65_534, 65_533);
        assertThat(below).isEmptyDirectory();
    }

    @Test
    void aFolderThatCannotBeMadeIsSaidWithItsRemedy() throws Exception {
        Files.writeString(folder.resolve("a"), "a file");
        refused(state + ": cannot be used to keep a certificate in: Not a directory at " + state
                + "; set state-folder to one that the server may write to");
    }

    @Test
    void lookingAtWhatIsKeptMakesNothing() throws Exception {
        TlsConfig config = new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), state, Set.of());
        assertThat(config.readOwn(OptionalInt.empty())).isEmpty();
        assertThat(folder).isEmptyDirectory();
        TlsIdentity made = in();
        assertThat(made.justMade()).isTrue();
        assertThat(in().justMade()).isFalse();
        TlsIdentity kept = config.readOwn(OptionalInt.empty()).orElseThrow();
        assertThat(kept.fingerprint()).isEqualTo(made.fingerprint());
        assertThat(kept.justMade()).isFalse();
        assertThatThrownBy(() -> config.readOwn(OptionalInt.of(65_432))).isInstanceOf(TlsException.class)
                .hasMessageContaining("while the server acts as user 65432");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theMachinesNameIsAmongThoseOfTheWholeMachine() throws Exception {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip().toLowerCase(Locale.ROOT);
        assertThat(in("0.0.0.0").names().hosts()).contains(name, "localhost");
        assertThat(LocalNames.of(List.of("127.0.0.1"), true).hosts()).containsExactly("localhost");
    }

    @Test
    void aFileThatIsDamagedIsNotReplaced() throws Exception {
        in();
        Files.writeString(file, "mine");
        refused(file + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----); remove the file,"
                + " and another is made");
        assertThat(file).hasContent("mine");
    }

    private void refused(String message) {
        assertThatThrownBy(this::in).isInstanceOf(TlsException.class).hasMessage(message);
    }
}
