package medusa.http;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/// Inputs of a connection: requests by the grammar, forms of smuggling, and junk, in a row, with a few edits anywhere.
final class FuzzInputs {
    private static final int ANYWHERE = 1 << 16;
    private static final Arbitrary<String> END = oftenFirst("\r\n", 100, "\n", "\r", "\r\r\n", "\n\r", "", "\r\n ",
            "\r\n\t", "\u0085", "\u000b\r\n", "\0\r\n", " \r\n", "\r\n\r\n");
    private static final Arbitrary<String> SPACE = oftenFirst(" ", 60, "", "  ", "\t", "\u000b", "\r", "\n", "\0",
            "\u00a0");
    private static final List<String> PIECES = List.of("\r\n", "\n", "\r", "\0", " ", "\t", ":", ";", ",", "\"", "=",
            "\r\n\r\n", "\r\n ", "0\r\n\r\n", "5\r\nhello\r\n", "Content-Length: 5\r\n", "Content-Length: 0\r\n",
            "Transfer-Encoding: chunked\r\n", "chunked", "identity", "Host: a\r\n", "Connection: close\r\n",
            "Expect: 100-continue\r\n", " HTTP/1.1", "HTTP/1.0\r\n", "GET /x HTTP/1.1\r\nHost: a\r\n\r\n", "+", "-",
            "0x", "0", "f", "%00", "%2f", "\u0001", "\u007f", "\u0080", "\u00ff", ";a=\"b\"", "\\", "@", "#", "*",
            "a".repeat(300), "X: y\r\n".repeat(40));

    private FuzzInputs() {}

    /// @param bytes as text, one character for each
    /// @param cuts  where the network splits it
    record Input(String bytes, List<Integer> cuts) {
        byte[] toBytes() {
            return bytes.getBytes(StandardCharsets.ISO_8859_1);
        }

        int[] places() {
            return cuts.stream().mapToInt(cut -> cut % (bytes.length() + 1)).sorted().toArray();
        }

        @Override
        public String toString() {
            return "\"" + Escaped.of(bytes) + "\" split at " + java.util.Arrays.toString(places());
        }
    }

    /// A change at a place, which is taken modulo the length.
    private record Edit(int kind, int place, int length, String text) {
        String apply(String to) {
            int at = place % (to.length() + 1);
            int end = Math.min(to.length(), at + length);
            return switch (kind) {
                case 0 -> to.substring(0, at) + text + to.substring(at);
                case 1 -> to.substring(0, at) + text + to.substring(end);
                case 2 -> to.substring(0, at) + to.substring(end);
                case 3 -> to.substring(0, end) + to.substring(at);
                default -> to.substring(0, at) + (at == to.length() ? "" : text.charAt(0) + to.substring(at + 1));
            };
        }
    }

    static Arbitrary<Input> inputs() {
        Arbitrary<String> form = Arbitraries.of(Smuggling.cases().stream().map(Smuggling.Case::bytes)
                .filter(bytes -> bytes.length() < 1000).toList());
        Arbitrary<String> message = Arbitraries.frequencyOf(Tuple.of(30, request()), Tuple.of(6, form),
                Tuple.of(1, mixed(form)), Tuple.of(1, junk()));
        return Combinators.combine(message.list().ofMinSize(1).ofMaxSize(3), edits(), places().list().ofMaxSize(3))
                .as((messages, edits, cuts) -> {
                    String bytes = String.join("", messages);
                    for (Edit edit : edits) {
                        bytes = edit.apply(bytes);
                    }
                    return new Input(bytes, cuts);
                });
    }

    private static Arbitrary<String> oftenFirst(String first, int often, String... others) {
        return Arbitraries.frequencyOf(Tuple.of(often, Arbitraries.just(first)),
                Tuple.of(1, Arbitraries.of(others)));
    }

    private static Arbitrary<Integer> places() {
        return Arbitraries.integers().between(0, ANYWHERE).withDistribution(RandomDistribution.uniform())
                .withoutEdgeCases();
    }

    private static Arbitrary<List<Edit>> edits() {
        Arbitrary<String> text = Arbitraries.frequencyOf(Tuple.of(4, Arbitraries.of(PIECES)),
                Tuple.of(1, Arbitraries.chars().range('\0', '\u00ff').map(String::valueOf)));
        Arbitrary<Edit> edit = Combinators.combine(Arbitraries.of(0, 1, 2, 3, 4), places(),
                Arbitraries.integers().between(0, 12), text).as(Edit::new);
        return Arbitraries.frequencyOf(Tuple.of(5, Arbitraries.just(List.<Edit>of())),
                Tuple.of(5, edit.list().ofMinSize(1).ofMaxSize(3)));
    }

    private static Arbitrary<String> junk() {
        return Arbitraries.strings().withCharRange('\0', '\u00ff').ofMaxLength(60);
    }

    /// The beginning of one form and the end of another.
    private static Arbitrary<String> mixed(Arbitrary<String> form) {
        return Combinators.combine(form, form, places(), places()).as((one, other, to, from) -> one.substring(0,
                to % (one.length() + 1)) + other.substring(from % (other.length() + 1)));
    }

    private static Arbitrary<String> request() {
        return Combinators.combine(requestLine(), headers(), framing(), END).as((line, headers, framing, end) -> line
                + headers + framing.get1() + end + framing.get2());
    }

