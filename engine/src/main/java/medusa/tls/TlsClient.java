package medusa.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/// The other side: what connects to a TLS server. Immutable but for its sessions; any thread.
public final class TlsClient {
    private final SSLContext context;
    private final SSLParameters parameters;

    private TlsClient(SSLContext context, SSLParameters parameters) {
        this.context = context;
        this.parameters = parameters;
    }

    /// @param settings what concerns servers only is left aside
    /// @param trusted the authorities whose servers are believed, or servers' own certificates; at least one
    /// @param identity what is shown to a server that asks
    /// @throws TlsException if a protocol or suite is not to be had, or nobody is trusted
    public static TlsClient of(TlsSettings settings, List<X509Certificate> trusted, Optional<TlsIdentity> identity)
            throws TlsException {
        if (trusted.isEmpty()) {
            throw new TlsException("a client that trusts nobody cannot connect");
        }
        SSLContext context = Jsse.context(identity.stream().toList(), trusted);
        SSLParameters parameters = Jsse.parameters(context, settings);
        parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the name must fit, as browsers see it
        return new TlsClient(context, parameters);
    }

    /// Decides about a server by its certificate.
    public interface Judge {
        /// Called in a task of the handshake; may block.
        ///
        /// @param fingerprint SHA-256 of the certificate, `AA:BB:…`
        /// @throws CertificateException if the server is not to be believed; the handshake then fails with this as a cause
        void check(String fingerprint) throws CertificateException;
    }

    /// For servers that are known by their certificates themselves and not by who has signed them.
    ///
    /// @param settings what concerns servers only is left aside
    /// @throws TlsException if a protocol or suite is not to be had
    public static TlsClient trusting(TlsSettings settings, Judge judge) throws TlsException {
        SSLContext context = Jsse.context(List.of(), new TrustManager[]{new LeafTrust(judge)});
        return new TlsClient(context, Jsse.parameters(context, settings));
    }

    /// A new engine in client mode, its handshake not begun.
    ///
    /// @param host the name or literal address that the certificate must be for; a name is asked for (SNI)
    /// @param port with `host` tells servers apart whose sessions are resumed
    public SSLEngine newEngine(String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        engine.setSSLParameters(parameters);
        if (CertificateNames.address(host).isEmpty()) {
            SSLParameters named = engine.getSSLParameters();
            named.setServerNames(List.of(new SNIHostName(host)));
            engine.setSSLParameters(named);
        }
        return engine;
    }
}
