package medusa.monitor.terminal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.LineReaderImpl;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import medusa.metrics.Printable;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.State;

/// The conversation with a person at a terminal.
final class Shell implements Screen {
    private static final AttributedStyle RED = AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
    private static final AttributedStyle QUIET = AttributedStyle.DEFAULT.faint();

    private final Remote remote;
    private final MonitorAddress address;
    private final Terminal terminal;
    private final LineReader reader;
    private volatile State.Connected connected;
    /// Whoever sits here does not want to wait for the server.
    private volatile boolean left;
    private volatile boolean reading;

    Shell(Remote remote, MonitorAddress address, State.Connected connected) throws IOException {
        this.remote = remote;
        this.address = address;
        this.connected = connected;
        terminal = TerminalBuilder.builder().name("medusa").system(true).providers("ffm,exec").dumb(true).build();
        LineReaderBuilder builder = LineReaderBuilder.builder().terminal(terminal).appName("medusa")
                .parser(new SnippetParser(remote)).completer(new RemoteCompleter(remote))
                .highlighter(new JavaHighlighter())
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true) // an exclamation mark is Java
                .option(LineReader.Option.HISTORY_IGNORE_SPACE, true)
                .option(LineReader.Option.INSERT_TAB, false)
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, "%P ... ");
        Optional<Path> history = HistoryFile.prepare(System.getenv(), Path.of(System.getProperty("user.home")));
        history.ifPresent(file -> builder.variable(LineReader.HISTORY_FILE, file));
        reader = builder.build();
        remote.listener(this::changed);
    }

    /// @return the status of the process
    int run() throws InterruptedException, IOException {
        try (terminal) {
            say(QUIET, "Connected to " + address + " as " + Printable.line(connected.user()) + ".");
            say(QUIET, "/help says what there is, Ctrl-D ends.");
            Runner runner = new Runner(remote, this, true);
            while (true) {
                String input = read();
                if (input == null || SlashCommand.isOne(input) && input.strip().equals(SlashCommand.EXIT.word())) {
                    return TerminalClient.DONE;
                }
                if (!input.isBlank()) {
                    run(runner, input);
                }
                if (left) {
                    return TerminalClient.FAILED;
                }
            }
        } finally {
            remote.listener(_ -> {});
        }
    }

    /// @return null at the end
    private String read() {
        while (true) {
            try {
                reading = true;
                return reader.readLine(prompt());
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isBlank()) {
                    say(QUIET, "Ctrl-D or /exit ends.");
                }
            } catch (EndOfFileException e) {
                return null;
            } finally {
                reading = false;
            }
        }
    }

    private void run(Runner runner, String input) throws InterruptedException {
        AtomicInteger times = new AtomicInteger();
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> interrupt(times.incrementAndGet()));
        try {
            runner.run(input);
        } catch (Trouble e) {
            complain(List.of(e.getMessage()));
        } finally {
            terminal.handle(Terminal.Signal.INT, before);
        }
    }

    /// Not everything ends when it is asked to, and then this program at least does.
    ///
    /// @param times how often it was asked to while the same runs
    private void interrupt(int times) {
        if (times == 1) {
            remote.interrupt();
        } else if (times == 2) {
            say(QUIET, "It does not end yet; Ctrl-C once more ends this program and leaves it to the server.");
        } else {
            left = true;
            remote.close();
        }
    }

    private String prompt() {
        boolean here = remote.state() instanceof State.Connected;
        return new AttributedStringBuilder().style(AttributedStyle.BOLD).append(name()).style(AttributedStyle.DEFAULT)
                .append(here ? " " + connected.role().label() : " offline").append("> ").toAnsi(terminal);
    }

    /// Short, for the prompt.
    private String name() {
        return switch (address) {
            case MonitorAddress.Tcp tcp -> Printable.line(tcp.toString());
            case MonitorAddress.Unix unix ->
                Printable.line(unix.path().getFileName().toString()).replaceFirst("\\.sock$",
                        "");
        };
    }

    /// On the client's thread.
    private void changed(State state) {
        switch (state) {
            case State.Connected again -> {
                connected = again;
                above("Connected again; what this session had defined is gone.");
            }
            case State.Waiting waiting -> above(Printable.line(waiting.why()) + "; trying again in "
                    + Units.duration(Duration.between(Instant.now(), waiting.until()).plusMillis(500)));
            case State.Refused refused -> above("Not connected: " + Printable.line(refused.why()));
            case State.Connecting _,State.LoggingIn _,State.Closed _ -> {
            }
        }
    }

    private void above(String line) {
        if (reading) {
            if (reader instanceof LineReaderImpl editor) {
                editor.setPrompt(prompt()); // which says whether there is a connection
            }
            reader.printAbove(new AttributedStringBuilder().style(QUIET).append(line).toAttributedString());
        } else {
            say(QUIET, line);
        }
    }

    private synchronized void say(AttributedStyle style, String line) {
        PrintWriter out = terminal.writer();
        out.println(new AttributedStringBuilder().style(style).append(line).toAnsi(terminal));
        terminal.flush();
    }

    @Override
    public void show(List<String> lines) {
        lines.forEach(line -> say(AttributedStyle.DEFAULT, line));
    }

    @Override
    public void complain(List<String> lines) {
        lines.forEach(line -> say(RED, line));
    }

    @Override
    public int room() {
        return terminal.getColumns() > 0 ? terminal.getColumns() : 80;
    }

    @Override
    public AutoCloseable untilInterrupted(CountDownLatch end) {
        Terminal.SignalHandler before = terminal.handle(Terminal.Signal.INT, _ -> end.countDown());
        return () -> terminal.handle(Terminal.Signal.INT, before);
    }
}
