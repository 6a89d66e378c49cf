package medusa.server;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Runs a program for each event: without a shell, which would read commands out of names that clients choose.
record EventCommand(List<String> command, Patience patience) implements EventFeed.Sink {

    /// How long a program is waited for.
    interface Patience {
        /// @return whether it has ended
        boolean await(Process process) throws IOException, InterruptedException;
    }

    /// For one event; the next ones wait meanwhile.
    private static final Duration LIMIT = Duration.ofSeconds(30);
    /// What it needs of the server's environment; the rest is none of its business.
    private static final Set<String> KEPT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR",
            "SystemRoot");

    EventCommand(List<String> command) {
        this(command, process -> process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS));
    }

    @Override
    public void deliver(EventFacts facts) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(command.size());
        for (String each : command) {
            arguments.add(passable(facts.resolve(each)));
        }
        ProcessBuilder builder = new ProcessBuilder(arguments).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        Map<String, String> environment = builder.environment();
        environment.keySet().retainAll(KEPT);
        for (Map.Entry<String, String> each : facts.values().entrySet()) {
            environment.put("MEDUSA_" + each.getKey().toUpperCase(Locale.ROOT), passable(each.getValue()));
        }
        Process process = builder.start();
        try (OutputStream in = process.getOutputStream()) {
            in.write(facts.json().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            // it does not read
        }
        await(process);
    }

    private void await(Process process) throws IOException, InterruptedException {
        try {
            if (!patience.await(process)) {
                throw new IOException("it takes longer than " + LIMIT.toSeconds() + " s, and is ended");
            }
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
        if (process.exitValue() != 0) {
            throw new IOException("exit status " + process.exitValue());
        }
    }

    /// A name that the system would be given as another one must not be acted upon.
    private static String passable(String text) throws IOException {
        if (!EventFacts.isText(text)) {
            throw new IOException("a name is not UTF-8, and cannot be passed to a program");
        }
        Charset charset = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
        if (!charset.newEncoder().canEncode(text)) {
            throw new IOException("a name cannot be passed to a program, since the server was started in the locale of "
                    + charset + "; start it with LC_ALL=C.UTF-8");
        }
        return text;
    }
}
