package medusa.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import medusa.filesystem.RootedFilesystem;
import medusa.log.TailLog;
import medusa.metrics.Printable;

/// `medusa serve`: reads the configuration, starts the server, and waits until it has ended.
final class ServeCommand implements Command {

    /// How a server is started.
    interface Starter {
        /// See [MedusaServer#start].
        ///
        /// @param jars   those from which the types of `config` come
        /// @param tail   the last entries of the log, which extensions may show
        /// @param source where the configuration is read again
        Running start(ServerConfig config, JarExtensions jars, TailLog tail, ConfigSource source) throws StartException;
    }

    private static final Duration LAST_RESORT = Duration.ofSeconds(5);
    private static final String ADDRESS = "HOST:PORT|off";
    /// For programs that start a server of their own, such as the console; not for people.
    private static final String END_WITH_INPUT = "--end-with-input";

    /// What each option asks for beyond the settings, so that one for a part that is not built can be refused.
    private static final Map<String, Part> PARTS = Map.of("--password-file", Part.MONITOR_PASSWORD,
            "--users", Part.USERS,
            "--unix-users", Part.UNIX_USERS,
            "--writable", Part.WRITING,
            "--takeover", Part.TAKEOVER);

    private final Starter starter;
    private volatile Thread lastResort;

    ServeCommand(Starter starter) {
        this.starter = starter;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Command.describe("serve",
                "Serves a folder until it is told to stop; without options the current one, to this machine only.");
        spec.addOption(Command.value("--config", "FILE", "Settings; conf/medusa.toml explains them all."));
        spec.addOption(Command.value("--root", "DIR", "The folder to serve."));
        for (Part part : Part.listeners()) {
            spec.addOption(Command.value(option(part), part == Part.MONITOR ? "unix:PATH|" + ADDRESS : ADDRESS,
                    "Where " + part.title() + " listens." + part.helpMark()));
        }
        spec.addOption(Command.value("--password-file", "FILE", help("--password-file",
                "Holds the classic monitor's password; readable by its owner only.")));
        spec.addOption(Command.value("--users", "FILE", help("--users",
                "Those who may log in, each with a password of his own; medusa passwd makes it.")));
        flag(spec, "--unix-users", "Lets real Unix users log in by FTP; only root can.");
        flag(spec, "--writable", "Lets logged-in users write.");
        spec.addOption(OptionSpec.builder("--anonymous").type(boolean.class).negatable(true)
                .description("Shows the files to everybody, or only to who has logged in.").build());
        flag(spec, "--takeover", "Takes the ports over from a running server.");
        spec.addOption(OptionSpec.builder("--set").type(List.class).auxiliaryTypes(String.class).arity("1")
                .paramLabel("KEY=VALUE")
                .description("Overrides one setting, such as limits.idle=2m; may be repeated.").build());
        flag(spec, "--verbose", "Logs more (log.level debug).");
        flag(spec, "--quiet", "Logs less (log.level warn).");
        spec.addOption(OptionSpec.builder(END_WITH_INPUT).type(boolean.class).hidden(true)
                .description("Ends when its standard input does.").build());
        return spec;
    }

    private static void flag(CommandSpec spec, String name, String help) {
        spec.addOption(Command.flag(name, help(name, help)));
    }

    private static String help(String option, String help) {
        return PARTS.containsKey(option) ? help + PARTS.get(option).helpMark() : help;
    }

