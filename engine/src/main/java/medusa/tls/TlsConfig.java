package medusa.tls;

import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/// What TLS is served with.
///
/// @param certificates the first one is the default. Empty: one signed by itself is made, and kept in `state`
/// @param clientAuthorities a PEM file with the authorities that sign clients' certificates
/// @param state the folder of a certificate of one's own; nothing is made there while `certificates` has any
/// @param hosts what the listeners are reached by: names and literal addresses; an empty one stands for the whole machine
public record TlsConfig(TlsSettings settings, List<KeyFiles> certificates, Optional<Path> clientAuthorities, Path state,
        Set<String> hosts) {

    /// @param certificates copied
    /// @param hosts copied
    public TlsConfig {
        Objects.requireNonNull(settings);
        Objects.requireNonNull(clientAuthorities);
        Objects.requireNonNull(state);
        certificates = List.copyOf(certificates);
        hosts = Set.copyOf(hosts);
    }

    /// Whether the certificate is one signed by itself. It is read and written by whoever serves, so that a server that
    /// gives root up loads it afterwards, and any other before.
    public boolean selfSigned() {
        return certificates.isEmpty();
    }

    /// The authorities that sign clients' certificates; none if nobody is asked for one. Blocks for as long as the disk does.
    ///
    /// @throws TlsException if the file has none that can be read
    public List<X509Certificate> readAuthorities() throws TlsException {
        return settings.clientCertificates() == ClientCertificates.OFF || clientAuthorities.isEmpty()
                ? List.of()
                : PemFile.read(clientAuthorities.get()).certificates();
    }

    /// The server's own certificate that is kept in `state`, if there is one. Makes nothing, also where a new one would be.
    ///
    /// @param owner whom it must belong to, as the system counts users; empty: whoever this process acts as
    /// @throws TlsException if it could not be served so
    public Optional<TlsIdentity> readOwn(OptionalInt owner) throws TlsException {
        return SelfSigned.kept(state, owner);
    }

    /// Everything that is, or will soon be, wrong with these certificates for these hosts, one line each.
    public List<String> warnings(List<TlsIdentity> identities, Instant now) {
        Set<String> warnings = new LinkedHashSet<>();
        identities.forEach(identity -> warnings.addAll(identity.warnings(now)));
        // A certificate rarely names an address. That one without it is served on an address says nothing.
        boolean addresses = identities.stream().allMatch(identity -> identity.names().onlyAddresses());
        for (String host : new TreeSet<>(hosts)) {
            boolean compared = !LocalNames.everywhere(host)
                    && (addresses || CertificateNames.address(host).isEmpty());
            if (compared && identities.stream().noneMatch(identity -> identity.names().covers(host))) {
                warnings.add(identities.getFirst().path() + ": clients that come by " + host
                        + " get this certificate, which is not for that name");
            }
        }
        return List.copyOf(warnings);
    }

    /// The files of others that are read; after the start a change of one is a change of the certificates.
    public List<Path> files() {
        Set<Path> files = new LinkedHashSet<>();
        certificates.forEach(one -> files.addAll(one.files()));
        if (settings.clientCertificates() != ClientCertificates.OFF) {
            clientAuthorities.ifPresent(files::add);
        }
        return List.copyOf(files);
    }
}
