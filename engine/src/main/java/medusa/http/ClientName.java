package medusa.http;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import medusa.tls.CertificateNames;

/// Who a client is by the certificate that it has shown and proven to own, for the access log.
final class ClientName {
    private ClientName() {}

    /// To be asked once a connection: where there is no certificate the JDK says so by an exception. Nothing is noted in the
    /// session, since a value there makes the JDK send the client another ticket.
    ///
    /// @param session null without TLS
    /// @return null for nobody
    static String of(SSLSession session) {
        if (session == null) {
            return null;
        }
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? CertificateNames.holder(shown)
                    : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
