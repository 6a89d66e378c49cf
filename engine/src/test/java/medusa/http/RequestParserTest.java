package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RequestParserTest {
    private static final RequestLimits SMALL = new RequestLimits(64, 40, 100, 4);

    private static String outcome(String... pieces) {
        return Heads.outcome(new RequestParser(RequestLimits.DEFAULT), pieces);
    }

    static List<String> accepted() {
        return Requests.accepted();
    }

    static List<Requests.Refused> refused() {
        return Requests.refused();
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String request) {
        assertThat(outcome(request)).endsWith("taken " + request.length());
    }

    @ParameterizedTest
    @MethodSource
    void refused(Requests.Refused refused) {
        assertThat(outcome(refused.request())).startsWith(refused.status() + " fatal ");
    }

    @Test
    void splitAnywhereTheOutcomeIsThatOfTheWhole() {
        List<String> all = new ArrayList<>(accepted());
        refused().forEach(refused -> all.add(refused.request()));
        for (String request : all) {
            String whole = outcome(request);
            for (int i = 0; i <= Math.min(request.length(), 400); i++) {
                assertThat(outcome(request.substring(0, i), request.substring(i))).isEqualTo(whole);
            }
            String[] single = request.substring(0, Math.min(request.length(), 2000)).split("");
            assertThat(outcome(single)).isEqualTo(outcome(String.join("", single)));
        }
    }

    @Test
    void nothingIsTakenBeforeTheHeadIsWhole() throws HttpException {
        RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
        String request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
        for (int i = 0; i < request.length(); i++) {
            ByteBuffer data = Heads.bytes(request.substring(0, i));
            assertThat(parser.parse(data)).isFalse();
            assertThat(data.position()).isZero();
            assertThat(parser.begun()).isEqualTo(i > 0);
        }
        ByteBuffer data = Heads.bytes(request + "next");
        assertThat(parser.parse(data)).isTrue();
        assertThat(data.remaining()).isEqualTo(4);
        assertThat(parser.begun()).isFalse();
        parser.reset();
        assertThat(parser.head()).isNull();
    }

    @Test
    void emptyLinesInFrontAreTakenAtOnce() throws HttpException {
        RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
        ByteBuffer data = Heads.bytes("\r\n\r\n\r");
        assertThat(parser.parse(data)).isFalse();
        assertThat(data.remaining()).isEqualTo(1);
        assertThat(parser.begun()).isFalse();
        assertThat(parser.parse(Heads.bytes("\r\nGET / HTTP/1.0\r\n\r\n"))).isTrue();
    }

    @Test
    void readsPipelinedRequestsOffAnyPosition() throws HttpException {
        ByteBuffer data = ByteBuffer.allocateDirect(200).put(new byte[7])
                .put(Heads
                        .bytes("GET /1 HTTP/1.1\r\nHost: a\r\n\r\n\r\nPUT /2 HTTP/1.0\r\nContent-Length: 0\r\n\r\nGE"))
                .flip().position(7);
        RequestParser parser = new RequestParser(RequestLimits.DEFAULT);
        assertThat(parser.parse(data)).isTrue();
        RequestHead first = parser.head();
        assertThat(parser.parse(data)).isTrue();
        RequestHead second = parser.head();
        assertThat(parser.parse(data)).isFalse();
        assertThat(first.requestLine()).isEqualTo("GET /1 HTTP/1.1");
        assertThat(first.headers().names()).containsExactly("Host");
        assertThat(second.requestLine()).isEqualTo("PUT /2 HTTP/1.0");
        assertThat(second.headers()).hasToString("Content-Length: 0\n");
        assertThat(second.bodyLength()).isEqualTo(BodyLength.given(0));
    }

    @Test
    void theHeadSaysWhatWasSent() throws HttpException {
        RequestHead head = Heads.parse(Heads.crlf("""
                POST /a?b HTTP/1.2
                hOsT:\t[::1]:80 \t
                transfer-encoding: Chunked

                """));
        assertThat(head.method()).isEqualTo("POST");
        assertThat(head.target()).isEqualTo("/a?b");
        assertThat(head.minorVersion()).isEqualTo(1);
        assertThat(head.headers().first("Host")).isEqualTo("[::1]:80");
        assertThat(head.bodyLength()).isSameAs(BodyLength.CHUNKED);
        assertThat(head.requestLine()).isEqualTo("POST /a?b HTTP/1.2");
        assertThat(head).hasToString("POST /a?b HTTP/1.2\r\nhOsT:\t[::1]:80 \t\r\ntransfer-encoding: Chunked\r\n");
    }

    @Test
    void saysWhetherTheConnectionGoesOn() throws HttpException {
        assertThat(Heads.request("GET /").isPersistent()).isTrue();
        assertThat(Heads.request("GET /", "Connection: foo", "Connection: bar, CLOSE").isPersistent()).isFalse();
        assertThat(Heads.request("GET /", "Connection: closed").isPersistent()).isTrue();
        assertThat(Heads.parse("GET / HTTP/1.0\r\n\r\n").isPersistent()).isFalse();
        assertThat(Heads.parse("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n").isPersistent()).isTrue();
        assertThat(Heads.parse("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n").isPersistent()).isFalse();
    }

    @Test
    void limitsHoldToTheByte() {
        String line = "GET /" + "a".repeat(64 - 14) + " HTTP/1.0\r\n";
        assertThat(small(line + "\r\n")).endsWith("taken 68");
        assertThat(small("GET /a" + line.substring(5))).startsWith("414 fatal");
        assertThat(small("GET /" + "a".repeat(62))).isEqualTo("414 fatal The request line is too long.");
        assertThat(small("A".repeat(32) + " / HTTP/1.0\r\n\r\n")).endsWith("taken 47");
        assertThat(small("A".repeat(33) + " / HTTP/1.0\r\n\r\n")).startsWith("501 fatal");
        String get = "GET / HTTP/1.0\r\n";
        assertThat(small(get + "a:" + "b".repeat(38) + "\r\n\r\n")).endsWith("taken 60");
        assertThat(small(get + "a:" + "b".repeat(39) + "\r\n\r\n")).startsWith("431 fatal");
        assertThat(small(get + "a".repeat(43))).startsWith("431 fatal");
        assertThat(small(get + "a:b\r\n".repeat(4) + "\r\n")).endsWith("taken 38");
        assertThat(small(get + "a:b\r\n".repeat(5) + "\r\n"))
                .isEqualTo("431 fatal The request has too many header lines.");
        String third = "a:" + "b".repeat(30) + "\r\n"; // 34 bytes
        assertThat(small(get + third + third + "c:" + third.substring(4) + "\r\n")).endsWith("taken 118");
        assertThat(small(get + third + third + "c:" + third.substring(3) + "\r\n")).startsWith("431 fatal");
    }

    /// Whole and byte by byte: a limit must not depend on how the bytes arrive.
    private static String small(String request) {
        String whole = Heads.outcome(new RequestParser(SMALL), request);
        assertThat(Heads.outcome(new RequestParser(SMALL), request.split(""))).isEqualTo(whole);
        return whole;
    }

    @Test
    void mutatedRequestsEndInAHeadAnErrorOrMore() {
        SplittableRandom random = new SplittableRandom(4711);
        List<String> seeds = new ArrayList<>(accepted());
        refused().stream().map(Requests.Refused::request).filter(r -> r.length() < 500).forEach(seeds::add);
        int heads = 0;
        for (int n = 0; n < 300_000; n++) {
            String request = Mutation.of(seeds, random);
            String whole = outcome(request);
            if (n % 4 == 0) {
                int cut = random.nextInt(request.length() + 1);
                assertThat(outcome(request.substring(0, cut), request.substring(cut))).isEqualTo(whole);
            }
            if (whole.contains("taken")) {
                heads++;
            } else if (!whole.equals("more") && !whole.contains("fatal")) {
                throw new AssertionError(whole + " for " + request);
            }
        }
        assertThat(heads).as("mutations that are still requests").isGreaterThan(5_000);
    }

    @Test
    void readsTrailers() throws HttpException {
        RequestParser parser = RequestParser.ofTrailers(RequestLimits.DEFAULT);
        ByteBuffer data = Heads.bytes("X-T: 1\r\nX-U: 2\r\n\r\nGET");
        assertThat(parser.parse(data)).isTrue();
        assertThat(parser.trailers()).hasToString("X-T: 1\nX-U: 2\n");
        assertThat(data.remaining()).isEqualTo(3);
    }
}
