package medusa.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import medusa.metrics.Printable;
import medusa.metrics.Spelling;

/// The command line. Status 0 is success, 1 something that failed at start, 2 arguments or a configuration that are not
/// right; whatever goes wrong is one line on standard error.
public final class Main {
    private final Streams streams;
    private final Map<String, Supplier<Command>> commands = new LinkedHashMap<>();

    /// @param starter what `serve` starts
    Main(Streams streams, ServeCommand.Starter starter) {
        this.streams = streams;
        commands.put("serve", () -> new ServeCommand(starter));
        commands.put("console", () -> new ConsoleCommand(starter));
        commands.put("monitor", MonitorCommand::new);
        commands.put("check", CheckCommand::new);
        commands.put("passwd", PasswdCommand::new);
    }

    /// Runs one command and exits.
    public static void main(String[] args) {
        Streams streams = new Streams(System.out, System.err);
        System.exit(new Main(streams, MedusaServer::start).run(List.of(args)));
    }

    /// @return the status of the process
    int run(List<String> arguments) {
        try {
            return runWord(arguments);
        } catch (RuntimeException | Error e) {
            // A fault of ours. Who wants to report it can have the place too.
            streams.problem("internal error: " + Printable.line(e.toString()));
            if (arguments.contains("--verbose")) {
                e.printStackTrace(streams.err());
            }
            return CommandRunner.FAILED;
        }
    }

    private int runWord(List<String> arguments) {
        String word = arguments.isEmpty() ? "" : arguments.getFirst();
        return switch (word) {
            case "--version" -> version();
            case "--help", "help" -> help();
            default -> {
                Supplier<Command> command = commands.get(word);
                yield command == null
                        ? unknown(word)
                        : new CommandRunner(command.get(), streams).run(arguments.subList(1, arguments.size()));
            }
        };
    }

    private int unknown(String word) {
        String problem = word.isEmpty()
                ? "a command is missing"
                : "unknown command " + Printable.quoted(word) + Spelling.closest(word, commands.keySet())
                        .map(close -> " (did you mean " + close + "?)").orElse("");
        streams.problem(problem + "; try: medusa --help");
        return CommandRunner.MISUSED;
    }

    private int version() {
        streams.out().println("medusa " + Version.current());
        streams.out().println("Java " + Runtime.version() + ", " + System.getProperty("java.vm.name") + ", "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        return CommandRunner.OK;
    }

    private int help() {
        streams.out().println("Usage: medusa COMMAND [ARGUMENT]...\n\n"
                + "A server for HTTP, FTP and live monitoring in one process.\n");
        commands.forEach((name, command) -> streams.out().println("  " + name + " ".repeat(10 - name.length())
                + String.join(" ", command.get().spec().usageMessage().description())));
        streams.out().println("\nmedusa COMMAND --help says more, medusa --version which version this is.");
        return CommandRunner.OK;
    }
}
