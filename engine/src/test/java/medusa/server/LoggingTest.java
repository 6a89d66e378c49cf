package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.log.TailLog;
import medusa.metrics.ErrorLog;

class LoggingTest {
    private static final String ENTRY = "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3} ";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream standardError = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    @Test
    void writesLinesThatAPersonCanRead() {
        assertThat(format("medusa.reactor.Acceptor", Level.INFO, "text", null))
                .isEqualTo("2026-11-23 18:04:10.123 INFO  reactor: text\n");
        assertThat(format("medusa.reactor", Level.ERROR, "text", null))
                .isEqualTo("2026-11-23 18:04:10.123 ERROR reactor: text\n");
        assertThat(format("org.example.Thing", Level.WARN, null, null))
                .isEqualTo("2026-11-23 18:04:10.123 WARN  Thing: null\n");
    }

    @Test
    void letsNobodyForgeAnEntry() {
        assertThat(format("medusa.http", Level.INFO, "GET /a\r\n2026-11-23 18:04:10.123 ERROR http: forged\u001b[2J",
                null))
                .isEqualTo("2026-11-23 18:04:10.123 INFO  http: GET /a\\r\\n2026-11-23 18:04:10.123 ERROR http:"
                        + " forged\\x1b[2J\n");
    }

    @Test
    void writesStackTracesOverSeveralLines() {
        StackTraceElement frame = new StackTraceElement("medusa.A", "b", "A.java", 7);
        IOException cause = new IOException("bad\ninput");
        cause.setStackTrace(new StackTraceElement[]{frame});
        IllegalStateException thrown = new IllegalStateException(cause);
        thrown.setStackTrace(new StackTraceElement[]{new StackTraceElement("medusa.C", "d", "C.java", 8), frame});
        thrown.addSuppressed(new IOException());
        thrown.getSuppressed()[0].setStackTrace(new StackTraceElement[]{frame});
        assertThat(format("medusa.http", Level.ERROR, "failed", thrown)).isEqualTo("""
                2026-11-23 18:04:10.123 ERROR http: failed
                java.lang.IllegalStateException: java.io.IOException: bad\\ninput
                    at medusa.C.d(C.java:8)
                    at medusa.A.b(A.java:7)
                  suppressed: java.io.IOException
                  caused by: java.io.IOException: bad\\ninput
                """);
    }

    /// What is shown of the log elsewhere: as much as fits into a line.
    @Test
    void keepsItsLastEntriesInShort() throws Exception {
        try (Logging logging = Logging.start(config("info", null), standardError)) {
            Logger log = LoggerFactory.getLogger("medusa.http.Test");
            log.debug("hidden");
            log.info("a\nb");
            log.warn("failed", new IOException("bad\ninput"));
            new ErrorLog(InstantSource.system()).report("extension x", new IllegalStateException("no"));
            assertThat(logging.tail().latest(org.slf4j.event.Level.TRACE, 9))
                    .extracting(entry -> entry.level() + " " + entry.text())
                    .containsExactly("ERROR metrics: extension x: java.lang.IllegalStateException: no",
                            "WARN http: failed (java.io.IOException: bad\\ninput)", "INFO http: a\\nb");
        }
    }

    /// A fault's stack is text made by the server, in which whatever came from outside is safe already.
    @Test
    void keepsTheLinesOfAFault() throws Exception {
        try (Logging logging = Logging.start(ServerConfig.of().log(), standardError)) {
            IllegalStateException fault = new IllegalStateException("bad\ninput");
            fault.setStackTrace(new StackTraceElement[]{new StackTraceElement("medusa.A", "b", "A.java", 7)});
            new ErrorLog(InstantSource.system()).report("extension x", fault);
            assertThat(logging.tail().latest(org.slf4j.event.Level.TRACE, 1).getFirst().more().orElseThrow())
                    .containsExactly("    at medusa.A.b(A.java:7)");
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).matches(ENTRY
                + "ERROR metrics: extension x: java.lang.IllegalStateException: bad\\\\ninput\n    at medusa.A.b\\(A.java:7\\)\n");
    }

    @Test
    void doesNotLoopOnAnExceptionThatCausesItself() {
        Exception a = new Exception("a");
        Exception b = new Exception("b", a);
        a.initCause(b);
        assertThat(format("medusa.http", Level.ERROR, "failed", a)).contains("(shown above)");
    }

    @Test
    void followsTheLevelAndReopensItsFile() throws Exception {
        Path file = folder.resolve("medusa.log");
        Logger log = LoggerFactory.getLogger("medusa.test");
        try (Logging logging = Logging.start(config("info", file), standardError)) {
            log.debug("hidden");
            log.info("first");
            Files.move(file, folder.resolve("medusa.log.1"));
            log.info("second");
            logging.reload(config("debug", file));
            log.debug("third");
            logging.reload(config("debug", null));
            log.info("fourth");
        }
        assertThat(Files.readString(folder.resolve("medusa.log.1")))
                .matches(ENTRY + "INFO  test: first\n" + ENTRY + "INFO  test: second\n");
        assertThat(Files.readString(file)).matches(ENTRY + "DEBUG test: third\n");
        assertThat(standardError()).matches(ENTRY + "INFO  test: fourth\n");
    }

    @Test
    void goesOnAsBeforeWhenTheNewFileCannotBeOpened() throws Exception {
        Path file = folder.resolve("medusa.log");
        try (Logging logging = Logging.start(config("info", file), standardError)) {
            logging.reload(config("info", folder.resolve("no/such")));
            LoggerFactory.getLogger("medusa.test").info("still here");
        }
        assertThat(Files.readString(file)).matches(ENTRY + "ERROR server: the log stays where it was: log.file: cannot"
                + " write \"[^\n]*\": its folder does not exist\n" + ENTRY + "INFO  test: still here\n");
        assertThat(standardError()).isEmpty();
    }

    @Test
    void countsWhatAFullDiskLoses() {
        boolean[] full = {true};
        LogAppender appender = new LogAppender(new LogLayout(ZoneId.of("UTC")), new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                if (full[0]) {
                    throw new IOException("No space left on device");
                }
                bytes.write(b);
            }
        }, new TailLog());
        appender.start();
        appender.doAppend(event("medusa.http", Level.INFO, "one", null));
        appender.doAppend(event("medusa.http", Level.INFO, "two", null));
        full[0] = false;
        appender.doAppend(event("medusa.http", Level.INFO, "three", null));
        assertThat(standardError()).isEqualTo("""
                (2 entries of the log could not be written here)
                2026-11-23 18:04:10.123 INFO  http: three
                """);
    }

    private static String format(String logger, Level level, String message, Throwable thrown) {
        return new LogLayout(ZoneId.of("UTC")).format(event(logger, level, message, thrown));
    }

    private static LoggingEvent event(String logger, Level level, String message, Throwable thrown) {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LoggingEvent event = new LoggingEvent("", context.getLogger(logger), level, message, thrown, null);
        event.setInstant(Instant.parse("2026-11-23T18:04:10.123456Z"));
        return event;
    }

    private static ServerConfig.Log config(String level, Path file) throws ConfigException {
        Optional<Path> optional = Optional.ofNullable(file);
        return ServerConfig.of("log.level=" + level, "log.file=" + optional.map(Path::toString).orElse("")).log();
    }

    private String standardError() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
