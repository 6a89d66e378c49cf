package medusa.tls;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Where a certificate and its key are, in PEM format.
///
/// @param certificate the certificate and the others of its chain, in any order
/// @param key the private key; empty if it is in the same file
/// @param password a file whose first line is the password of an encrypted key
public record KeyFiles(Path certificate, Optional<Path> key, Optional<Path> password) {

    /// Two files, the key not encrypted.
    public KeyFiles(Path certificate, Path key) {
        this(certificate, Optional.of(key), Optional.empty());
    }

    /// All files, each once.
    public List<Path> files() {
        Set<Path> files = new LinkedHashSet<>(List.of(certificate));
        key.ifPresent(files::add);
        password.ifPresent(files::add);
        return List.copyOf(files);
    }
}
