package medusa.server;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;

import org.slf4j.LoggerFactory;

import medusa.log.TailLog;
import medusa.metrics.Printable;

/// The log of the process. Set up by hand and only by the command line: whoever uses the engine as a library keeps his
/// own Logback configuration, and the start does not wait for an XML parser.
final class Logging implements AutoCloseable {
    private final PrintStream standardError;
    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final TailLog tail = new TailLog();
    private final LogAppender appender;

    private Logging(PrintStream standardError, OutputStream target) {
        this.standardError = standardError;
        this.appender = new LogAppender(new LogLayout(ZoneId.systemDefault()), target, tail);
    }

    /// Starts logging; a file is opened before this returns, while the process may still be root.
    ///
    /// @throws StartException if the file cannot be opened
    static Logging start(ServerConfig.Log config, PrintStream standardError) throws StartException {
        Logging logging = new Logging(standardError, open(config.file(), standardError));
        logging.context.reset();
        logging.appender.setContext(logging.context);
        logging.appender.start();
        logging.root().addAppender(logging.appender);
        logging.setLevel(config);
        return logging;
    }

    /// The last entries.
    TailLog tail() {
        return tail;
    }

    /// Opens the file again, perhaps another one, since the old one may have been renamed by a log rotation. If that
    /// fails, it goes on as before.
    void reload(ServerConfig.Log config) {
        setLevel(config);
        try {
            closeUnlessShared(appender.exchange(open(config.file(), standardError)));
        } catch (StartException e) {
            LoggerFactory.getLogger(Logging.class).error("the log stays where it was: {}", e.getMessage());
        }
    }

    /// Ends logging.
    @Override
    public void close() {
        root().detachAppender(appender);
        appender.stop();
        closeUnlessShared(appender.exchange(OutputStream.nullOutputStream()));
    }

    private Logger root() {
        return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    private void setLevel(ServerConfig.Log config) {
        root().setLevel(Level.toLevel(config.level().name()));
    }

    private static OutputStream open(Optional<Path> file, PrintStream standardError) throws StartException {
        if (file.isEmpty()) {
            return standardError;
        }
        try {
            return append(file.get());
        } catch (IOException e) {
            throw cannotWrite("log.file", file.get(), e);
        }
    }

    /// Opens a log for writing behind what it has.
    static OutputStream append(Path file) throws IOException {
        return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /// @param setting that named the file
    static StartException cannotWrite(String setting, Path file, IOException e) {
        String why = switch (e) {
            case NoSuchFileException _ -> "its folder does not exist";
            case AccessDeniedException _ -> "permission denied";
            default -> Files.isDirectory(file) ? "it is a folder" : String.valueOf(e.getMessage());
        };
        return new StartException(
                setting + ": cannot write " + Printable.quoted(file.toString()) + ": " + Printable.line(why), e);
    }

    private void closeUnlessShared(OutputStream stream) {
        if (stream != standardError) {
            try {
                stream.close();
            } catch (IOException e) {
                // every entry has been flushed; there is nothing left to lose
            }
        }
    }
}
