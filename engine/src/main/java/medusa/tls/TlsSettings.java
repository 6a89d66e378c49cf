package medusa.tls;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/// How TLS is spoken, whatever the certificates. The lists are in the order of preference, and the server's counts.
///
/// @param protocols of `TLSv1.3` and `TLSv1.2`; what is older is broken, and not spoken at all
/// @param suites the cipher suites by the names of the IANA
/// @param alpn the protocols above (RFC 7301), as registered. A client that offers others only is refused; one that
///        offers none is served. Empty: the extension is not answered
/// @param sessions how many sessions are kept for resumption, at some kilobytes each
/// @param sessionTimeout for how long after its handshake a session can be resumed; whole seconds
public record TlsSettings(List<String> protocols, List<String> suites, ClientCertificates clientCertificates,
        List<String> alpn, int sessions, Duration sessionTimeout) {

    /// Each suite has forward secrecy and encrypts with authentication: no CBC, no RSA key exchange. AES with 128 bits
    /// comes first in TLS 1.2, being the fastest and as unbroken as the others.
    public static final List<String> MODERN_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    /// For HTTP/1.1.
    public static final TlsSettings DEFAULT = new TlsSettings(List.of("TLSv1.3", "TLSv1.2"), MODERN_SUITES,
            ClientCertificates.OFF, List.of("http/1.1"), 5_000, Duration.ofHours(1));

    /// @throws IllegalArgumentException if there is no protocol or no suite, or a number is not positive
    public TlsSettings {
        protocols = List.copyOf(protocols);
        suites = List.copyOf(suites);
        alpn = List.copyOf(alpn);
        Objects.requireNonNull(clientCertificates);
        // For the JDK 0 means "without a bound".
        if (protocols.isEmpty() || suites.isEmpty() || sessions < 1 || sessionTimeout.toSeconds() < 1
                || sessionTimeout.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no protocol, no suite, no sessions or no time for them");
        }
    }

    /// The cipher suites that this Java can speak, the weak ones among them. Loads TLS.
    public static List<String> knownSuites() {
        return Jsse.suites();
    }

    /// Whether a suite belongs to a protocol: TLS 1.3 has its own, which say nothing of the key exchange (RFC 8446 §B.4).
    public static boolean fits(String suite, String protocol) {
        return protocol.equals("TLSv1.3") != suite.contains("_WITH_");
    }

    /// These with others in place of the protocols.
    public TlsSettings withProtocols(String... others) {
        return new TlsSettings(List.of(others), suites, clientCertificates, alpn, sessions, sessionTimeout);
    }

    /// These with others in place of the suites.
    public TlsSettings withSuites(List<String> others) {
        return new TlsSettings(protocols, others, clientCertificates, alpn, sessions, sessionTimeout);
    }

    /// These with another rule for clients' certificates.
    public TlsSettings withClientCertificates(ClientCertificates other) {
        return new TlsSettings(protocols, suites, other, alpn, sessions, sessionTimeout);
    }

    /// These with other protocols above.
    public TlsSettings withAlpn(String... others) {
        return new TlsSettings(protocols, suites, clientCertificates, List.of(others), sessions, sessionTimeout);
    }

    /// These with other bounds on the sessions that are kept.
    public TlsSettings withSessions(int most, Duration timeout) {
        return new TlsSettings(protocols, suites, clientCertificates, alpn, most, timeout);
    }
}
