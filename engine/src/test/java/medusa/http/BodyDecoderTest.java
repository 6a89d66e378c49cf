package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
    private static final long MOST = 1000;

    private static String outcome(BodyLength length, String... pieces) {
        StringBuilder content = new StringBuilder();
        StringBuilder input = new StringBuilder();
        int taken = 0;
        try {
            BodyDecoder decoder = new BodyDecoder(length, MOST, RequestLimits.DEFAULT);
            for (String piece : pieces) {
                input.append(piece);
                ByteBuffer data = Heads.bytes(input.substring(taken));
                decoder.decode(data, slice -> {
                    assertThat(slice.hasRemaining()).isTrue();
                    content.append(StandardCharsets.ISO_8859_1.decode(slice));
                    return true;
                });
                taken += data.position();
            }
            return content + (decoder.done() ? "|" + decoder.trailers() + "|" + taken : "|more");
        } catch (HttpException e) {
            return e.status() + " fatal " + e.isFatal();
        }
    }

    private static String chunked(String... pieces) {
        return outcome(BodyLength.CHUNKED, pieces);
    }

    static List<String> accepted() {
        return List.of("5\r\nhello\r\n0\r\n\r\n", "0\r\n\r\n", "5;a=b;c=\"d;e\"\r\nhello\r\n0;z\r\n\r\n",
                "5 ; a = b ;c\t=\t\"d\\\"\\\\\r\"\r\nhello\r\n0\r\n\r\n".replace("\\\r", "\\\u00ff"),
                "000A\r\n0123456789\r\n00\r\n\r\n", "1\r\nh\r\n4\r\nello\r\n0\r\n\r\n", "5;a;b;c\r\nhello\r\n0\r\n\r\n",
                "5\r\n\r\n0\r\n\r\n0\r\n\r\n", "5\r\nhello\r\n0\r\nX-T: 1\r\nX-U: 2\r\n\r\n",
                "0000000000000005\r\nhello\r\n0000000000000000\r\n\r\n");
    }

    static List<String> refused() {
        List<String> all = new ArrayList<>();
        for (String size : new String[]{"g\r\n", "-5\r\n", "+5\r\n", "0x5\r\n", "\r\n", " 5\r\n",
            "10000000000000005\r\n",
            "ffffffffffffffff\r\n", "8000000000000000\r\n", "00000000000000005\r\n", "0_5\r\n", "5;a\rb\r\n", "5\0\r\n",
            "5\r",
            "5\n", "5;a\n", "5 \r\n", "5\t\r\n", "5;\r\n", "5;;\r\n", "5;=\r\n", "5;a=\r\n", "5; \r\n", "5;a \r\n",
            "5;a=b \r\n",
            "5;a=\"b\r\n", "5;a=\"b\"c\r\n", "5;a=\"\r\n\"\r\n", "5;a=\"\\\n\"\r\n", "5;a=\"\0\"\r\n", "5;a b\r\n",
            "5;\u00e9\r\n",
            "5;a=@\r\n", "5a b\r\n", "5,5\r\n", "5\u000b\r\n", "5;a\r\r\n", "\n5\r\n", "5.\r\n"}) {
            all.add(size + "hello\r\n0\r\n\r\n");
        }
        for (String body : new String[]{"5\r\nhello0\r\n\r\n", "5\r\nhelloXX\r\n0\r\n\r\n", "5\r\nhello\n0\r\n\r\n",
            "5\r\nhello\r0\r\n\r\n", "5\r\nhello\r\r\n0\r\n\r\n", "5\r\nhello\r\n\r\n", "0\r\nnonsense\r\n\r\n",
            "0\r\nX : 1\r\n\r\n", "0\r\n X: 1\r\n\r\n", "0\r\nX: 1\n\r\n", "0\r\nX: a\0\r\n\r\n", "0\r\n\n", "0\n\r\n",
            "0\r\n\rX"}) {
            all.add(body);
        }
        all.add("5;" + "a".repeat(1_000_000));
        all.add(("1;" + "a".repeat(1000) + "\r\nx\r\n").repeat(30));
        return all;
    }

    @ParameterizedTest
    @MethodSource
    void accepted(String body) {
        assertThat(chunked(body + "GET")).endsWith("|" + body.length());
    }

    @ParameterizedTest
    @MethodSource
    void refused(String body) {
        assertThat(chunked(body)).isEqualTo("400 fatal true");
    }

    @Test
    void givesContentAndTrailers() {
        assertThat(chunked("5\r\nhello\r\n6;x\r\n world\r\n0\r\nX-T: 1\r\n\r\nGET"))
                .isEqualTo("hello world|X-T: 1\n|36");
        assertThat(chunked("5\r\nhel")).isEqualTo("hel|more");
    }

    @Test
    void splitAnywhereTheOutcomeIsThatOfTheWhole() {
        List<String> all = new ArrayList<>(accepted());
        all.addAll(refused());
        for (String body : all) {
            String whole = chunked(body);
            for (int i = 0; i <= Math.min(body.length(), 300); i++) {
                assertThat(chunked(body.substring(0, i), body.substring(i))).isEqualTo(whole);
            }
            String start = body.substring(0, Math.min(body.length(), 1500));
            assertThat(chunked(start.split(""))).isEqualTo(chunked(start));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|''", "1|h", "5|hello", "8|helloGET"})
    void readsByLength(int length, String content) {
        String[] bytes = "helloGET".split("");
        assertThat(outcome(BodyLength.given(length), "helloGET")).isEqualTo(content + "||" + length);
        assertThat(outcome(BodyLength.given(length), bytes)).isEqualTo(content + "||" + length);
        assertThat(outcome(BodyLength.given(9), "helloGET")).isEqualTo("helloGET|more");
        assertThat(outcome(BodyLength.NONE, "helloGET")).isEqualTo("||0");
    }

    @Test
    void aBodyMayBeTooLong() {
        assertThat(outcome(BodyLength.given(MOST), "")).isEqualTo("|more");
        assertThat(outcome(BodyLength.given(MOST + 1), "")).isEqualTo("413 fatal true");
        assertThat(chunked("3e8\r\n")).isEqualTo("|more");
        assertThat(chunked("3e9\r\n")).isEqualTo("413 fatal true");
        assertThat(chunked("7fffffffffffffff\r\n")).isEqualTo("413 fatal true");
        assertThat(chunked("3e7\r\n" + "x".repeat(999) + "\r\n2\r\n")).isEqualTo("413 fatal true");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-T: aaaaaaaaaaaaaa\r\n", "X"})
    void trailersAreBounded(String repeated) {
        assertThat(chunked("0\r\n" + repeated.repeat(50_000))).isEqualTo("431 fatal true");
    }

    @Test
    void smallChunksAreNoWaste() {
        assertThat(chunked("1\r\nx\r\n".repeat(900) + "0\r\n\r\n")).startsWith("xxx");
        assertThat(chunked("1;sig=0123456789\r\nx\r\n".repeat(900) + "0\r\n\r\n")).startsWith("xxx");
    }

    @Test
    void pausesWhenTheSinkSaysSo() throws HttpException {
        BodyDecoder decoder = new BodyDecoder(BodyLength.CHUNKED, MOST, RequestLimits.DEFAULT);
        ByteBuffer data = Heads.bytes("2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n");
        List<String> slices = new ArrayList<>();
        BodyDecoder.Sink sink = slice -> {
            slices.add(StandardCharsets.ISO_8859_1.decode(slice).toString());
            return false;
        };
        decoder.decode(data, sink);
        assertThat(slices).containsExactly("ab");
        assertThat(data.position()).isEqualTo(5);
        decoder.decode(data, sink);
        assertThat(slices).containsExactly("ab", "cde");
        assertThat(decoder.done()).isFalse();
        decoder.decode(data, sink);
        assertThat(decoder.done()).isTrue();
        assertThat(data.hasRemaining()).isFalse();
    }

    @Test
    void theSinkMayFail() throws HttpException {
        BodyDecoder decoder = new BodyDecoder(BodyLength.given(3), MOST, RequestLimits.DEFAULT);
        assertThatExceptionOfType(HttpException.class).isThrownBy(() -> decoder.decode(Heads.bytes("abc"), slice -> {
            throw new HttpException(507, "full");
        })).satisfies(e -> assertThat(e.status()).isEqualTo(507));
    }

    @Test
    void mutatedBodiesEndInContentAnErrorOrMore() {
        SplittableRandom random = new SplittableRandom(4712);
        List<String> seeds = new ArrayList<>(accepted());
        refused().stream().filter(body -> body.length() < 500).forEach(seeds::add);
        int done = 0;
        for (int n = 0; n < 200_000; n++) {
            String body = Mutation.of(seeds, random);
            String whole = chunked(body);
            int cut = random.nextInt(body.length() + 1);
            assertThat(chunked(body.substring(0, cut), body.substring(cut))).isEqualTo(whole);
            done += whole.endsWith("|more") || whole.contains("fatal") ? 0 : 1;
        }
        assertThat(done).as("mutations that are still bodies").isGreaterThan(5_000);
    }
}
