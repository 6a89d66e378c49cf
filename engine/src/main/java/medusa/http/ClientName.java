package medusa.http;

import java.security.cert.X509Certificate;

import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

import medusa.tls.CertificateNames;

/// Who a client is by the certificate that it has shown and proven to own, for the access log.
final class ClientName {
    private static final String KEY = "medusa.client-name";

    private ClientName() {}

    /// Looked up once a session, also where there is no certificate: the JDK says so by an exception.
    ///
    /// @param session null without TLS
    /// @return null for nobody
    static String of(SSLSession session) {
        if (session == null) {
            return null;
        }
        Object known = session.getValue(KEY);
        String name = known instanceof String text ? text : find(session);
        if (known == null) {
            session.putValue(KEY, name);
        }
        return name.isEmpty() ? null : name;
    }

    private static String find(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate shown
                    ? CertificateNames.holder(shown)
                    : "";
        } catch (SSLPeerUnverifiedException e) {
            return "";
        }
    }
}
