package medusa.tls;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

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
