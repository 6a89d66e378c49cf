package medusa.tls;

import java.security.cert.X509Certificate;
import java.util.List;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSessionContext;

/// Everything that the server's side of a TLS connection needs. Immutable but for the sessions in it, which are its own: one
/// can be resumed only in the context in which it began. So a protocol whose connections belong together, such as FTP, takes
/// the second connection's engine from the first one's context, even after a reload.
///
/// Any thread may make engines; an engine belongs to one thread, apart from its delegated tasks.
public final class TlsContext {
    private final SSLContext context;
    private final SSLParameters parameters;
    private final List<TlsIdentity> identities;

    private TlsContext(SSLContext context, SSLParameters parameters, List<TlsIdentity> identities) {
        this.context = context;
        this.parameters = parameters;
        this.identities = identities;
    }

    /// @param identities at least one; the first one is the default
    /// @param authorities who signs clients' certificates; needed unless these are [ClientCertificates#OFF]
    /// @throws TlsException if a protocol or suite is not to be had, or the authorities are missing
    public static TlsContext of(TlsSettings settings, List<TlsIdentity> identities, List<X509Certificate> authorities)
            throws TlsException {
        if (identities.isEmpty()) {
            throw new TlsException("there is no certificate to serve TLS with");
        }
        boolean asks = settings.clientCertificates() != ClientCertificates.OFF;
        if (asks && authorities.isEmpty()) {
            throw new TlsException("clients are asked for a certificate, but there is no file with the authorities"
                    + " that may have signed it");
        }
        SSLContext context = Jsse.context(identities, asks ? authorities : List.of());
        SSLParameters parameters = Jsse.parameters(context, settings);
        switch (settings.clientCertificates()) {
            case OFF -> {
            }
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        SSLSessionContext sessions = context.getServerSessionContext();
        sessions.setSessionCacheSize(settings.sessions());
        sessions.setSessionTimeout((int) settings.sessionTimeout().toSeconds());
        return new TlsContext(context, parameters, List.copyOf(identities));
    }

    /// A new engine in server mode, its handshake not begun.
    public SSLEngine newEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    /// In the order of the configuration.
    public List<TlsIdentity> identities() {
        return identities;
    }
}
