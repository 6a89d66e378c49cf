package medusa.tls;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalInt;

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
        Optional<TlsIdentity> kept = kept(folder).filter(own -> suits(own, hosts, now));
        if (kept.isPresent()) {
            return kept.get();
        }
        byte[] made = CertificateMaker.make(LocalNames.of(hosts, true), now).getBytes(StandardCharsets.US_ASCII);
        folder.write(FILE, made);
        return parse(folder, made).made();
    }

    /// What is kept, whether it suits or not; makes nothing.
    ///
    /// @param owner whom it must belong to; empty: whoever this process acts as
    static Optional<TlsIdentity> kept(Path state, OptionalInt owner) throws TlsException {
        Optional<StateFolder> folder = StateFolder.find(state, owner);
        return folder.isPresent() ? kept(folder.get()) : Optional.empty();
    }

    private static Optional<TlsIdentity> kept(StateFolder folder) throws TlsException {
        return folder.has(FILE) ? Optional.of(parse(folder, folder.read(FILE))) : Optional.empty();
    }

    private static TlsIdentity parse(StateFolder folder, byte[] bytes) throws TlsException {
        try {
            PemFile file = PemFile.parse(folder.path(FILE), bytes);
            return TlsIdentity.of(file, file, Optional.empty());
        } catch (TlsException e) {
            // It might be somebody's only copy of something.
            throw new TlsException(e.getMessage() + "; remove the file, and another is made", e);
        }
    }

    static boolean suits(TlsIdentity identity, Collection<String> hosts, Instant now) {
        CertificateNames wanted = LocalNames.of(hosts, false);
        return identity.warning(now).isEmpty() && identity.names().hosts().containsAll(wanted.hosts())
                && identity.names().addresses().containsAll(wanted.addresses());
    }
}
