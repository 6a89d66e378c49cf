package medusa.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTest {
    private static final Instant WHEN = Instant.parse("2000-10-10T20:55:36Z");
    private static final ZoneId ZONE = ZoneId.of("-07:00");

    private static void hit(AccessLog log, String line, String agent) {
        log.hit("127.0.0.1", "frank", WHEN, line, 200, 2326, "http://www.example.com/start.html", agent);
    }

    @Test
    void aHitIsOneLineInCombinedFormat() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(() -> out, ZONE)) {
            assertThat(log.isOn()).isTrue();
            hit(log, "GET /apache_pb.gif HTTP/1.0", "Mozilla/4.08 [en] (Win98; I ;Nav)");
            log.hit("::1", null, WHEN, "HEAD / HTTP/1.1", 304, 0, null, null);
        }
        assertThat(out).hasToString("""
                127.0.0.1 - frank [10/Oct/2000:13:55:36 -0700] "GET /apache_pb.gif HTTP/1.0" 200 2326 \
                "http://www.example.com/start.html" "Mozilla/4.08 [en] (Win98; I ;Nav)"
                ::1 - - [10/Oct/2000:13:55:36 -0700] "HEAD / HTTP/1.1" 304 - "-" "-"
                """);
    }

    @Test
    void noClientStartsALineOrAFieldOfItsOwn() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(() -> out, ZONE)) {
            hit(log, "GET /\"\\\r\n\u001b[2J\u00e9", "a\" 500 1 \"");
            log.hit("::1", "a b [1/Jan]\n\"c\"", WHEN, "GET / HTTP/1.1", 200, 1, null, "a\" 500 1 \"");
        }
        assertThat(out.toString().lines()).hasSize(2);
        assertThat(out.toString()).contains("\n::1 - a_b__1/Jan_\\x0a\\\"c\\\" [10/Oct/2000:");
        assertThat(out.toString()).contains("\"GET /\\\"\\\\\\x0d\\x0a\\x1b[2J\\xe9\"")
                .endsWith("\"a\\\" 500 1 \\\"\"\n");
    }

    /// Analysers read a line into so much memory (GoAccess: 4,096 bytes), and take the rest for another one.
    @Test
    void noClientMakesALineTooLong() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(() -> out, ZONE)) {
            for (String c : new String[]{"a", "\u00ff"}) {
                String text = c.repeat(8000);
                log.hit("2001:db8:1111:2222:3333:4444:5555:6666", text, WHEN, "GET /" + text + " HTTP/1.1", 200,
                        Long.MAX_VALUE, text, text);
            }
            hit(log, "GET /" + "a".repeat(1900) + " HTTP/1.1", "b".repeat(750));
        }
        assertThat(out.toString().lines()).hasSize(3).allMatch(line -> line.length() < 4000)
                .allMatch(line -> line.contains("\"GET /") && line.contains(" HTTP/1.1\" 200 "));
        assertThat(out.toString()).contains("aaa... HTTP/1.1\"").contains("\"" + "b".repeat(750) + "\"\n");
    }

    @Test
    void aRotatedLogIsOpenedAnewAndNothingIsLost(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("access.log");
        try (AccessLog log = AccessLog.to(() -> Files.newOutputStream(file, StandardOpenOption.CREATE,
                StandardOpenOption.APPEND), ZONE)) {
            hit(log, "GET /1 HTTP/1.1", "a");
            Files.move(file, folder.resolve("access.log.1"));
            log.reopen();
            while (!Files.exists(file)) {
                Thread.onSpinWait(); // its writer opens it
            }
            hit(log, "GET /2 HTTP/1.1", "a");
        }
        assertThat(Files.readString(folder.resolve("access.log.1"))).contains("GET /1 ").doesNotContain("GET /2 ");
        assertThat(Files.readString(file)).contains("GET /2 ").doesNotContain("GET /1 ");
    }

    /// A disk that hangs stalls nobody and takes a bounded amount of memory.
    @Test
    void aSlowDiskCostsLinesAndNotTheReactor() throws Exception {
        CountDownLatch hanging = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        long[] written = {0};
        OutputStream slow = new OutputStream() {
            @Override
            public void write(int b) {
                throw new AssertionError("one byte at a time");
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                hanging.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                written[0] += length;
            }
        };
        try (AccessLog log = AccessLog.to(() -> slow, ZONE)) {
            hit(log, "GET / HTTP/1.1", "a");
            hanging.await();
            for (int i = 0; i < 10_000; i++) {
                hit(log, "GET / HTTP/1.1", "x".repeat(700));
            }
            goOn.countDown();
        }
        assertThat(written[0]).isBetween(3L << 20, 5L << 20);
    }

    @Test
    void aLogThatIsOffOrCannotBeOpened() {
        AccessLog off = AccessLog.off();
        hit(off, "GET / HTTP/1.1", "a");
        off.close();
        assertThat(off.isOn()).isFalse();
        assertThatThrownBy(() -> AccessLog.to(() -> {
            throw new IOException("no such folder");
        }, ZONE)).hasMessage("no such folder");
    }

    @Test
    void aLogThatCannotBeWrittenIsOpenedAnewAllTheSame() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch opened = new CountDownLatch(2);
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                throw new IOException("no space left");
            }
        };
        ByteArrayOutputStream fresh = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(() -> {
            opened.countDown();
            return opened.getCount() == 0 ? fresh : full;
        }, ZONE)) {
            hit(log, "GET /1 HTTP/1.1", "a");
            hit(log, "GET /2 HTTP/1.1", "a");
            log.reopen();
            go.countDown();
            assertThat(opened.await(10, TimeUnit.SECONDS)).isTrue();
            hit(log, "GET /3 HTTP/1.1", "a");
        }
        assertThat(fresh.toString()).contains("GET /3");
    }
}
