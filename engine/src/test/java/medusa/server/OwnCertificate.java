package medusa.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import medusa.tls.LiveTls;
import medusa.tls.TlsConfig;
import medusa.tls.TlsSettings;

/// A file with a certificate and its key, made by the server's own means.
final class OwnCertificate {
    /// Its certificates end after 396 days.
    static final Instant MADE = Instant.parse("2026-01-01T00:00:00Z");
    static final String END = "2027-02-01T00:00:00Z";

    private static long written;

    private OwnCertificate() {}

    /// @param host that it is for, beside this machine's own names
    static String write(Path file, String host) throws Exception {
        Path state = Files.createTempDirectory(file.getParent(), "made");
        LiveTls made = LiveTls.open(
                new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(), state, Set.of(host)),
                () -> MADE);
        copy(state.resolve("self-signed.pem"), file);
        return made.context().identities().getFirst().fingerprint();
    }

    /// The clock of the disk may not have moved since the last writing.
    static void copy(Path from, Path to) throws Exception {
        Files.write(to, Files.readAllBytes(from));
        Files.setLastModifiedTime(to, FileTime.fromMillis(1_000_000_000_000L + 1_000 * ++written));
    }
}
