/// Certificates and keys: reading them, choosing among them, replacing them while the server runs, and what makes
/// [javax.net.ssl.SSLEngine]s of them. No sockets and no protocol.
package medusa.tls;
