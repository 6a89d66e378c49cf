package medusa.server;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.Privileges;
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.auth.VirtualUser;
import medusa.auth.VirtualUsers;
import medusa.metrics.Printable;

/// `medusa check`: says whether a configuration and the certificates in it are right, and what a user could not read of what
/// it names.
final class CheckCommand implements Command {

    @Override
    public CommandSpec spec() {
        return Command
                .describe("check",
                        "Says whether a configuration is right, naming line and setting, and its certificates.")
                .addPositional(Command.argument(0, "FILE", true, "The configuration."))
                .addOption(Command.value("--as-user", "NAME",
                        "Says also what the server could not read after it has turned into this user."))
                .addOption(Command.value("--user", "NAME",
                        "Says also what this user of the server's may do at --path, and which rule of the rights decides;"
                                + " anonymous is who has not logged in, and who is meant where there is only --path."))
                .addOption(Command.value("--path", "PATH", "Where, as clients see it; / if there is only --user."));
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, ConfigException {
        String file = arguments.matchedPositionalValue(0, "");
        ConfigSources sources = new ConfigSources(Optional.of(ServeCommand.file("FILE", file)), List.of(), List.of());
        List<String> warnings = new ArrayList<>();
        JarExtensions jars = new JarExtensions();
        ConfigLoader.Checked checked = ConfigLoader.check(sources, jars, warnings::add);
        ServerConfig config = checked.config();
        warnings.addAll(jars.problems()); // of JARs that it does not need
        warnings.addAll(RightsWarnings.of(config));
        List<String> problems = new ArrayList<>(Monitors.problems(config));
        Optional<VirtualUsers> users = Optional.empty();
        try {
            users = Accounts.look(config);
        } catch (ConfigException e) {
            problems.addAll(e.problems());
        }
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        users.flatMap(VirtualUsers::warning).ifPresent(warnings::add);
        users.map(known -> RightsWarnings.unknown(config, known)).ifPresent(warnings::addAll);
        if (arguments.hasMatchedOption("--as-user")) {
            checkAs(arguments.matchedOptionValue("--as-user", ""), config);
        }
        warnings.forEach(warning -> streams.problem("warning: " + Printable.line(warning)));
        streams.out().println(Printable.line(file) + ": ok");
        if (arguments.hasMatchedOption("--user") || arguments.hasMatchedOption("--path")) {
            explain(checked, users, arguments.matchedOptionValue("--user", User.ANONYMOUS_NAME),
                    arguments.matchedOptionValue("--path", "/")).forEach(streams.out()::println);
        }
        return CommandRunner.OK;
    }

    private static List<String> explain(ConfigLoader.Checked checked, Optional<VirtualUsers> users, String name,
            String path) throws UsageException {
        if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
            throw new UsageException("--path: expected a path as clients see it, such as \"/incoming\", found "
                    + Printable.quoted(path));
        }
        Optional<User> user = UserNames.isAnonymous(name)
                ? users.flatMap(VirtualUsers::anonymous)
                : users.flatMap(known -> known.find(name)).map(VirtualUser::user);
        return new RightsExplanation(checked.config(), checked.places())
                .lines(user.orElseGet(() -> RightsExplanation.stranger(name)), user.isPresent(),
                        RightsSettings.path(path));
    }

    /// @throws ConfigException with one line for each path of `config` that `user` could not use
    private static void checkAs(String user, ServerConfig config) throws UsageException, ConfigException {
        Privileges privileges = Identity.privileges()
                .orElseThrow(() -> new UsageException("--as-user: this system's users cannot be looked up here"));
        Privileges.Account account = account(privileges, user);
        List<String> problems = new ArrayList<>(Identity.obstacles(account, config));
        problems.addAll(Identity.renewals(account, config));
        problems.addAll(Identity.newJars(account, config));
        problems.addAll(Identity.changedUsers(account, config));
        problems.addAll(Identity.unwritable(account, config));
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }

    private static Privileges.Account account(Privileges privileges, String user) throws UsageException {
        try {
            return privileges.account(user).orElseThrow(
                    () -> new UsageException("--as-user: there is no user " + Printable.quoted(user) + " here"));
        } catch (IOException e) {
            throw new UsageException("--as-user: the users cannot be read: " + Printable.line(e.getMessage()));
        }
    }
}
