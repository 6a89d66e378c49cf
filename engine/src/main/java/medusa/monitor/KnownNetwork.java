package medusa.monitor;

import java.security.cert.CertificateException;
import java.time.Duration;

import medusa.reactor.Tls;
import medusa.tls.TlsClient;
import medusa.tls.TlsException;

/// The network as it is, with servers that are known by their certificates.
record KnownNetwork(KnownServers known) implements ClientConnector.Network {
    private static final Duration HANDSHAKE_TIME = Duration.ofSeconds(10);

    @Override
    public Tls tls(MonitorAddress.Tcp server) throws TlsException {
        TlsClient client = known.wary(server.host(), server.port());
        return new Tls(() -> client.newEngine(server.host(), server.port()), Thread::startVirtualThread,
                HANDSHAKE_TIME);
    }

    @Override
    public void note(MonitorAddress.Tcp server, String fingerprint) throws CertificateException {
        known.note(server.host(), server.port(), fingerprint);
    }
}
