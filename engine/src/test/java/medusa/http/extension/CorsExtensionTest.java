package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.Place;
import medusa.server.WebBench;

@Timeout(60)
class CorsExtensionTest {
    private static final String APP = "https://app.example";

    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws Exception {
        Files.createDirectories(root.resolve("api"));
        Files.writeString(root.resolve("api/a.txt"), "a\n");
        Files.writeString(root.resolve("b.txt"), "b\n");
    }

    private WebBench open(String settings) throws Exception {
        return new WebBench(root, "extensions=[{type='cors', " + settings + "}]");
    }

    private static String head(String reply) {
        return reply.substring(0, reply.indexOf("\r\n\r\n") + 2);
    }

    @Test
    void aReaderWhoIsAllowedIsToldSo() throws Exception {
        try (WebBench web = open("origins=['http://localhost:3000', '" + APP + "'], exposed=['X-A', 'X-B']")) {
            assertThat(web.ask("GET /b.txt", "Origin: " + APP)).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nb\n")
                    .containsOnlyOnce("\r\nVary: Origin\r\nAccess-Control-Allow-Origin: " + APP
                            + "\r\nAccess-Control-Expose-Headers: X-A, X-B\r\n")
                    .doesNotContain("Credentials", "Allow-Methods");
            assertThat(web.ask("GET /b.txt", "Origin: http://localhost:3000"))
                    .contains("\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\n");
            assertThat(web.ask("GET /none", "Origin: " + APP)).startsWith("HTTP/1.1 404 ")
                    .contains("\r\nAccess-Control-Allow-Origin: " + APP + "\r\n"); // scripts want to know why
            assertThat(web.extensions().get("cors").requests()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "https://app.example.evil.org", "http://app.example", "null",
        "https://app.example:8443", "HTTPS://APP.EXAMPLE", "https://app.example/", "", "*",
        APP + "\r\nOrigin: https://evil.example", APP + ", https://evil.example"})
    void othersAreNot(String origin) throws Exception {
        try (WebBench web = open("origins=['" + APP + "'], credentials=true, exposed=['X-A']")) {
            assertThat(web.ask("GET /b.txt", "Origin: " + origin)).startsWith("HTTP/1.1 200 ")
                    .contains("\r\nVary: Origin\r\n").doesNotContain("Access-Control");
            assertThat(web.ask("OPTIONS /b.txt", "Origin: " + origin, "Access-Control-Request-Method: PUT"))
                    .startsWith("HTTP/1.1 204 ").contains("\r\nVary: Origin\r\n").doesNotContain("Access-Control");
        }
    }

    @Test
    void cachesLearnOnWhatTheReplyDepends() throws Exception {
        try (WebBench web = open("origins=['" + APP + "']")) {
            assertThat(web.ask("GET /b.txt")).contains("\r\nVary: Origin\r\n").doesNotContain("Access-Control");
            web.change("extensions=[{type='cors', origins=['*']}]");
            assertThat(web.ask("GET /b.txt")).contains("\r\nAccess-Control-Allow-Origin: *\r\n")
                    .doesNotContain("Vary: Origin");
            assertThat(web.ask("GET /b.txt", "Origin: null")).contains("\r\nAccess-Control-Allow-Origin: *\r\n");
        }
    }

    @Test
    void aPreflightIsAnswered() throws Exception {
        try (WebBench web = open(
                "origins=['" + APP + "'], methods=['PUT', 'DELETE'], headers=['X-Key', 'Content-Type'], "
                        + "credentials=true, max-age='2h'")) {
            String got = web.ask("OPTIONS /any/thing", "Origin: " + APP, "Access-Control-Request-Method: PUT",
                    "Access-Control-Request-Headers: x-key");
            assertThat(got).startsWith("HTTP/1.1 204 No Content\r\n")
                    .endsWith("\r\nVary: Origin\r\nAccess-Control-Allow-Origin: https://app.example\r\n"
                            + "Access-Control-Allow-Credentials: true\r\nAccess-Control-Allow-Methods: PUT, DELETE\r\n"
                            + "Access-Control-Allow-Headers: X-Key, Content-Type\r\nAccess-Control-Max-Age: 7200\r\n\r\n");
            assertThat(web.extensions().get("cors").requests()).isEqualTo(1);
            assertThat(web.ask("GET /b.txt", "Origin: " + APP))
                    .contains("\r\nAccess-Control-Allow-Credentials: true\r\n");
        }
    }

    @Test
    void everybodyMayWhereItIsSaidSo() throws Exception {
        try (WebBench web = open("origins=['*'], methods=['*'], headers=['*'], exposed=['*'], max-age='0s'")) {
            assertThat(web.ask("OPTIONS /", "Origin: x", "Access-Control-Request-Method: PUT"))
                    .endsWith("\r\nAccess-Control-Allow-Origin: *\r\nAccess-Control-Allow-Methods: *\r\n"
                            + "Access-Control-Allow-Headers: *\r\nAccess-Control-Max-Age: 0\r\n\r\n")
                    .doesNotContain("Vary");
            assertThat(web.ask("GET /b.txt")).contains("\r\nAccess-Control-Expose-Headers: *\r\n");
        }
    }

    @Test
    void otherOptionsAreForOthers() throws Exception {
        try (WebBench web = open("origins=['" + APP + "']")) {
            assertThat(web.ask("OPTIONS /b.txt", "Origin: " + APP)).contains("\r\nAllow: GET, HEAD, OPTIONS\r\n")
                    .contains("\r\nAccess-Control-Allow-Origin: " + APP + "\r\n");
            assertThat(web.ask("OPTIONS /b.txt", "Access-Control-Request-Method: PUT")).contains("\r\nAllow: ")
                    .doesNotContain("Access-Control");
            assertThat(web.ask("PUT /b.txt", "Origin: " + APP, "Access-Control-Request-Method: PUT",
                    "Content-Length: 0")).startsWith("HTTP/1.1 405 ");
        }
    }

    @ParameterizedTest
    @CsvSource({"/api, true", "/api/a.txt, true", "/./api/a.txt, true", "//api/a.txt, true", "/x/../api/a.txt, true",
        "/%61pi/a.txt, true", "/API/a.txt, false", "/apix, false", "/b.txt, false", "/api/../b.txt, false",
        "/caf%C3%A9/x, true"})
    void onlyWhereItIsWanted(String path, boolean there) throws Exception {
        try (WebBench web = open("origins=['*'], paths=['/api/', '/caf\u00e9']")) {
            assertThat(head(web.ask("GET " + path)).contains("Access-Control-Allow-Origin: *")).isEqualTo(there);
            assertThat(web.ask("OPTIONS " + path, "Origin: x", "Access-Control-Request-Method: PUT")
                    .contains("Access-Control-Max-Age: 600")).isEqualTo(there);
        }
    }

    /// Browsers take two fields for a failure.
    @Test
    void whoAnswersKnowsBetter() throws Exception {
        try (WebBench web = open("origins=['" + APP + "']")) {
            web.extensions().install(Place.after("cors"), "own", new Extension() {
                @Override
                public boolean match(HttpRequest request) {
                    return request.path().equals("/own");
                }

                @Override
                public void handle(HttpRequest request) {
                    request.reply(200).header("access-control-allow-origin", "https://own.example").send();
                }
            });
            assertThat(web.ask("GET /own", "Origin: " + APP))
                    .contains("access-control-allow-origin: https://own.example")
                    .doesNotContain("Access-Control-Allow-Origin");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "methods=[]|extensions[0].origins: is missing", //
        "origins=[]|expected an origin at least, found []", //
        "origins=['*', 'https://a']|or \"*\" alone, found \"*\"", //
        "origins=['https://a/']|expected an origin as browsers send it, such as \"https://app.example.org\" or "
                + "\"http://localhost:3000\", or \"*\" alone, found \"https://a/\"",
        "origins=['https://a:443']|found \"https://a:443\"", //
        "origins=['http://a:80']|found \"http://a:80\"", //
        "origins=['https://*.a']|found \"https://*.a\"", //
        "origins=['https://A']|found \"https://A\"", //
        "origins=['a']|found \"a\"", //
        "origins=['null']|found \"null\"", //
        "origins=[\"https://a\\r\\nX: y\"]|found \"https://a\\r\\nX: y\"", //
        "origins=['*'], credentials=true|expected everything written out while credentials are allowed, found \"*\"", //
        "origins=['https://a'], headers=['*'], credentials=true|while credentials are allowed", //
        "origins=['https://a'], methods=['A B']|expected the name of a method or a header field, found \"A B\"", //
        "origins=['https://a'], headers=['a,b']|found \"a,b\"", //
        "origins=['https://a'], exposed=['']|found \"\"", //
        "origins=['https://a'], max-age=5|extensions[0].max-age: expected a duration", //
        "origins=['https://a'], paths=['api']|expected the beginning of a path such as \"/api\", found \"api\"", //
        "origins=['https://a'], paths=['/a/../b']|found \"/a/../b\"", //
    })
    void whatCannotBeIsSaidAtOnce(String settings, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type='cors', " + settings + "}]")).contains(message);
    }
}
