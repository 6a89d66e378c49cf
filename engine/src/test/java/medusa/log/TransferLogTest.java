package medusa.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.log.TransferLog.Entry;

/// Transfers as wu-ftpd would note them.
class TransferLogTest {
    private static final ZoneId ZONE = ZoneId.of("UTC");
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");

    private static Entry entry(String path, String user) {
        return new Entry(NOW, Duration.ofSeconds(7), "192.0.2.1", 1234, path, false, false, false, false, user, true);
    }

    @Test
    void aLineHasFourteenFieldsBehindTheTime() {
        assertThat(TransferLog.line(entry("/pub/a.txt", "anna"), ZONE))
                .isEqualTo("Wed Jan  2 03:04:05 2030 7 192.0.2.1 1234 /pub/a.txt b _ o r anna ftp 0 * c");
        assertThat(TransferLog.line(new Entry(NOW.plus(Duration.ofDays(20)), Duration.ofMillis(3), "2001:db8::1", 0,
                "/in/b", true, true, true, true, "me@example.org", false), ZONE))
                .isEqualTo("Tue Jan 22 03:04:05 2030 1 2001:db8::1 0 /in/b a C i a me@example.org ftp 0 * i");
    }

    @Test
    void aTransferTakesWholeSecondsAndOneAtLeast() {
        for (long[] each : new long[][]{{0, 1}, {499, 1}, {1499, 1}, {1500, 2}, {90_000, 90}}) {
            Entry usual = entry("/a", "anna");
            String line = TransferLog
                    .line(new Entry(usual.ended(), Duration.ofMillis(each[0]), usual.host(), usual.bytes(),
                            usual.path(), false, false, false, false, usual.user(), true), ZONE);
            assertThat(line.split(" +")[5]).isEqualTo(Long.toString(each[1]));
        }
    }

    /// Of a path each character is a byte.
    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, value = {"/a b|/a_b", "/a\tb|/a_b",
        "/\u001b[2J|/_[2J", "/zo\u00c3\u00ab|/zo\u00eb", "/zo\u00eb|/zo_", "/\u007f|/_", "/\u00c2\u0085|/_",
        "/\u00e2\u0080\u00ae|/_", "/\u00c2\u00a0|/_"})
    void whatWouldEndAFieldIsAnUnderscore(String path, String shown) {
        assertThat(TransferLog.line(entry(path, "anna"), ZONE)).contains(" 1234 " + shown + " b ");
    }

    @ParameterizedTest
    @CsvSource({"zo\u00eb,zo\u00eb", "Anna Karenina,Anna_Karenina", "'',?"})
    void aUserToo(String user, String shown) {
        assertThat(TransferLog.line(entry("/a", user), ZONE)).endsWith(" r " + shown + " ftp 0 * c");
    }

    @Test
    void anEmptyLineOfAPathEndsNoLine() {
        assertThat(TransferLog.line(entry("/a\nWed Jan 2", "x\ny"), ZONE)).doesNotContain("\n");
    }

    @Test
    @Timeout(60)
    void itIsOpenedAnewForARotation() throws Exception {
        List<ByteArrayOutputStream> files = new ArrayList<>();
        CountDownLatch second = new CountDownLatch(2);
        try (TransferLog log = TransferLog.to(() -> {
            files.add(new ByteArrayOutputStream());
            second.countDown();
            return files.getLast();
        }, ZONE)) {
            log.add(entry("/one", "anna"));
            log.reopen();
            second.await();
            log.add(entry("/two", "anna"));
        }
        assertThat(files).hasSize(2);
        assertThat(files.get(1).toString(StandardCharsets.UTF_8)).contains("/two").endsWith(" c\n");
        assertThat(files.get(0).toString(StandardCharsets.UTF_8)).contains("/one").doesNotContain("/two");
    }
}
