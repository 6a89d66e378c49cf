package medusa.server;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import org.slf4j.LoggerFactory;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import medusa.metrics.Printable;
import medusa.monitor.MonitorAddress;

/// `medusa console`: the window, where it is installed and there is a display.
final class ConsoleCommand implements Command {
    private final Optional<ConsoleWindow> window;
    private final ServeCommand.Starter starter;

    /// @param starter what is started where a folder is to be served and there is nowhere to show a window
    ConsoleCommand(ServeCommand.Starter starter) {
        this(ServiceLoader.load(ConsoleWindow.class).findFirst(), starter);
    }

    ConsoleCommand(Optional<ConsoleWindow> window, ServeCommand.Starter starter) {
        this.window = window;
        this.starter = starter;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Command.describe("console", "Opens a window on a running server.")
                .addPositional(Command.argument(0, "HOST:PORT|unix:PATH", false,
                        "The server's monitor; without it the one of last time, or the one of this user that is running."))
                .addOption(Command.value("--user", "NAME",
                        "Logs in under this name, where the server asks for one; without it that of the system's user."))
                .addOption(Command.value("--serve", "DIR",
                        "Starts a server of that folder, to this machine only, which ends with the window. Without a display"
                                + " there is the server alone."));
        spec.usageMessage().footer("", "Status: 0 the window was closed, 1 there can be none, 2 wrong arguments.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, ConfigException, StartException {
        ConsoleWindow.Wish wish = wish(arguments);
        Optional<String> obstacle = window.isEmpty()
                ? Optional.of(Part.CONSOLE.title() + " is not installed here")
                : window.get().obstacle();
        if (obstacle.isEmpty()) {
            ((Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
            return window.get().open(wish, streams.out(), streams.err());
        }
        if (wish.folder().isEmpty()) {
            streams.problem("console: " + obstacle.get() + "; medusa monitor is the client for terminals");
            return CommandRunner.FAILED;
        }
        streams.problem("console: " + obstacle.get() + "; this is the server alone");
        return new CommandRunner(new ServeCommand(starter), streams)
                .run(List.of("--root", wish.folder().get().toString()));
    }

    private static ConsoleWindow.Wish wish(ParseResult arguments) throws UsageException {
        Optional<String> folder = Optional.ofNullable(arguments.matchedOptionValue("--serve", (String) null));
        if (folder.isPresent() && arguments.hasMatchedPositional(0)) {
            throw new UsageException("console: a server is either named or started: not both");
        }
        if (folder.isPresent() && !Files.isDirectory(Path.of(folder.get()))) {
            throw new UsageException("console: --serve: there is no folder " + Printable.quoted(folder.get()));
        }
        return new ConsoleWindow.Wish(
                arguments.hasMatchedPositional(0)
                        ? Optional.of(address(arguments.matchedPositionalValue(0, "")))
                        : Optional.empty(),
                Optional.ofNullable(arguments.matchedOptionValue("--user", (String) null)), folder.map(Path::of));
    }

    private static MonitorAddress address(String text) throws UsageException {
        try {
            return MonitorAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new UsageException("console: " + e.getMessage());
        }
    }
}
