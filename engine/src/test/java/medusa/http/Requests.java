package medusa.http;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Examples of heads, right and wrong. One character is one byte.
final class Requests {
    private static final String GET = "GET /a.txt HTTP/1.1\r\nHost: a.example\r\n";

    private Requests() {}

    /// What must be refused, always with the end of the connection, and how.
    record Refused(int status, String request) {}

    static List<String> accepted() {
        List<String> all = new ArrayList<>(List.of(
                GET + "\r\n",
                "GET / HTTP/1.0\r\n\r\n",
                "\r\n\r\n" + GET + "\r\n",
                "\r\n".repeat(8) + "GET / HTTP/1.0\r\n\r\n",
                "GET /a.txt HTTP/1.2\r\nHost: a\r\n\r\n",
                "get * HTTP/1.9\r\nhost:a\r\n\r\n",
                "M-SEARCH * HTTP/1.1\r\nHost:a\r\n\r\n",
                "GET /a HTTP/1.1\r\nhOsT:\ta:80 \t\r\nEMPTY:\r\nx:y\r\nBlank: \t \r\ncOnNeCtIoN:close\r\n\r\n",
                "GET /\"<>|`{}\\^#[] HTTP/1.1\r\nHost: a\r\n\r\n",
                GET + "!#$%&'*+-.^_`|~09azAZ: v\r\n\r\n",
                GET + "X-A: caf\u00e9 \u00ff \t!\"(),/:;<=>?@[\\]{}\r\n\r\n",
                GET + "Content-Length: 5\r\n\r\n",
                GET + "Content-Length: 007\r\n\r\n",
                GET + "Content-Length: 999999999999999999\r\n\r\n",
                GET + "Transfer-Encoding: \tCHUNKED \r\n\r\n",
                "GET /?" + "q".repeat(7900) + " HTTP/1.1\r\nHost: a\r\n\r\n",
                GET + "Cookie: " + "c".repeat(4000) + "\r\n\r\n",
                GET + "X: v\r\n".repeat(99) + "\r\n",
                "OPTIONS * HTTP/1.1\r\nHost:\r\n\r\n",
                "GET http://a/ HTTP/1.1\r\nHost:\r\n\r\n",
                "GET / HTTP/1.0\r\nHost:\r\n\r\n"));
        Stream.of("a.example", "A.EXAMPLE:80", "a:", "127.0.0.1", "127.0.0.1:65535", "xn--bcher-kva.example", "[::]",
                "[::1]:8080",
                "[1:2:3:4:5:6:7:8]", "[1::8]", "[::ffff:1.2.3.4]", "[1:2:3:4:5:6:1.2.3.4]", "[fe80::abcd:0]", "[1::]",
                "[v1.fe80::a+en1]", "a_b", "a%20b", "(a)", "a:00080")
                .forEach(host -> all.add("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        return all;
    }

    static List<Refused> refused() {
        List<Refused> all = new ArrayList<>();
        requestLines(all);
        hosts(all);
        headers(all);
        lengths(all);
        return all;
    }

    private static void requestLines(List<Refused> all) {
        for (String start : new String[]{"G@T /", "GE\u0001T /", "GE\0T /", "GET: /", "G\u00c9T /", "\"GET\" /",
            "GET/ /",
            "GET, /", " GET /", "GET  /", "GET\t/", "GET / ", "GET /\t", "GET /a .txt", "GET /a\r.txt",
            "GET /a\u0001.txt",
            "GET /a\0", "GET /a\u007f", "GET /\u00ff", "\nGET /", "\rGET /", "\0GET /", "GET\r /", "GET \0/"}) {
            all.add(new Refused(400, start + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        for (String version : new String[]{"HTTP/1.10", "HTTP/01.1", "http/1.1", "HTTP/1", "HTTP/1.", "HTTP/.1",
            "HTTP/1.1x",
            "HTTP/1,1", "HTTP/ 1.1", "HTTPS/1.1", "XTTP/1.1", "HTTP/-1.1", "HTTP/1.1\u000b", "HTTP 1.1", "HTTP/1.1 ",
            "HTTP/1.1\t", "HTTP/1.1\r", "HTTP/2", "HTTP/2.", "HTTP/20.1", "", "H"}) {
            all.add(new Refused(400, "GET / " + version + "\r\nHost: a\r\n\r\n"));
        }
        for (String version : new String[]{"HTTP/2.0", "HTTP/3.0", "HTTP/9.9", "HTTP/0.9"}) {
            all.add(new Refused(505, "GET / " + version + "\r\nHost: a\r\n\r\n"));
        }
        all.add(new Refused(505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        for (String request : new String[]{"GET /\r\n\r\n", "GET /\n", "GET\r\n\r\n", "GET HTTP/1.1\r\nHost: a\r\n\r\n",
            "GET / HTTP/1.1\nHost: a\n\n", "GET / HTTP/1.1\rHost: a\r\r", "\u0016\u0003\u0001\u0002\0\u0001\0\u0001",
            "\r\n".repeat(9) + GET + "\r\n", "\n" + GET + "\r\n", "\r\r\n" + GET + "\r\n"}) {
            all.add(new Refused(400, request));
        }
        all.add(new Refused(414, "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\nHost: a\r\n\r\n"));
        all.add(new Refused(501, "A".repeat(100_000) + " / HTTP/1.1\r\nHost: a\r\n\r\n"));
    }

    private static void hosts(List<Refused> all) {
        for (String lines : new String[]{"", "Host:\r\n", "Host: \t\r\n", "Host: a\r\nHost: b\r\n",
            "Host: a\r\nhost: a\r\n",
            "Host: a\r\nHost:\r\n", "Hos: a\r\n", "Hostt: a\r\n"}) {
            all.add(new Refused(400, "GET / HTTP/1.1\r\n" + lines + "\r\n"));
        }
        all.add(new Refused(400, "GET http://a/ HTTP/1.1\r\n\r\n"));
        all.add(new Refused(400, "GET / HTTP/1.0\r\nHost: a\r\nHost: a\r\n\r\n"));
        all.add(new Refused(400, "GET / HTTP/1.0\r\nHost: a b\r\n\r\n"));
        for (String host : new String[]{"a,b", "a b", "a/b", "u@a", "u:p@a", "[::1", "::1", "a:b:c", "a:80x", "a:-1",
            "a:65536",
            "a:99999999999", "a?b", "a#b", "a\\b", "<a>", "a\tb", "a\u00e9", "a%", "a%2", "a%zz", ":80", ":", "[]",
            "[:]",
            "[:::]", "[1]", "[1:2:3:4:5:6:7]", "[1:2:3:4:5:6:7:8:9]", "[1:2:3:4:5:6:7::8]", "[1::2::3]", "[12345::]",
            "[::1:]", "[:1::]", "[::g]", "[::1%25eth0]", "[::1.2.3]", "[::1.2.3.4.5]", "[::1.2.3.256]", "[::01.2.3.4]",
            "[::1.2.3.4:1]", "[1:2:3:4:5:6:7:1.2.3.4]", "[::1]80", "[::1]a", "[v.a]", "[v1.]", "[v1a]", "[v1.a,b]x",
            "a]", "\"a\"",
            "http://a", "*|"}) {
            all.add(new Refused(400, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"));
        }
    }

    private static void headers(List<Refused> all) {
        for (String line : new String[]{"X-A : v", "X-A\t: v", "X-A: v\r\n folded", "X-A: v\r\n\tfolded", "nonsense",
            ": v", ":",
            "X A: v", "X(a): v", "X[a]: v", "X\u0080: v", "X\"a\": v", "X\u0001: v", "X@: v", "X/y: v", "X,y: v",
            "X{: v",
            "X\u007f: v", "X\0y: v", "X-A: a\0b", "X-A: a\rb", "X-A: a\u0007b", "X-A: a\u007fb", "X-A: a\nX-B: b",
            "X-A:\n",
            "X-A: a\n", "X-A: \u000b", "\r", "X-A: v\r", "X\r: v", "X\r\n: v", "Content-Length : 5",
            "Transfer-Encoding : chunked",
            "Transfer-Encoding:\r\n chunked"}) {
            all.add(new Refused(400, GET + line + "\r\n\r\n"));
        }
        all.add(new Refused(400, "GET / HTTP/1.1\r\n Host: a\r\n\r\n"));
        all.add(new Refused(400, GET + "\n"));
        all.add(new Refused(400, GET + "\rX"));
        all.add(new Refused(431, GET + "X-A: " + "v".repeat(100_000) + "\r\n\r\n"));
        all.add(new Refused(431, GET + "X".repeat(100_000) + ": v\r\n\r\n"));
        all.add(new Refused(431, GET + "X: v\r\n".repeat(100) + "\r\n"));
        all.add(new Refused(431, GET + ("X: " + "v".repeat(1000) + "\r\n").repeat(33) + "\r\n"));
    }

    private static void lengths(List<Refused> all) {
        for (String value : new String[]{"-1", "+5", "0x5", "5 5", "1e1", "five", "5;", "5.0",
            "99999999999999999999999",
            "18446744073709551617", "9999999999999999999", "\u00b25", "", "5, 6", "5,5", "5,", ",5", "\"5\"", "5_0",
            "5\u00a0"}) {
            all.add(new Refused(400, GET + "Content-Length: " + value + "\r\n\r\nhello"));
        }
        for (String lines : new String[]{"Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5\r\ncontent-length: 5",
            "Content-Length: 5\r\nX: y\r\nContent-Length:", "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nTransfer-Encoding: chunked", "Content-Length: 0\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding:"}) {
            all.add(new Refused(400, GET + lines + "\r\n\r\n0\r\n\r\n"));
        }
        for (String value : new String[]{"xchunked", "identity", "gzip", "cow", "chunked, identity", "chunked, gzip",
            "chunked, chunked", "chunked,", ", chunked", "chunked;q=1", "\u000bchunked", "chunked\u000b", "\"chunked\"",
            "chunked\0", "chu nked", "chunked\u00a0", "", ",", "gzip;x, chunked", "chunked, gzip, chunked"}) {
            all.add(new Refused(400, GET + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n"));
        }
        for (String value : new String[]{"gzip, chunked", "identity, chunked", "gzip\r\nTransfer-Encoding: chunked"}) {
            all.add(new Refused(501, GET + "Transfer-Encoding: " + value + "\r\n\r\n0\r\n\r\n"));
        }
        all.add(new Refused(400, "GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"));
    }
}
