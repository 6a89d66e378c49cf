package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.InstantSource;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.http.HttpServer;
import medusa.http.Place;
import medusa.http.HttpSettings;
import medusa.log.AccessLog;
import medusa.reactor.Bench;

class SecureRedirectTest {

    @ParameterizedTest
    @CsvSource({
        "GET /a/b?c=d HTTP/1.1|Host: example.org, 8443, 301, https://example.org:8443/a/b?c=d",
        "GET / HTTP/1.1|Host: example.org:8080, 443, 301, https://example.org/",
        "HEAD /x HTTP/1.1|Host: [::1]:8080, 443, 301, https://[::1]/x",
        "GET /x HTTP/1.1|Host: [::1], 8443, 301, https://[::1]:8443/x",
        "POST /x HTTP/1.1|Host: example.org|Content-Length: 0, 443, 308, https://example.org/x",
        "GET http://other.example:1/x HTTP/1.1|Host: example.org, 443, 301, https://other.example/x",
        "GET //evil.example/x HTTP/1.1|Host: example.org, 443, 301, https://example.org//evil.example/x",
        "GET /a^[b]?c{`d`}\\e%7e HTTP/1.1|Host: a, 443, 301, https://a/a%5E%5Bb%5D?c%7B%60d%60%7D%5Ce%7e",
        "GET /x HTTP/1.0|, 443, 400,",
        "GET /x HTTP/1.1|Host:, 443, 400,",
        "GET /.well-known/acme-challenge/token HTTP/1.1|Host: example.org, 443, 404,",
        "GET /x HTTP/1.1|Host: example.org, 0, 503,",
        "OPTIONS * HTTP/1.1|Host: example.org, 443, 404,"})
    void sendsToTheSamePlaceWithTls(String request, int port, int status, String location) throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.system());
            http.extensions().install(Place.FRONT, new SecureRedirect(() -> port));
            var peer = bench.connect(bench.listen(http::newChannel))
                    .send(request.replace("|", "\r\n") + "\r\nConnection: close\r\n\r\n").expectEnd();
            assertThat(peer.got()).startsWith("HTTP/1.1 " + status + " ");
            if (location == null) {
                assertThat(peer.got()).doesNotContain("Location:");
            } else {
                assertThat(peer.got()).contains("\r\nLocation: " + location + "\r\n");
            }
        }
    }
}
