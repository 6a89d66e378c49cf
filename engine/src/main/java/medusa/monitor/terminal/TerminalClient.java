package medusa.monitor.terminal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

import medusa.metrics.Printable;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.State;

/// `medusa monitor`: talks to a server's monitor, as a person does or as a script.
///
/// @param snippets    what to run; empty for what is typed or comes from standard input
/// @param interactive whether a person sits before it
public record TerminalClient(MonitorAddress address, Credentials credentials, List<String> snippets,
        boolean interactive) {
    /// All went well.
    public static final int DONE = 0;
    /// A snippet failed.
    public static final int FAILED = 1;
    /// There was no connection, or no log-in.
    public static final int UNCONNECTED = 3;

    /// Runs until the end of what there is to do.
    ///
    /// @return the status of the process: [#DONE], [#FAILED] or [#UNCONNECTED]
    public int run(InputStream in, PrintStream out, PrintStream err) {
        try (Remote remote = new Remote(address, new Announcing(credentials, err))) {
            State.Connected connected = remote.connected();
            if (snippets.isEmpty() && interactive) {
                return new Shell(remote, address, connected).run();
            }
            Runner runner = new Runner(remote, new PlainScreen(out, err), false);
            return snippets.isEmpty() ? lines(remote, runner, in) : all(runner);
        } catch (Trouble e) {
            err.println("medusa: " + (e.unconnected() ? "monitor: " + address + ": " : "") + e.getMessage());
            return e.unconnected() ? UNCONNECTED : FAILED;
        } catch (IOException e) {
            err.println("medusa: monitor: " + Printable.line(String.valueOf(e.getMessage())));
            return FAILED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } finally {
            out.flush();
        }
    }

    private int all(Runner runner) throws Trouble, InterruptedException {
        for (String snippet : snippets) {
            if (!runner.run(snippet)) {
                return FAILED;
            }
        }
        return DONE;
    }

    /// Runs a snippet as soon as it is complete, which the server knows.
    private static int lines(Remote remote, Runner runner, InputStream in)
            throws IOException, Trouble, InterruptedException {
        BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        StringBuilder snippet = new StringBuilder();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            boolean command = snippet.isEmpty() && SlashCommand.isOne(line);
            if (command && SlashCommand.of(line) == SlashCommand.EXIT) {
                return DONE;
            }
            snippet.append(snippet.isEmpty() ? "" : "\n").append(line);
            String completeness = command ? "complete" : examine(remote, snippet.toString());
            if (completeness.equals("incomplete")) {
                continue;
            }
            if (!completeness.equals("empty") && !runner.run(snippet.toString())) {
                return FAILED;
            }
            snippet.setLength(0);
        }
        return snippet.toString().isBlank() || runner.run(snippet.toString()) ? DONE : FAILED;
    }

    /// `complete`, `incomplete`, `invalid` or `empty`.
    static String examine(Remote remote, String snippet) throws Trouble, InterruptedException {
        return snippet.isBlank() ? "empty" : remote.call("examine", Map.of("code", snippet)).text("completeness");
    }

    /// Says by what a server that is new will be known, for whoever wants to compare it with what the server's log says.
    record Announcing(Credentials credentials, PrintStream err) implements Credentials {
        @Override
        public Optional<Login> ask(MonitorAddress server) {
            return credentials.ask(server);
        }

        @Override
        public boolean trust(MonitorAddress server, String fingerprint) {
            err.println("medusa: monitor: " + Printable.line(server.toString())
                    + " is new; from now on it is known by its certificate: " + fingerprint);
            return credentials.trust(server, fingerprint);
        }
    }

    /// Lines as they come, for a pipe.
    private record PlainScreen(PrintStream out, PrintStream err) implements Screen {
        @Override
        public void show(List<String> lines) {
            lines.forEach(out::println);
            out.flush();
        }

        @Override
        public void complain(List<String> lines) {
            out.flush();
            lines.forEach(err::println);
        }

        @Override
        public int room() {
            return Integer.MAX_VALUE;
        }

        @Override
        public AutoCloseable untilInterrupted(CountDownLatch end) {
            return () -> {}; // the system ends the process
        }
    }
}
