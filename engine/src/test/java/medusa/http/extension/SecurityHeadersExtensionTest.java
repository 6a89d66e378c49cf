package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.Place;
import medusa.server.WebBench;

@Timeout(60)
class SecurityHeadersExtensionTest {
    private static final String STANDARD = "X-Content-Type-Options: nosniff\r\n"
            + "Referrer-Policy: strict-origin-when-cross-origin\r\n"
            + "Content-Security-Policy: base-uri 'self'; frame-ancestors 'self'; object-src 'none'\r\n"
            + "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\nX-Frame-Options: SAMEORIGIN\r\n"
            + "Cross-Origin-Opener-Policy: same-origin-allow-popups\r\nCross-Origin-Resource-Policy: same-site\r\n";

    @TempDir
    private Path root;

    @BeforeEach
    void makeRoot() throws Exception {
        Files.createDirectory(root.resolve("folder"));
        Files.writeString(root.resolve("a.txt"), "a\n");
        Files.write(root.resolve("large.bin"), new byte[100_000]);
    }

    private WebBench open(String settings) throws Exception {
        return new WebBench(root, "extensions=[{type='security-headers', " + settings + "}]");
    }

    /// The values that a reply has for a field.
    private static List<String> values(String reply, String name) {
        String head = reply.substring(0, reply.indexOf("\r\n\r\n"));
        return Arrays.stream(head.split("\r\n")).skip(1).map(line -> line.split(": ", 2))
                .filter(line -> line[0].equalsIgnoreCase(name)).map(line -> line[1]).toList();
    }

    @Test
    void everyReplyGetsThem() throws Exception {
        try (WebBench web = open("name='s'")) {
            assertThat(web.ask("GET /a.txt")).startsWith("HTTP/1.1 200 ").contains("\r\n" + STANDARD)
                    .doesNotContain("Embedder").endsWith("\r\n\r\na\n");
            assertThat(web.ask("GET /a.txt")).contains("\r\n" + STANDARD); // from memory
            assertThat(web.ask("GET /large.bin")).contains("\r\n" + STANDARD);
            assertThat(web.ask("HEAD /a.txt")).contains("\r\n" + STANDARD).endsWith("\r\n\r\n");
            assertThat(web.ask("GET /a.txt", "If-None-Match: *")).startsWith("HTTP/1.1 304 ").contains(STANDARD);
            assertThat(web.ask("GET /a.txt", "Range: bytes=0-0")).startsWith("HTTP/1.1 206 ").contains(STANDARD);
            assertThat(web.ask("GET /folder")).startsWith("HTTP/1.1 301 ").contains(STANDARD);
            assertThat(web.extensions().get("s").requests()).isZero();
        }
    }

    @Test
    void noneIsThereTwice() throws Exception {
        try (WebBench web = open("content-security-policy=\"default-src 'self'\", fields={vary='X-Mine'}")) {
            for (String path : List.of("/none", "/folder/", "/a.txt")) {
                String got = web.ask("GET " + path);
                List<String> policies = values(got, "Content-Security-Policy");
                assertThat(policies).hasSize(1);
                if (path.equals("/a.txt")) {
                    assertThat(policies.getFirst()).isEqualTo("default-src 'self'");
                } else {
                    assertThat(policies.getFirst()).startsWith("default-src 'none'; ");
                    assertThat(values(got, "Vary")).doesNotContain("X-Mine"); // it says on what it depends itself
                }
                assertThat(values(got, "X-Content-Type-Options")).containsExactly("nosniff");
            }
        }
    }

    @Test
    void whoAnswersKnowsBetter() throws Exception {
        try (WebBench web = open("fields={X-Foo='bar'}")) {
            web.extensions().install(Place.after("security-headers"), "own", new Extension() {
                @Override
                public boolean match(HttpRequest request) {
                    request.addToReply("x-frame-options", "DENY");
                    return true;
                }

                @Override
                public void handle(HttpRequest request) {
                    request.reply(200).header("X-FOO", "own").header("X-Foobar", "x").send();
                }
            });
            String got = web.ask("GET /");
            assertThat(values(got, "X-Foo")).containsExactly("own");
            assertThat(values(got, "X-Frame-Options")).containsExactly("DENY");
            assertThat(values(got, "Referrer-Policy")).hasSize(1);
        }
    }

    @Test
    void theOneWithinCounts() throws Exception {
        try (WebBench web = new WebBench(root, "extensions=[{type='security-headers', fields={A='1', B='2'}}, "
                + "{type='virtual-host', hosts=['x'], root='" + root + "', extensions=[{type='security-headers', "
                + "frame-options='DENY', referrer-policy='', fields={b='3'}}]}]")) {
            String got = web.ask("GET /a.txt", "Host: x");
            assertThat(values(got, "A")).containsExactly("1");
            assertThat(values(got, "B")).containsExactly("3");
            assertThat(values(got, "X-Frame-Options")).containsExactly("DENY");
            assertThat(values(got, "Referrer-Policy")).containsExactly("strict-origin-when-cross-origin");
        }
    }

    @Test
    void emptyTextTurnsOneOff() throws Exception {
        try (WebBench web = open("content-type-options='', referrer-policy='', content-security-policy='', "
                + "permissions-policy='', frame-options='', cross-origin-opener-policy='', "
                + "cross-origin-resource-policy='', cross-origin-embedder-policy='require-corp', "
                + "fields={X-B='b', X-A='\u00e4', X-None=''}")) {
            String got = web.ask("GET /a.txt");
            assertThat(got).contains("\r\nCross-Origin-Embedder-Policy: require-corp\r\nX-B: b\r\nX-A: \u00e4\r\n")
                    .doesNotContain("X-Content", "Referrer", "Content-Security", "Permissions", "X-Frame", "Opener",
                            "Resource-Policy", "X-None");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "frame-options=\"a\\r\\nb\"|extensions[0]: expected the name and the value of a header field of a reply, found "
                + "\"X-Frame-Options: a\\r\\nb\": not the value of a header field: X-Frame-Options",
        "referrer-policy=5|extensions[0].referrer-policy: expected text between quotes, found 5", //
        "referrer-policy='\u20ac'|not the value of a header field", //
        "fields={\"a b\"='c'}|not the name of a header field", //
        "fields={\"\"='c'}|not the name of a header field", //
        "fields={\"a:\"='c'}|not the name of a header field", //
        "fields={A=\"x\\u0000\"}|not the value of a header field: A", //
        "fields={Server='x'}|the server itself adds Server", //
        "fields={content-length='1'}|the server itself adds Content-Length", //
        "fields={x-frame-options='x'}|expected each field in one place, found two for x-frame-options", //
        "fields={A='x', a='y'}|expected each field in one place, found two for a", //
        "fields={strict-transport-security='max-age=1'}|expected https.hsts to be set instead, which is said over TLS alone", //
        "fields=['x']|extensions[0].fields: expected a table between { and }, found a list", //
        "hsts='x'|extensions[0].hsts: unknown setting", //
    })
    void whatCannotBeIsSaidAtOnce(String settings, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type='security-headers', " + settings + "}]"))
                .contains(message);
    }
}