    /// The option that says where a listener waits: `--http`.
    private static String option(Part listener) {
        return "--" + Keys.parent(listener.listenKey());
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, ConfigException, StartException {
        RootedFilesystem.preload();
        ConfigSources sources = sources(arguments);
        JarExtensions jars = new JarExtensions();
        ServerConfig config = load(sources, jars, unbuilt(arguments));
        // Signals may come before the server is ready, and count then too.
        CompletableFuture<Running> started = new CompletableFuture<>();
        AtomicBoolean ending = new AtomicBoolean();
        try (Logging logging = Logging.start(config.log(), streams.err());
                Signals signals = new Signals(() -> {
                    ending.set(true);
                    started.thenAccept(this::end);
                },
                        () -> started.thenAccept(Running::reload),
                        status -> Runtime.getRuntime().halt(status))) {
            signals.install();
            warn(jars);
            Running server = starter.start(config, jars, logging.tail(), () -> {
                ServerConfig changed = ConfigLoader.load(sources, jars);
                logging.reload(changed.log());
                warn(jars);
                return changed;
            });
            config = null; // it would keep the code of JARs that have been exchanged since
            if (!ending.get()) { // nobody should be sent to a server that is about to end
                announce(server, streams.out());
            }
            started.complete(server);
            if (arguments.hasMatchedOption(END_WITH_INPUT)) {
                endWithInput(System.in, () -> end(server));
            }
            int status = server.awaitEnd();
            if (lastResort != null) {
                lastResort.interrupt();
            }
            return status;
        }
    }

    /// A server that a window has started ends with it, also with one that is killed: then nobody has the other end of its
    /// standard input any more.
    private static void endWithInput(InputStream in, Runnable end) {
        Thread.ofPlatform().daemon().name("medusa-owner").start(() -> {
            try {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException e) {
                // it has ended too
            }
            end.run();
        });
    }

    /// A reactor that something keeps, a snippet for instance, does not even drain.
    private void end(Running server) {
        server.drain();
        lastResort = Thread.ofPlatform().daemon().name("medusa-last-resort").start(() -> {
            try {
                Thread.sleep(server.drainLimit().plus(LAST_RESORT));
                LoggerFactory.getLogger(ServeCommand.class)
                        .error("the server has not drained: something keeps its thread; it is ended");
                Runtime.getRuntime().halt(CommandRunner.FAILED);
            } catch (InterruptedException e) {
                // it has ended
            }
        });
    }

    private static void announce(Running server, PrintStream out) {
        server.listening().forEach(line -> out.println("medusa: " + line));
        out.println("medusa: ready");
        out.flush();
    }

    /// @param problems those of the options, to be reported with those of the settings
    private static ServerConfig load(ConfigSources sources, JarExtensions jars, List<String> problems)
            throws ConfigException {
        ServerConfig config = null;
        try {
            config = ConfigLoader.load(sources, jars);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        return config;
    }

    /// Nothing that the configuration asks for is missing for that.
    private static void warn(JarExtensions jars) {
        jars.problems().forEach(LoggerFactory.getLogger(ServeCommand.class)::warn);
    }

    /// What was asked for in vain; listeners are the business of [ConfigChecks], which sees the file too.
    private static List<String> unbuilt(ParseResult arguments) {
        List<String> problems = new ArrayList<>();
        for (OptionSpec option : arguments.matchedOptions()) {
            Part part = PARTS.get(option.longestName());
            boolean off = Boolean.FALSE.equals(option.getValue());
            if (part != null && !part.built() && !off) {
                problems.add(option.longestName() + ": " + part.notBuilt());
            }
        }
        return problems;
    }

    private static ConfigSources sources(ParseResult arguments) throws UsageException {
        if (arguments.hasMatchedOption("--verbose") && arguments.hasMatchedOption("--quiet")) {
            throw new UsageException("--verbose and --quiet exclude each other; give one of them");
        }
        List<ConfigSources.Override> overrides = new ArrayList<>();
        override(arguments, "--root", "root", overrides);
        Part.listeners().forEach(part -> override(arguments, option(part), part.listenKey(), overrides));
        override(arguments, "--password-file", "classic-monitor.password-file", overrides);
        override(arguments, "--users", "users", overrides);
        for (String flag : List.of("writable", "anonymous")) {
            if (arguments.hasMatchedOption("--" + flag)) {
                Object value = arguments.matchedOptionValue("--" + flag, true);
                overrides.add(new ConfigSources.Override("--" + flag, flag, value));
            }
        }
        if (arguments.hasMatchedOption("--anonymous")) {
            boolean wanted = arguments.matchedOptionValue("--anonymous", true);
            overrides.add(new ConfigSources.Override("--anonymous", "ftp.anonymous", wanted ? "on" : "off"));
        }
        if (arguments.hasMatchedOption("--verbose")) {
            overrides.add(new ConfigSources.Override("--verbose", "log.level", "debug"));
        }
        if (arguments.hasMatchedOption("--quiet")) {
            overrides.add(new ConfigSources.Override("--quiet", "log.level", "warn"));
        }
        String config = arguments.matchedOptionValue("--config", null);
        return new ConfigSources(config == null ? Optional.empty() : Optional.of(file("--config", config)), overrides,
                arguments.matchedOptionValue("--set", List.of()));
    }

    /// @throws UsageException if `text` cannot be a path
    static Path file(String argument, String text) throws UsageException {
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw new UsageException(argument + ": expected the path of a file, found " + Printable.quoted(text));
    }

    private static void override(ParseResult arguments, String option, String key,
            List<ConfigSources.Override> overrides) {
        if (arguments.hasMatchedOption(option)) {
            overrides.add(new ConfigSources.Override(option, key, arguments.matchedOptionValue(option, "")));
        }
    }
}