    private static Arbitrary<String> requestLine() {
        Arbitrary<String> method = oftenFirst("GET", 8, "POST", "HEAD", "OPTIONS", "PUT", "get", "CONNECT", "TRACE",
                "PRI", "", "G\0T", "M-SEARCH", "A".repeat(40));
        Arbitrary<String> target = oftenFirst("/", 12, "/a?b=c", "/early", "*", "http://a/", "http://a", "http://u@b/",
                "//a", "/%00", "/%2f", "/%", "/#", "a:80", "", "/a b", "/\u00e9", "/[]^|", "https://a:1/?q", "http:///",
                "/" + "x".repeat(200));
        Arbitrary<String> version = oftenFirst("HTTP/1.1", 14, "HTTP/1.0", "HTTP/1.0", "HTTP/1.2", "HTTP/2.0", "HTTP/1",
                "http/1.1", "", "HTTP/1.10", "HTTP/0.9");
        return Combinators.combine(method, SPACE, target, SPACE, version, END)
                .as((m, s1, t, s2, v, e) -> m + s1 + t + s2 + v + e);
    }

    private static Arbitrary<String> headers() {
        Arbitrary<String> host = oftenFirst("Host: a\r\n", 20, "", "Host: b:80\r\nHost: a\r\n", "Host: a@b\r\n",
                "Host:\r\n", "Host: [::1]:80\r\n", "hOST:\ta \r\n");
        Arbitrary<String> name = oftenFirst("X-A", 3, "Connection", "Expect", "Content_Length", "Trailer", "Upgrade",
                "X\0", "X ", "", "Transfer-Encoding\u000b", " Content-Length", "Range", "TE");
        Arbitrary<String> colon = oftenFirst(": ", 20, ":", " : ", "", ":\t", "::", ":\u000b");
        Arbitrary<String> value = Arbitraries.of("v", "close", "keep-alive", "100-continue", "", "Content-Length",
                "Transfer-Encoding, close", "a\tb", "\"q\"", "caf\u00e9", "a\0b", "a\rb", "5", "chunked", "\u0085x",
                "y 100-continue", "x".repeat(120));
        Arbitrary<String> line = Combinators.combine(name, colon, value, END).as((n, c, v, e) -> n + c + v + e);
        return Combinators.combine(host, line.list().ofMaxSize(3)).as((h, lines) -> h + String.join("", lines));
    }

    /// Header lines, and the body that goes with them, mostly.
    private static Arbitrary<Tuple.Tuple2<String, String>> framing() {
        Arbitrary<Tuple.Tuple2<String, String>> none = Arbitraries.just(Tuple.of("", ""));
        Arbitrary<Tuple.Tuple2<String, String>> given = content()
                .map(body -> Tuple.of("Content-Length: " + body.length() + "\r\n", body));
        Arbitrary<Tuple.Tuple2<String, String>> chunked = chunks()
                .map(body -> Tuple.of("Transfer-Encoding: chunked\r\n", body));
        Arbitrary<String> name = Arbitraries.of("Content-Length", "Transfer-Encoding", "content-length",
                "TRANSFER-ENCODING", "Content-Length ", "Content-Length\t", "Transfer-Encoding\0",
                "\u0001Content-Length");
        Arbitrary<String> value = Arbitraries.of("0", "5", "05", "+5", "-5", "0x5", "5, 5", "5,6", "5 5", "", "chunked",
                "Chunked", "chunked ", "\u000bchunked", "chunked\u000b", "identity", "gzip, chunked",
                "chunked, identity",
                "\"chunked\"", "chunked;a", ",chunked", "18446744073709551621", "4294967301", "\t5\t", "1e1", "5.0");
        Arbitrary<String> odd = Combinators.combine(name, value, END).as((n, v, e) -> n + ": " + v + e).list()
                .ofMinSize(1).ofMaxSize(2).map(lines -> String.join("", lines));
        Arbitrary<Tuple.Tuple2<String, String>> wild = Combinators.combine(odd,
                Arbitraries.oneOf(List.of(content(), chunks()))).as(Tuple::of);
        return Arbitraries.frequencyOf(Tuple.of(4, none), Tuple.of(4, given), Tuple.of(4, chunked), Tuple.of(2, wild));
    }

    private static Arbitrary<String> content() {
        return Arbitraries.of("", "hello", "x", "0\r\n\r\n", "GET /x HTTP/1.1\r\nHost: a\r\n\r\n",
                "5\r\nhello\r\n0\r\n\r\n",
                "\r\n", "x".repeat(500));
    }

    private static Arbitrary<String> chunks() {
        Arbitrary<String> extension = oftenFirst("", 8, ";a", ";a=b", ";a=\"b;\\\"c\"", " ; a = b", ";", ";=", ";a=\"b",
                ";\n", ";\r", ";a\0", " ", "\t", ";" + "a".repeat(100));
        Arbitrary<String> zeros = oftenFirst("", 12, "0", "000", "+", "-", "0x", " ", "0_", "1000000000000000",
                "\u000b");
        Arbitrary<String> chunk = Combinators.combine(zeros, content().filter(body -> !body.isEmpty()), extension, END,
                END).as((z, c, x, e1, e2) -> z + Integer.toHexString(c.length()) + x + e1 + c + e2);
        Arbitrary<String> last = oftenFirst("0\r\n", 10, "00\r\n", "0;a=b\r\n", "", "0\n", "0 \r\n", "-0\r\n");
        Arbitrary<String> trailer = oftenFirst("", 4, "X-T: 1\r\n", "Content-Length: 5\r\n", "X : y\r\n", "X: y\n",
                "X: y\r\n z\r\n");
        return Combinators.combine(chunk.list().ofMaxSize(3), last, trailer, END).as((chunks, l, t, e) -> {
            List<String> all = new ArrayList<>(chunks);
            all.addAll(List.of(l, t, e));
            return String.join("", all);
        });
    }
}
