package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.metrics.Counter;
import medusa.server.WebBench;

@Timeout(60)
class RedirectExtensionTest {
    @TempDir
    private Path root;

    private static String rules(String... rules) {
        return "extensions=[{type=\"redirect\", rules=[" + String.join(", ", rules) + "]}]";
    }

    private static String rule(String from, String to) {
        return "{from='" + from + "', to='" + to + "'}";
    }

    /// What `Location` says; empty if the reply is no redirect.
    private static String location(String reply) {
        int start = reply.indexOf("\r\nLocation: ");
        return start < 0 ? "" : reply.substring(start + 12, reply.indexOf('\r', start + 12));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "/old|/new|/old|/new", //
        "/old|/new|/older|", // the whole path
        "/old|/new|/x/old|", //
        "/old|/new|/%6Fld|/new", // decoded once
        "/old|/new|/%256Fld|", //
        "/old|/new|/old?a=1&b|/new?a=1&b", //
        "/old|/new?x=y|/old?a=1|/new?x=y", //
        "/old|/new#part|/old?a=1|/new?a=1#part", //
        "/old|/new?x#part|/old?a=1|/new?x#part", //
        "/old|/new|/old?a=[^]\\|/new?a=%5B%5E%5D%5C", //
        "/b/(\\d{4})/(\\d\\d)|/y-$1/m-$2|/b/2024/07|/y-2024/m-07", //
        "/(a)?(.*)|/$1-$2$0-$$|/x|/-x/x-$", // a group that is not there
        "/to/(.*)|https://example.org/$1|/to/a/b?q|https://example.org/a/b?q", //
        "/to/(.*)|https://[::1]:8443/$1|/to/|https://[::1]:8443/", //
        "/s/(.*)|/search?q=$1|/s/a%26b=c%23d%3fe/f|/search?q=a%26b%3Dc%23d%3Fe/f", // no field of its own
        "/s/(.*)|/page#$1|/s/a%23b|/page#a%23b", //
        "/p/(.*)|/q/$1|/p/a%3fb%23c%25d%20e%5cf|/q/a%3Fb%23c%25d%20e%5Cf", // within the path
        "/p/(.*)|/q/$1|/p/a%0d%0aSet-Cookie:%20x|/q/a%0D%0ASet-Cookie:%20x", //
        "/p/(.*)|/$1|/p//evil.com|/evil.com", // not another host
        "/p/(.*)|/$1|/p////evil.com/x|/evil.com/x", //
        "/p(/.*)|/$1|/p//evil.com|/evil.com", //
        "/p/(.*)|/$1|/p/%5cevil.com|/%5Cevil.com", //
        "/p/(.*)|/$1|/p/%5c%5cevil.com|/%5C%5Cevil.com", //
        "/p/(.*)|/$1|/p/%09/evil.com|/%09/evil.com", //
        "/p/(.*)|/$1|/p/.//evil.com|/.//evil.com", //
        "/p/(.*)|/$1$1|/p//|/", //
        "/p/(.*)|https://example.org/$1|/p/@evil.com|https://example.org/@evil.com", //
        "/caf\u00e9/(.)|/coffee/$1|/caf%C3%A9/%C3%BC|/coffee/%C3%BC", // patterns are of characters
        "/(.*)|/x/$1|/caf%E9|", // what is no UTF-8 matches nothing
        "(?i)/old|/new|/OLD|/new", //
        ".*|/x|*|", // not a path
    })
    void leadsThere(String from, String to, String target, String expected) throws Exception {
        try (WebBench web = new WebBench(root, rules(rule(from, to)))) {
            String got = web.ask((target.equals("*") ? "OPTIONS " : "GET ") + target);
            assertThat(location(got)).isEqualTo(expected == null ? "" : expected);
        }
    }

    @Test
    void saysSoWithTheStatusThatIsWanted() throws Exception {
        try (WebBench web = new WebBench(root, rules("{from='/a', to='/b'}", "{from='/2', to='/b', status=302}",
                "{from='/7', to='/b', status=307}", "{from='/8', to='/b', status=308}"))) {
            assertThat(web.ask("GET /a")).startsWith("HTTP/1.1 301 Moved Permanently\r\n")
                    .endsWith("Location: /b\r\nContent-Length: 0\r\n\r\n");
            assertThat(web.ask("POST /2", "Content-Length: 0")).startsWith("HTTP/1.1 302 Found\r\n");
            assertThat(web.ask("HEAD /7")).startsWith("HTTP/1.1 307 Temporary Redirect\r\n");
            assertThat(web.ask("PUT /8", "Content-Length: 0")).startsWith("HTTP/1.1 308 Permanent Redirect\r\n");
            assertThat(web.extensions().get("redirect").requests()).isEqualTo(4);
        }
    }

    @Test
    void theFirstThatMatchesCountsForTheHostThatItIsFor() throws Exception {
        try (WebBench web = new WebBench(root,
                rules("{from='/(.*)', to='https://example.org/$1', host='www.example.org'}",
                        "{from='/a', to='/first'}", "{from='/.*', to='/second'}"))) {
            assertThat(location(web.ask("GET /a?q", "Host: WWW.Example.Org.:8080")))
                    .isEqualTo("https://example.org/a?q");
            assertThat(location(web.ask("GET /a", "Host: example.org"))).isEqualTo("/first");
            assertThat(location(web.ask("GET /b", "Host: example.org"))).isEqualTo("/second");
            assertThat(location(web.ask("GET http://www.example.org/c", "Host: example.org")))
                    .isEqualTo("https://example.org/c");
            assertThat(web.connect().send("GET /a HTTP/1.0\r\n\r\n").expectEnd().got())
                    .contains("Location: /first\r\n");
        }
    }

    /// Each of these goes back and forth far more often than the path is long.
    @ParameterizedTest
    @CsvSource({"/(a+)+b", "/(.*a){20}b", "/.*a.*a.*b"})
    void noPathKeepsItBusy(String from) throws Exception {
        try (WebBench web = new WebBench(root, rules(rule(from, "/x"), rule("/fine", "/ok")))) {
            for (int i = 0; i < 3; i++) {
                String got = web.ask("GET /" + "a".repeat(8000));
                assertThat(got).startsWith("HTTP/1.1 500 ").doesNotContain("pattern", "Exception", "aaaa");
            }
            assertThat(location(web.ask("GET /fine"))).isEqualTo("/ok");
            assertThat(web.extensions().get("redirect").faults()).isEqualTo(3);
            assertThat(web.bench().reactor().counters().get(Counter.HTTP_FAULTS)).isEqualTo(3);
        }
    }

    /// Each of these takes a stack that grows with the path; whether it is deep enough is the machine's affair.
    @ParameterizedTest
    @CsvSource({"/(a|a)*b", "/(a|aa)+b", "/(?:(a)|(.))*b"})
    void noPathBringsItDown(String from) throws Exception {
        try (WebBench web = new WebBench(root, rules(rule(from, "/x"), rule("/fine", "/ok")))) {
            assertThat(web.ask("GET /" + "a".repeat(8000))).containsPattern("^HTTP/1.1 (500|404) ");
            assertThat(location(web.ask("GET /fine"))).isEqualTo("/ok");
        }
    }

    @Test
    void manyHarmlessPatternsAreNotStoppedByTheLongestPath() throws Exception {
        String[] many = new String[200];
        Arrays.fill(many, rule("/(.*)/(.*)[.]php", "/$1/$2"));
        try (WebBench web = new WebBench(root, rules(many))) {
            assertThat(web.ask("GET /" + "a".repeat(8000))).startsWith("HTTP/1.1 404 ");
            assertThat(location(web.ask("GET /" + "a".repeat(3000) + "/x.php")))
                    .isEqualTo("/" + "a".repeat(3000) + "/x");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "[]|expected a rule at least, found []", //
        "[{to='/x'}]|extensions[0].rules[0].from: is missing", //
        "[{from='/x'}]|extensions[0].rules[0].to: is missing", //
        "[{from='/(', to='/x'}]|extensions[0].rules[0]: expected a regular expression such as \"/old/(.*)\", found \"/(\": "
                + "Unclosed group",
        "[{from='/x', to='/$1'}]|expected one of the 0 groups of the pattern, found \"$1\"", //
        "[{from='/x', to='/$'}]|found \"/$\"", //
        "[{from='/x', to='/$a'}]|found \"/$a\"", //
        "[{from='/x', to='x'}]|expected a path such as \"/new/$1\" or a URI whose host is written out such as "
                + "\"https://example.org/$1\", found \"x\"",
        "[{from='/x', to='//x'}]|found \"//x\"", //
        "[{from='/x', to='/\\x'}]|found \"/\\x\"", //
        "[{from='/(x)', to='https://$1/'}]|found \"https://$1/\"", //
        "[{from='/(x)', to='https://example.org$1'}]|found \"https://example.org$1\"", //
        "[{from='/(x)', to='https://example.org:$1/'}]|found \"https://example.org:$1/\"", //
        "[{from='/(x)', to='https://a@example.org/'}]|found \"https://a@example.org/\"", //
        "[{from='/(x)', to='$1'}]|found \"$1\"", //
        "[{from='/x', to='javascript:x'}]|found \"javascript:x\"", //
        "[{from='/x', to='/a b'}]|found \"/a b\"", //
        "[{from='/x', to='/%4'}]|found \"/%4\"", //
        "[{from='/x', to=\"/a\\r\\nb\"}]|found \"/a\\r\\nb\"", //
        "[{from='/x', to='/a#b#c'}]|found \"/a#b#c\"", //
        "[{from='/x', to='/a', status=303}]|expected status 301, 302, 307 or 308, found 303", //
        "[{from='/x', to='/a', host='a b'}]|found \"a b\"", //
        "[{from='/x', to='/a', code=301}]|extensions[0].rules[0].code: unknown setting", //
    })
    void whatCannotBeIsSaidAtOnce(String rules, String message) throws Exception {
        assertThat(WebBench.refusal(root, "extensions=[{type=\"redirect\", rules=" + rules + "}]")).contains(message);
    }
}
