package medusa.server;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.Privileges;

/// `medusa check`: says whether a configuration is right, and what a user could not read of what it names.
final class CheckCommand implements Command {

    @Override
    public CommandSpec spec() {
        return Command.describe("check", "Says whether a configuration is right, naming line and setting.")
                .addPositional(Command.argument(0, "FILE", true, "The configuration."))
                .addOption(Command.value("--as-user", "NAME",
                        "Says also what the server could not read after it has turned into this user."));
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, ConfigException {
        String file = arguments.matchedPositionalValue(0, "");
        ConfigSources sources = new ConfigSources(Optional.of(ServeCommand.file("FILE", file)), List.of(), List.of());
        ServerConfig config = ConfigLoader.load(sources);
        if (arguments.hasMatchedOption("--as-user")) {
            checkAs(arguments.matchedOptionValue("--as-user", ""), config);
        }
        streams.out().println(Printable.line(file) + ": ok");
        return CommandRunner.OK;
    }

    private static void checkAs(String user, ServerConfig config) throws UsageException, ConfigException {
        if (!Part.CHECK_AS_USER.built()) {
            throw new UsageException("--as-user: " + Part.CHECK_AS_USER.notBuilt());
        }
        Privileges privileges = ServiceLoader.load(Privileges.class).stream().map(ServiceLoader.Provider::get)
                .filter(Privileges::supported).findFirst()
                .orElseThrow(() -> new UsageException("--as-user: this system's users cannot be looked up here"));
        List<String> problems = unreadable(account(privileges, user), config);
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

    /// HOOK: not connected yet, and not called before [Part#CHECK_AS_USER] is built. It is to answer one line, such as
    /// `root: "/srv/www" may not be read by nobody`, for each path of `config` that `account` cannot use.
    private static List<String> unreadable(Privileges.Account account, ServerConfig config) {
        throw new UnsupportedOperationException("as " + account.name() + ": " + config.root());
    }
}
