package medusa.gui.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import medusa.monitor.MonitorAddress;
import medusa.state.UserFolders;

/// A server that this program has started, as a process of its own: `medusa serve` of the same installation and on the same
/// Java. It ends with this program, however that ends: its standard input, to which nothing is written, ends then too, and that
/// holds without any number of a process, which another one could have by then or which the server may not see.
///
/// Any thread; what it writes is told on threads of its own.
public final class LocalServer {
    private static final String LISTENING = " listening on ";
    private static final int KEPT = 20;

    /// Where it listens, by part: `http` → `127.0.0.1:8080`.
    ///
    /// @param listeners in its own order
    public record Ready(Map<String, String> listeners) {
        /// Where its monitor is; empty if it has none.
        public Optional<MonitorAddress> monitor() {
            return Optional.ofNullable(listeners.get("monitor")).map(MonitorAddress::parse);
        }
    }

    /// It has ended before it was ready.
    public static final class FailedException extends IOException {
        private static final long serialVersionUID = 1;

        private FailedException(String said) {
            super(said);
        }
    }

    private final Process process;
    private final CompletableFuture<Ready> ready = new CompletableFuture<>();
    private final CompletableFuture<Integer> ended;
    private final Map<String, String> listeners = new LinkedHashMap<>();
    /// The last lines that it has logged.
    private final Deque<String> last = new ArrayDeque<>();

    private LocalServer(Process process, Consumer<String> out, Consumer<String> log, Runnable after) {
        this.process = process;
        Thread reader = read("out", process.getInputStream(), line -> {
            out.accept(line);
            heard(line);
        });
        Thread logger = read("log", process.getErrorStream(), line -> {
            logged(line);
            log.accept(line);
        });
        ended = process.onExit().thenApply(end -> {
            join(reader);
            join(logger);
            after.run();
            ready.completeExceptionally(new FailedException(said()));
            return end.exitValue();
        });
    }

    /// Starts `medusa serve` with `options`.
    ///
    /// @param out told each line that it writes for programs: where it listens
    /// @param log told each line of its log
    /// @throws IOException if there is no such program
    public static LocalServer start(List<String> options, Consumer<String> out, Consumer<String> log)
            throws IOException {
        return start(UserFolders.ofProcess(), options, out, log);
    }

    /// The same for a server that keeps what is its own in `folders`.
    public static LocalServer start(UserFolders folders, List<String> options, Consumer<String> out,
            Consumer<String> log) throws IOException {
        return start(folders, options, out, log, () -> {});
    }

    /// The same.
    ///
    /// @param after what is to be done before [#ended] is completed; may block
    static LocalServer start(UserFolders folders, List<String> options, Consumer<String> out, Consumer<String> log,
            Runnable after) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("serve", "--end-with-input"));
        arguments.addAll(options);
        return new LocalServer(Launcher.process(folders, arguments).start(), out, log, after);
    }

    private static Thread read(String name, InputStream from, Consumer<String> into) {
        return Thread.ofPlatform().daemon().name("medusa-server-" + name).start(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(into);
            } catch (IOException | UncheckedIOException e) {
                // it has ended
            }
        });
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(String line) {
        int at = line.indexOf(LISTENING);
        if (at >= 0) {
            listeners.put(line.substring(line.indexOf(' ') + 1, at), line.substring(at + LISTENING.length()));
        } else if (line.equals("medusa: ready")) {
            ready.complete(new Ready(Map.copyOf(listeners)));
        }
    }

    private synchronized void logged(String line) {
        if (last.size() == KEPT) {
            last.removeFirst();
        }
        last.addLast(line);
    }

    /// Why it has ended: the lines by which `medusa` itself complains, else what it has logged last.
    private synchronized String said() {
        List<String> complaints = last.stream().filter(line -> line.startsWith("medusa: "))
                .map(line -> line.substring("medusa: ".length())).toList();
        return String.join("\n", complaints.isEmpty() ? List.copyOf(last) : complaints);
    }

    /// Completed when it can be used; fails with a [FailedException] that has the server's own words if it cannot.
    public CompletableFuture<Ready> ready() {
        return ready;
    }

    /// Completed with its status when it has ended.
    public CompletableFuture<Integer> ended() {
        return ended;
    }

    /// Has it finish what is under way, let nobody in any more, and end: by the end of its input. A signal would end it at once
    /// if a terminal has sent one to both of us already, by Ctrl+C. May be called again.
    public void stop() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            // it has ended already
        }
    }

    /// Ends it at once.
    public void kill() {
        process.destroyForcibly();
    }

    /// Its number in the system.
    public long pid() {
        return process.pid();
    }
}
