package medusa.server;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Optional;

import medusa.log.AccessLog;

/// The logs besides the log: each in a file of its own, or with the log.
final class LogFiles {

    /// Opens a log.
    interface Opening<T> {
        /// @throws IOException if its target cannot be opened
        T open(AccessLog.Target target, ZoneId zone) throws IOException;
    }

    private LogFiles() {}

    /// @param key     the setting
    /// @param setting that is on
    /// @throws StartException if it cannot be written to
    static <T> T open(String key, AccessLogSetting setting, ServerConfig.Log log, Opening<T> opening)
            throws StartException {
        Optional<Path> file = setting.file().or(log::file);
        try {
            return opening.open(file.isPresent() ? () -> Logging.append(file.get()) : LogFiles::standardError,
                    ZoneId.systemDefault());
        } catch (IOException e) {
            throw Logging.cannotWrite(key, file.orElseThrow(), e);
        }
    }

    /// Closing it would take the log's stream away too.
    private static OutputStream standardError() {
        return new FilterOutputStream(new FileOutputStream(FileDescriptor.err)) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }

            @Override
            public void close() throws IOException {
                flush();
            }
        };
    }
}
