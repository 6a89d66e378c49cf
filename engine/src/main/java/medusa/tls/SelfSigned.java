package medusa.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/// The certificate for those who have none: made once and kept, so that who has accepted it is not asked again; made anew a
/// fortnight before its end, or when the server is reached by a name that it is not for.
final class SelfSigned {
    static final String FILE = "self-signed.pem";

    private SelfSigned() {}

    /// The kept one if it suits, else a new one.
    ///
    /// @param hosts what the listeners are reached by
    static TlsIdentity in(Path state, Collection<String> hosts, Instant now) throws TlsException {
        StateFolder folder = StateFolder.open(state);
        if (folder.has(FILE)) {
            TlsIdentity kept = parse(folder, folder.read(FILE));
            if (suits(kept, hosts, now)) {
                return kept;
            }
        }
        byte[] made = CertificateMaker.make(LocalNames.of(hosts, true), now).getBytes(StandardCharsets.US_ASCII);
        folder.write(FILE, made);
        return parse(folder, made);
    }

    private static TlsIdentity parse(StateFolder folder, byte[] bytes) throws TlsException {
        PemFile file = PemFile.parse(folder.path(FILE), bytes);
        return TlsIdentity.of(file, file, Optional.empty());
    }

    static boolean suits(TlsIdentity identity, Collection<String> hosts, Instant now) {
        CertificateNames wanted = LocalNames.of(hosts, false);
        return identity.warning(now).isEmpty() && identity.names().hosts().containsAll(wanted.hosts())
                && identity.names().addresses().containsAll(wanted.addresses());
    }
}
