package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyLinesTest {
    private static final String TEXT = """
            # root = "not here"
            root = "# no comment"

            user = '''
            fake = 1
            [fake]
            '''
            state-folder = \"""a \\\"""
            fake = 2 \"""\""
            "drain-timeout"='30s' # limits = 3

            [http]
              listen = [ # a comment, ] and "
                "127.0.0.1:80", 'a]',
                "[::1]:80",
              ] # done
            access-log = "on"
            [ limits ]
            idle . deep = 1
            "strange key" = 1979-05-27T07:32:00Z
            'a.b' = 3.5e3
            [buffers]
            rules = [
              { from = "10.0.0.0/8", floor = 1 },
              { suffix = "}", nested = { x = 1,
                  y = 2 } },
            ]
            [[mounts]]
            path = "/a"
            [[mounts]]
            path = "/b"
            [mounts.options]
            slow = true
            [[mounts.options.more]]
            z = 1
            """;

    @ParameterizedTest
    @CsvSource({"root, 2", "user, 4", "state-folder, 8", "drain-timeout, 10", "http, 12", "http.listen, 13",
        "http.listen[0], 14", "http.listen[1], 14", "http.listen[2], 15", "http.access-log, 17", "limits, 18",
        "limits.idle, 19", "limits.idle.deep, 19", "'limits.\"strange key\"', 20", "'limits.\"a.b\"', 21",
        "buffers.rules, 23", "buffers.rules[0], 24", "buffers.rules[0].floor, 24", "buffers.rules[1].suffix, 25",
        "buffers.rules[1].nested.x, 25", "buffers.rules[1].nested.y, 26", "mounts, 28", "mounts[0].path, 29",
        "mounts[1], 30", "mounts[1].path, 31", "mounts[1].options, 32", "mounts[1].options.slow, 33",
        "mounts[1].options.more[0].z, 35"})
    void findsEveryKey(String key, int line) {
        assertThat(new KeyLines(TEXT).line(key)).isEqualTo(line);
        assertThat(new KeyLines(TEXT.replace("\n", "\r\n")).line(key)).isEqualTo(line);
    }

    @ParameterizedTest
    @CsvSource({"fake, 1", "http.fake, 12", "buffers.rules[1].floor, 25", "buffers.rules[7], 23", "nothing.at.all, 1"})
    void fallsBackToWhatIsAround(String key, int line) {
        assertThat(new KeyLines(TEXT).line(key)).isEqualTo(line);
    }

    @Test
    void namesTheLastKeyOfALine() {
        KeyLines lines = new KeyLines(TEXT);
        assertThat(lines.keyOn(2)).isEqualTo("root");
        assertThat(lines.keyOn(24)).isEqualTo("buffers.rules[0].floor");
        assertThat(lines.keyOn(5)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a = \"x\nb = 1", "a = [1, 2\nb = 1", "a = {x = \nb = 1", "a\nb = 1", "= 1\nb = 1",
        "[a\nb = 1",
        "a = '''x\nb = 1", "]\nb = 1", "a = \"\\", "[[a", "a.", "\"", "{", "a = [}", "a = {]"})
    void stopsWhereTheTextIsNotToml(String text) {
        assertThat(new KeyLines(text).line("b")).isBetween(1, 2);
    }

    @Test
    @Timeout(60)
    void endsOnAnyText() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(1);
        String alphabet = "ab.=[]{}\"'#,\\ \n\r1";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int length = random.nextInt(40); length > 0; length--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            assertThat(new KeyLines(text.toString()).line("a.b")).isPositive();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a=", "a.", "[a.", "a=1\n", "[[a]]\n", "\"", "a=[[],", "'", "[[a.b]]\n", "#"})
    void takesHostileTextInItsStride(String part) {
        String text = "x = " + part.repeat(500_000 / part.length());
        assertThat(assertTimeoutPreemptively(Duration.ofSeconds(60),
                () -> new KeyLines(text).line("x") + new KeyLines(text.substring(4)).line("x"))).isPositive();
    }

    @Test
    void forgetsKeysThatAreTooLong() {
        String text = "[\"" + "k".repeat(400_000) + "\"]\n" + "a = 1\n".repeat(50_000) + "[b]\nc = 1";
        assertThat(new KeyLines(text).line("b.c")).isEqualTo(50_003);
    }
}
