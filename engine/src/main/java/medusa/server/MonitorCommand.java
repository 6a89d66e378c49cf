package medusa.server;

import java.io.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import medusa.metrics.Printable;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorAddress;
import medusa.monitor.SocketFolder;
import medusa.monitor.terminal.TerminalClient;
import medusa.state.OwnFile;
import medusa.state.UserFolders;

/// `medusa monitor`: the terminal client.
final class MonitorCommand implements Command {
    private static final String PASSWORD = "MEDUSA_MONITOR_PASSWORD";

    /// What the command knows of where it runs.
    ///
    /// @param console null where nobody sits
    record Surroundings(Map<String, String> environment, InputStream in, Console console) {
        static Surroundings ofProcess() {
            Console console = System.console();
            return new Surroundings(System.getenv(), System.in,
                    console != null && console.isTerminal() ? console : null);
        }
    }

    private final Surroundings surroundings;

    MonitorCommand() {
        this(Surroundings.ofProcess());
    }

    MonitorCommand(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Command
                .describe("monitor", "Talks to a running server: Java runs in it, /help says what else.")
                .addPositional(Command.argument(0, "HOST:PORT|unix:PATH", false,
                        "The server's monitor; without it the one server of this user that is running."))
                .addOption(Command.value("--user", "NAME",
                        "Logs in under this name, where the server asks for one; without it that of the system's user."))
                .addOption(OptionSpec.builder("-e").type(List.class).auxiliaryTypes(String.class).paramLabel("SNIPPET")
                        .description("Runs this and ends; can be given again, for one after another.").build());
        spec.usageMessage().footer("",
                "The password is asked for, or taken from the environment variable " + PASSWORD + ".",
                "Without a terminal, snippets are read from standard input; the first that fails ends it.", "",
                "Status: 0 all went well, 1 a snippet failed, 2 wrong arguments, 3 no connection or log-in.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException {
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        Level before = log.getLevel();
        log.setLevel(Level.OFF); // whoever looks at a server has no use for this program's own
        try {
            return talk(arguments, streams);
        } finally {
            log.setLevel(before);
        }
    }

    private int talk(ParseResult arguments, Streams streams) throws UsageException {
        List<MonitorAddress> found = arguments.hasMatchedPositional(0)
                ? List.of(address(arguments.matchedPositionalValue(0, "")))
                : running();
        if (found.isEmpty()) {
            streams.problem("monitor: no server of this user is running; start one (medusa serve), or name another's"
                    + " monitor: medusa monitor HOST:PORT");
            return TerminalClient.UNCONNECTED;
        }
        if (found.size() > 1) {
            throw new UsageException("monitor: several servers are running; name one of them: "
                    + String.join(", ", found.stream().map(each -> Printable.line(each.toString())).toList()));
        }
        String user = arguments.matchedOptionValue("--user", System.getProperty("user.name"));
        List<String> snippets = arguments.matchedOptionValue("-e", List.of());
        return new TerminalClient(found.getFirst(), credentials(user), snippets, surroundings.console() != null)
                .run(surroundings.in(), streams.out(), streams.err());
    }

    private static MonitorAddress address(String text) throws UsageException {
        try {
            return MonitorAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("monitor: " + e.getMessage());
        }
    }

    private List<MonitorAddress> running() throws UsageException {
        try {
            List<Path> places = new UserFolders(surroundings.environment(), Path.of(System.getProperty("user.home")))
                    .sockets();
            return SocketFolder.live(places).stream().<MonitorAddress>map(MonitorAddress.Unix::new).toList();
        } catch (IOException e) {
            throw new UsageException("monitor: " + Printable.line(OwnFile.reason(e)));
        }
    }

    private Credentials credentials(String user) {
        return server -> {
            String given = surroundings.environment().get(PASSWORD);
            if (given != null) {
                return Optional.of(new Credentials.Login(user, given.toCharArray()));
            }
            char[] typed = surroundings.console() == null
                    ? null
                    : surroundings.console().readPassword("Password of %s at %s: ", Printable.line(user), server);
            return Optional.ofNullable(typed).map(password -> new Credentials.Login(user, password));
        };
    }
}
