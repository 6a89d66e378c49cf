package medusa.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/// What server and client set up in the JDK's TLS alike.
///
/// Some of its behaviour can be chosen by system properties only, which it reads once, when its first class is loaded.
/// They are set here, before anything of this package touches it, unless they are given on the command line. A program that
/// embeds the server and has used TLS before keeps what it had.
final class Jsse {
    private static final Map<String, String> PROPERTIES = Map.of(
            // A client that asks for one handshake after another makes the server work hard for nothing.
            "jdk.tls.rejectClientInitiatedRenegotiation", "true",
            // Sessions are kept by the server, not sealed into tickets that the client keeps. Values put into a session
            // are still there when it is resumed (FTP needs that, to know that a data connection comes from the one
            // that has logged in); there is no ticket key whose theft would open what was recorded of TLS 1.2; the price,
            // memory, is bounded by `sessions`.
            "jdk.tls.server.enableSessionTicketExtension", "false",
            // In TLS 1.3 each can be resumed only once, and a browser opens several connections at a time.
            "jdk.tls.server.newSessionTicketCount", "2");
    private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");
    /// Without finite-field Diffie-Hellman: slow, and its groups have been too small too often.
    private static final String[] GROUPS = {"x25519", "secp256r1", "secp384r1", "secp521r1"};
    /// Without SHA-1 and SHA-224, which the JDK would take in TLS 1.2.
    private static final String[] SIGNATURES = {"ecdsa_secp256r1_sha256", "ecdsa_secp384r1_sha384",
        "ecdsa_secp521r1_sha512", "ed25519", "ed448", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384",
        "rsa_pss_rsae_sha512", "rsa_pss_pss_sha256", "rsa_pss_pss_sha384", "rsa_pss_pss_sha512",
        "rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"};

    static {
        PROPERTIES.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    private Jsse() {}

    /// @param trusted the authorities whose certificates the other side may have; empty if it shows none
    static SSLContext context(List<TlsIdentity> identities, List<X509Certificate> trusted) throws TlsException {
        try {
            // Null would stand for the JDK's own list of authorities, and none is what an empty array stands for.
            return context(identities, trusted.isEmpty() ? new TrustManager[0] : trust(trusted));
        } catch (GeneralSecurityException | IOException e) {
            throw unusable(e);
        }
    }

    static SSLContext context(List<TlsIdentity> identities, TrustManager[] trust) throws TlsException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new IdentityChooser[]{new IdentityChooser(identities)}, trust, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw unusable(e);
        }
    }

    private static TlsException unusable(Exception e) {
        return new TlsException("TLS cannot be set up: " + e.getMessage(), e);
    }

    private static TrustManager[] trust(List<X509Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null); // empty, in memory
        for (int i = 0; i < authorities.size(); i++) {
            store.setCertificateEntry(Integer.toString(i), authorities.get(i));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(store);
        return factory.getTrustManagers();
    }

    /// The suites that this Java can speak.
    static List<String> suites() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return List.of(context.getSupportedSSLParameters().getCipherSuites());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // every Java has TLS
        }
    }

    /// What every engine is given.
    ///
    /// @throws TlsException if a protocol or a suite is not to be had
    static SSLParameters parameters(SSLContext context, TlsSettings settings) throws TlsException {
        for (String protocol : settings.protocols()) {
            if (!PROTOCOLS.contains(protocol)) {
                throw new TlsException(
                        "there is no protocol \"" + protocol + "\" here; there are " + String.join(", ", PROTOCOLS));
            }
        }
        List<String> known = Arrays.asList(context.getSupportedSSLParameters().getCipherSuites());
        for (String suite : settings.suites()) {
            if (!known.contains(suite)) {
                throw new TlsException("there is no cipher suite \"" + suite + "\" in this Java");
            }
        }
        if (settings.protocols().stream().noneMatch(protocol -> settings.suites().stream()
                .anyMatch(suite -> TlsSettings.fits(suite, protocol)))) {
            throw new TlsException("none of the cipher suites is for " + String.join(" or ", settings.protocols()));
        }
        SSLParameters parameters = context.getDefaultSSLParameters();
        parameters.setProtocols(settings.protocols().toArray(String[]::new));
        parameters.setCipherSuites(settings.suites().toArray(String[]::new));
        parameters.setUseCipherSuitesOrder(true);
        parameters.setNamedGroups(GROUPS);
        parameters.setSignatureSchemes(SIGNATURES);
        parameters.setApplicationProtocols(settings.alpn().toArray(String[]::new));
        return parameters;
    }
}
