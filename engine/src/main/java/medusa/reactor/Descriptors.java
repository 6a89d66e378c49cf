package medusa.reactor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// How many file descriptors this process may have, and how many it has. Read where Linux tells it, since the JDK's
/// management beans cost a tenth of a second at start; elsewhere the numbers are not known.
///
/// Any thread; reads `/proc`, which does not block.
public final class Descriptors {
    /// What a server needs for itself: jars, logs, listeners, the selector, and files that are
    /// kept open for the next request, and a margin.
    public static final int RESERVE = 192;

    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final Path OPEN = Path.of("/proc/self/fd");
    private static final String ROW = "Max open files";

    private Descriptors() {}

    /// The most that this process may have; empty where it cannot be known or there is no limit.
    public static OptionalLong limit() {
        try {
            return limitIn(Files.readAllLines(LIMITS));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }

    /// The soft limit in the table of `/proc/PID/limits`: name, soft, hard, unit.
    static OptionalLong limitIn(List<String> table) {
        return table.stream().filter(row -> row.startsWith(ROW))
                .map(row -> row.substring(ROW.length()).strip().split("\\s+")[0])
                .filter(number -> number.matches("\\d{1,18}"))
                .mapToLong(Long::parseLong).findFirst();
    }

    /// Those in use; empty where it cannot be known.
    public static OptionalLong inUse() {
        try (Stream<Path> open = Files.list(OPEN)) {
            return OptionalLong.of(open.count() - 1); // without the one that the listing itself takes
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
