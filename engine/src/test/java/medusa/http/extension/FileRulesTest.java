package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.server.ConfigException;
import medusa.server.ServerConfig;
import medusa.server.WebBench;

/// What `[http]` says about all files, over the wire.
@Timeout(60)
class FileRulesTest {
    private static final String CACHING = "http.cache-control=[{ match = \"*.css\", value = \"max-age=60\" }, "
            + "{ match = \"/assets/*\", value = \"max-age=31536000, immutable\" }, { match = \"x*\", value = \"no-store\" }]";

    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        write("a.css", "body {}\n".repeat(1000));
        write("a.css.br", "brotli");
        write("assets/b.css", "b");
        write("assets/sub/c.js", "c");
        write("x.jpg", "x".repeat(200_000));
        write("plain.txt", "0123456789");
        write("app/index.html", "<p>the application");
        write("app/real.html", "<p>a page");
        write("app/list/file.txt", "f");
    }

    private void write(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_600_000_000_000L));
    }

    private static String etag(String reply) {
        return reply.replaceFirst("(?s).*\r\nETag: ([^\r]*)\r\n.*", "$1");
    }

    @Test
    void cachesAreToldByTheFirstRuleThatFits() throws Exception {
        try (WebBench web = new WebBench(root, CACHING)) {
            for (int i = 0; i < 2; i++) { // from the disk, and from memory
                assertThat(web.ask("GET /a.css")).containsOnlyOnce("\r\nCache-Control: max-age=60\r\n");
                assertThat(web.ask("GET /assets/b.css")).containsOnlyOnce("\r\nCache-Control: max-age=60\r\n");
                assertThat(web.ask("GET /assets/sub/c.js"))
                        .containsOnlyOnce("\r\nCache-Control: max-age=31536000, immutable\r\n");
                assertThat(web.ask("HEAD /x.jpg")).containsOnlyOnce("\r\nCache-Control: no-store\r\n");
                assertThat(web.ask("GET /plain.txt")).doesNotContain("Cache-Control");
            }
        }
    }

    @Test
    void everyFormOfAFileAndEvery304HasTheSameFields() throws Exception {
        try (WebBench web = new WebBench(root, CACHING, "http.headers={ X-A = \"1\", x-b = \"two words\" }")) {
            String[] fields = {"\r\nCache-Control: max-age=60\r\n", "\r\nX-A: 1\r\n", "\r\nx-b: two words\r\n"};
            for (String encoding : List.of("identity", "gzip", "br")) {
                for (int i = 0; i < 2; i++) {
                    String whole = web.ask("GET /a.css", "Accept-Encoding: " + encoding);
                    assertThat(whole).startsWith("HTTP/1.1 200 ").contains(fields);
                    assertThat(whole.contains("Content-Encoding: " + encoding)).isEqualTo(!encoding.equals("identity"));
                    assertThat(web.ask("GET /a.css", "Accept-Encoding: " + encoding, "If-None-Match: " + etag(whole)))
                            .startsWith("HTTP/1.1 304 ").contains(fields);
                }
            }
            assertThat(web.ask("GET /a.css", "Range: bytes=0-3")).startsWith("HTTP/1.1 206 ").contains(fields);
            assertThat(web.ask("GET /x.jpg", "Range: bytes=0-3,9-10")).startsWith("HTTP/1.1 206 ")
                    .contains("\r\nCache-Control: no-store\r\n", "\r\nX-A: 1\r\n");
            assertThat(web.ask("GET /assets/")).startsWith("HTTP/1.1 200 ").contains(fields[1], fields[2])
                    .containsOnlyOnce("\r\nCache-Control: ");
            assertThat(web.ask("GET /nothing.txt")).startsWith("HTTP/1.1 404 ").doesNotContain("X-A");
        }
    }

    @Test
    void aFallbackAnswersWhereThereIsNothing() throws Exception {
        try (WebBench web = new WebBench(root, "http.fallback=/app/index.html", CACHING)) {
            for (int i = 0; i < 2; i++) {
                for (String path : List.of("/users/7", "/users/", "/nothing?a=b", "/plain.txt/7", "/app/%C3%BC")) {
                    assertThat(web.ask("GET " + path)).startsWith("HTTP/1.1 200 ")
                            .contains("\r\nContent-Type: text/html; charset=utf-8\r\n")
                            .endsWith("\r\n\r\n<p>the application");
                }
            }
            assertThat(web.ask("HEAD /users/7")).startsWith("HTTP/1.1 200 ").contains("\r\nContent-Length: 18\r\n")
                    .endsWith("\r\n\r\n");
            String etag = etag(web.ask("GET /users/7"));
            assertThat(web.ask("GET /users/8", "If-None-Match: " + etag)).startsWith("HTTP/1.1 304 ");
            for (String path : List.of("/missing.js", "/a/.hidden", "/.git/config", "/users/.env/x")) {
                assertThat(web.ask("GET " + path)).startsWith("HTTP/1.1 404 ");
            }
            assertThat(web.ask("POST /users/7")).startsWith("HTTP/1.1 405 ");
            assertThat(web.ask("GET /app/real.html")).endsWith("\r\n\r\n<p>a page");
            write("users/7", "a file");
            assertThat(web.ask("GET /users/7")).as("a file that has appeared").endsWith("\r\n\r\na file");
            Files.delete(root.resolve("app/index.html"));
            assertThat(web.ask("GET /users/9")).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void changesWithTheConfiguration() throws Exception {
        try (WebBench web = new WebBench(root, "http.headers={ X-A = \"1\" }")) {
            assertThat(web.ask("GET /plain.txt")).contains("\r\nX-A: 1\r\n");
            web.change("http.headers={ X-A = \"2\" }");
            assertThat(web.ask("GET /plain.txt")).contains("\r\nX-A: 2\r\n").doesNotContain("X-A: 1");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "cache-control=[{ match = \"\", value = \"no-store\" }]|[0].match: expected names such as \"*.css\" or paths such as"
                + " \"/assets/*\", found \"\"",
        "cache-control=[{ match = \"*\", value = \" \" }]|[0].value: expected a value such as \"max-age=3600\", found \" \"",
        "cache-control=[{ match = \"*\", value = \"a\\r\\nSet-Cookie: b\" }]|[0].value: expected a value such as"
                + " \"max-age=3600\", found \"a\\r\\nSet-Cookie: b\"",
        "cache-control=[{ match = \"*\" }]|[0].value: is missing",
        "cache-control=\"no-store\"|: expected a list between [ and ], found \"no-store\"",
        "headers={ content-length = \"5\" }|.content-length: expected a field that the server does not set itself, found"
                + " \"content-length\"",
        "headers={ Vary = \"Cookie\" }|.Vary: expected a field that the server does not set itself, found \"Vary\"",
        "headers={ Cache-Control = \"no-store\" }|.Cache-Control: expected no field for which there is a setting"
                + " (cache-control), found \"Cache-Control\"",
        "headers={ X-A = \"a\\nb\" }|.X-A: expected the name of a header field and text of one line, in Latin-1, found"
                + " \"X-A\" and \"a\\nb\"",
        "headers={ \"a b\" = \"c\" }|.\"a b\": expected the name of a header field and text of one line, in Latin-1, found"
                + " \"a b\" and \"c\"",
        "headers={ X-A = \"1\", x-a = \"2\" }|.x-a: expected each field once, found another \"x-a\"",
        "headers={ X-A = 1 }|.X-A: expected text between quotes, found 1",
        "fallback=/.hidden|: expected a file in the folder, such as \"/index.html\", and no hidden one, found \"/.hidden\"",
        "fallback=/|: expected a file in the folder, such as \"/index.html\", and no hidden one, found \"/\"",
        "zip=1|: expected true or false, found 1",})
    void faultsAreNamed(String setting, String problem) {
        String key = setting.substring(0, setting.indexOf('='));
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> ServerConfig.of("http." + setting))
                .satisfies(e -> assertThat(e.problems()).containsExactly("--set: http." + key + problem));
    }
}
