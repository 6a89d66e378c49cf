package medusa.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// Who the server is to its clients: a certificate with its chain, and the private key. Immutable.
public final class TlsIdentity {
    /// How long before its end a certificate is spoken of, and one of our own replaced.
    static final Duration FORTNIGHT = Duration.ofDays(14);

    private final Path path;
    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final CertificateNames names;
    private final List<String> weaknesses;
    private final boolean justMade;

    private TlsIdentity(Path path, List<X509Certificate> chain, PrivateKey key, List<String> weaknesses,
            boolean justMade) {
        this.path = path;
        this.chain = List.copyOf(chain);
        this.key = key;
        this.names = CertificateNames.of(chain.getFirst());
        this.weaknesses = List.copyOf(weaknesses);
        this.justMade = justMade;
    }

    /// Reads certificate and key. The chain may be in any order; it is used from the certificate that the key belongs to
    /// up to the last that is not an authority's own, which clients must have themselves. Blocks for as long as the disk does.
    ///
    /// @throws TlsException if a file cannot be read, or they do not belong together
    public static TlsIdentity read(KeyFiles files) throws TlsException {
        PemFile certificates = PemFile.read(files.certificate());
        Optional<Path> other = files.key().filter(key -> !key.equals(files.certificate()));
        return of(certificates, other.isPresent() ? PemFile.read(other.get()) : certificates, files.password());
    }

    static TlsIdentity of(PemFile certificates, PemFile keys, Optional<Path> password) throws TlsException {
        List<X509Certificate> found = certificates.certificates();
        PrivateKey key = KeyReader.read(keys, password);
        for (X509Certificate leaf : found) {
            if (KeyReader.belongTogether(key, leaf.getPublicKey())) {
                List<X509Certificate> chain = chain(leaf, found);
                return new TlsIdentity(certificates.path(), chain, key, Weaknesses.of(chain, found), false);
            }
        }
        String which = found.size() == 1
                ? "the certificate does not belong"
                : "none of the " + found.size() + " certificates belongs";
        throw new TlsException(certificates.path() + ": " + which + " to the private key in "
                + (keys == certificates ? "the same file" : keys.path()));
    }

    private static List<X509Certificate> chain(X509Certificate leaf, List<X509Certificate> found) {
        List<X509Certificate> chain = new ArrayList<>();
        Optional<X509Certificate> next = Optional.of(leaf);
        while (next.isPresent()) {
            X509Certificate last = next.get();
            chain.add(last);
            next = found.stream().filter(other -> !chain.contains(other) && issued(other, last) && !root(other))
                    .findFirst();
        }
        return chain;
    }

    static boolean root(X509Certificate certificate) {
        return issued(certificate, certificate);
    }

    static boolean issued(X509Certificate issuer, X509Certificate certificate) {
        if (!issuer.getSubjectX500Principal().equals(certificate.getIssuerX500Principal())) {
            return false;
        }
        try {
            certificate.verify(issuer.getPublicKey());
            return true;
        } catch (GeneralSecurityException e) {
            return false; // another key of the same authority
        }
    }

    /// The same, as one that did not exist before.
    TlsIdentity made() {
        return new TlsIdentity(path, chain, key, weaknesses, true);
    }

    /// Whether it has been made by this process, and nobody can know its fingerprint yet.
    public boolean justMade() {
        return justMade;
    }

    /// Whether nobody else has signed it, so that browsers warn of it.
    public boolean selfSigned() {
        return root(chain.getFirst());
    }

    /// The file that the certificate is from.
    public Path path() {
        return path;
    }

    /// The certificate that the key belongs to, then its issuer, and so on.
    public List<X509Certificate> chain() {
        return chain;
    }

    /// What it is for.
    public CertificateNames names() {
        return names;
    }

    PrivateKey key() {
        return key;
    }

    /// The kind of key as JSSE asks for it: `RSA`, `EC`, `EdDSA`.
    String keyType() {
        return key.getAlgorithm();
    }

    /// The first instant at which it is valid.
    public Instant begins() {
        return chain.getFirst().getNotBefore().toInstant();
    }

    /// The last instant at which it, and every certificate of its chain, is valid.
    public Instant ends() {
        return chain.stream().map(one -> one.getNotAfter().toInstant()).min(Instant::compareTo).orElseThrow();
    }

    /// SHA-256 of the certificate, as browsers show it: `AA:BB:…`.
    public String fingerprint() {
        return fingerprint(chain.getFirst());
    }

    static String fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").withUpperCase().formatHex(digest);
        } catch (CertificateEncodingException | NoSuchAlgorithmException e) {
            throw new AssertionError(e); // it was encoded when it was read, and every JDK has SHA-256
        }
    }

    /// What is wrong with the time, or soon will be; the text stays the same until something else is. Serving goes on all
    /// the same, since some clients do not look.
    Optional<String> warning(Instant now) {
        if (now.isBefore(begins())) {
            return Optional.of(path + ": the certificate is valid only from " + begins() + " on");
        }
        Instant end = ends();
        if (now.isAfter(end)) {
            return Optional.of(path + ": the certificate has ended at " + end + "; clients refuse it");
        }
        return end.isBefore(now.plus(FORTNIGHT))
                ? Optional.of(path + ": the certificate ends at " + end + "; it should be renewed")
                : Optional.empty();
    }

    /// Everything that clients may not like, one line each that begins with the file.
    List<String> warnings(Instant now) {
        List<String> warnings = new ArrayList<>();
        warning(now).ifPresent(warnings::add);
        weaknesses.forEach(weakness -> warnings.add(path + ": " + weakness));
        return warnings;
    }

    /// Names the file and what it is for, nothing of the key.
    @Override
    public String toString() {
        return path + " " + names.hosts() + names.addresses();
    }
}
