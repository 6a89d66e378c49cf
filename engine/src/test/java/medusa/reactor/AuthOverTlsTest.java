package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.CountingAuthorizer;
import medusa.server.WebBench;

/// Passwords from other machines are taken over TLS.
@Timeout(60)
class AuthOverTlsTest {
    @TempDir
    private Path root;

    @Test
    void aPasswordFromAnotherMachineIsTaken() throws Exception {
        Files.writeString(root.resolve("a"), "a\n");
        try (WebBench web = new WebBench(root, "extensions=[{type='auth', paths=['/']}]");
                TlsBench tls = new TlsBench("TLSv1.3", false)) {
            web.logins().follow(List.of(new CountingAuthorizer().with("anna", "secret")));
            Acceptor acceptor = web.listen(Acceptor.Options.defaults().with(tls.tls(false)).with(
                    new Proxies(List.of(AddressRange.parse("127.0.0.0/8")), Duration.ofSeconds(5))));
            Bench.Peer peer = web.bench().connect(acceptor).send("PROXY TCP4 192.0.2.1 192.0.2.9 4000 443\r\n");
            TlsPeer client = new TlsPeer(web.bench(), peer, tls.engine(true)).handshake();
            String request = "GET /a HTTP/1.1\r\nHost: localhost\r\n";
            client.send(request + "\r\n");
            web.bench().until("a challenge", () -> {
                client.poll();
                return client.got().startsWith("HTTP/1.1 401 ");
            });
            assertThat(client.got()).contains("\r\nWWW-Authenticate: Basic realm=\"Medusa\", charset=\"UTF-8\"\r\n");
            client.send(request + "Authorization: Basic YW5uYTpzZWNyZXQ=\r\n\r\n");
            web.bench().until("the file", () -> {
                client.poll();
                return client.got().endsWith("\r\n\r\na\n");
            });
            assertThat(client.got()).contains("HTTP/1.1 200 OK\r\n");
        }
    }
}
