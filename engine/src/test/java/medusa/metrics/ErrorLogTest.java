package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ErrorLogTest {

    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");

    private final Logger logger = (Logger) LoggerFactory.getLogger(ErrorLog.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Instant now = START;
    private final ErrorLog errors = new ErrorLog(() -> now, 3);

    @BeforeEach
    void listen() {
        logger.setAdditive(false);
        logger.addAppender(logged);
        logged.start();
    }

    @AfterEach
    void stopListening() {
        logger.detachAndStopAllAppenders();
        logger.setAdditive(true);
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    /// Always from the same place in the code.
    private static Throwable fault(String message) {
        return new IOException(message);
    }

    private static Throwable otherFault() {
        return new IOException("other");
    }

    @Test
    void logsTheFirstWithItsStack() {
        errors.report("http read", new IllegalStateException("outer", fault("inner")));
        assertThat(lines()).singleElement().asString()
                .startsWith("http read: java.lang.IllegalStateException: outer\n\tat medusa.metrics.ErrorLogTest.")
                .contains("\nCaused by: java.io.IOException: inner\n\tat medusa.metrics.ErrorLogTest.fault(");
    }

    @Test
    void countsRepeatsAndSaysSoEverMoreRarely() {
        for (int i = 1; i <= 1234; i++) {
            now = START.plusSeconds(i);
            errors.report("http read", fault("number " + i));
        }
        assertThat(lines()).hasSize(4);
        assertThat(lines().subList(1, 4)).containsExactly(
                "http read: java.io.IOException: number 1 (10 times since 2026-11-23T10:00:01Z)",
                "http read: java.io.IOException: number 1 (100 times since 2026-11-23T10:00:01Z)",
                "http read: java.io.IOException: number 1 (1000 times since 2026-11-23T10:00:01Z)");
        assertThat(errors.snapshot()).containsExactly(new ErrorLog.Entry("http read",
                "java.io.IOException: number 1", 1234, START.plusSeconds(1), START.plusSeconds(1234)));
    }

    @Test
    void tellsKindsApartByPlaceClassAndStack() {
        for (int i = 0; i < 2; i++) {
            errors.report("a", fault("x"));
            errors.report("b", fault("x"));
            errors.report("a", otherFault());
        }
        assertThat(errors.snapshot()).extracting(ErrorLog.Entry::count).containsExactly(2L, 2L, 2L);
        assertThat(lines()).hasSize(3);
    }

    @Test
    void forgetsTheKindNotSeenForLongest() {
        for (String place : List.of("a", "b", "c", "a", "d")) {
            errors.report(place, fault("x"));
        }
        assertThat(errors.snapshot()).extracting(ErrorLog.Entry::where).containsExactly("c", "a", "d");
        for (int i = 0; i < 100_000; i++) {
            errors.report("flood " + i, null);
        }
        assertThat(errors.snapshot()).hasSize(3);
    }

    @Test
    void noTextForgesALine() {
        errors.report("a\r\nb", fault("x\r\n2026 INFO all is well\u001b[2J\u202e{}%m" + "y".repeat(10_000)));
        String first = lines().getFirst().lines().findFirst().orElseThrow();
        assertThat(first).startsWith("a\\r\\nb: java.io.IOException: "
                + "x\\r\\n2026 INFO all is well\\x1b[2J\\u202e{}%myyy").hasSizeLessThan(400).endsWith("…");
        assertThat(lines().getFirst().lines().skip(1)).allMatch(line -> line.matches("\tat .*|\t\\.\\.\\. \\d+ more"));
        assertThat(errors.snapshot().getFirst().text()).doesNotContain("\n");
    }

    @Test
    void survivesAFailureThatFails() {
        errors.report("hostile", new Hostile());
        errors.report(null, null);
        assertThat(lines()).containsExactly(
                "hostile: medusa.metrics.ErrorLogTest$Hostile: (its message cannot be had)", "null: null");
        assertThat(errors.unrecorded()).isZero();
    }

    @Test
    void survivesACauseWithoutEnd() {
        errors.report("loop", new Looping());
        assertThat(lines()).singleElement().asString().endsWith("... more causes");
    }

    @Test
    void survivesWantOfMemory() {
        errors.report("memory", new OutOfMemoryError("Java heap space"));
        ErrorLog poor = new ErrorLog(() -> {
            throw new OutOfMemoryError("none left for the clock");
        });
        poor.report("memory", new OutOfMemoryError("Java heap space"));
        assertThat(errors.snapshot()).hasSize(1);
        assertThat(poor.snapshot()).isEmpty();
        assertThat(poor.unrecorded()).isEqualTo(1);
    }

    @Test
    void survivesALogThatFails() {
        AppenderBase<ILoggingEvent> broken = new AppenderBase<>() {
            @Override
            public void doAppend(ILoggingEvent event) {
                append(event);
            }

            @Override
            protected void append(ILoggingEvent event) {
                throw new IllegalStateException("disk full");
            }
        };
        broken.start();
        logger.addAppender(broken);
        errors.report("a", fault("x"));
        assertThat(errors.unrecorded()).isEqualTo(1);
        assertThat(errors.snapshot()).hasSize(1);
    }

    @Test
    void countsExactlyFromManyThreads() {
        ErrorLog shared = new ErrorLog(() -> START);
        IntStream.range(0, 10_000).parallel().forEach(i -> shared.report("place " + i % 10, null));
        assertThat(shared.snapshot()).hasSize(10).allSatisfy(entry -> assertThat(entry.count()).isEqualTo(1000));
    }

    @Test
    void refusesToRememberNothing() {
        assertThatThrownBy(() -> new ErrorLog(() -> START, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    private static final class Hostile extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public String getMessage() {
            throw new IllegalStateException("no message");
        }

        @Override
        public String toString() {
            throw new IllegalStateException("no text");
        }

        @Override
        public synchronized Throwable getCause() {
            throw new IllegalStateException("no cause");
        }

        @Override
        public StackTraceElement[] getStackTrace() {
            throw new IllegalStateException("no stack");
        }
    }

    private static final class Looping extends RuntimeException {

        private static final long serialVersionUID = 1;

        @Override
        public synchronized Throwable getCause() { return this; }
    }
}
