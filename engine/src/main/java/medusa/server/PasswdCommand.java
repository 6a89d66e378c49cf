package medusa.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.ScramKeys;
import medusa.metrics.Printable;
import medusa.monitor.MonitorUsers.User;
import medusa.monitor.Role;
import medusa.monitor.UsersFile;
import medusa.state.OwnFile;

/// `medusa passwd`: adds a user, sets a password, removes a user. A running server notices at the next log-in.
final class PasswdCommand implements Command {
    private static final int SHORT = 8;

    private final PasswordSource passwords;

    PasswdCommand() {
        this(PasswordSource.standard());
    }

    PasswdCommand(PasswordSource passwords) {
        this.passwords = passwords;
    }

    @Override
    public CommandSpec spec() {
        return Command.describe("passwd", "Adds a user, or sets the password of one; asks, or reads standard input.")
                .addPositional(Command.argument(0, "FILE", true, "The file of users; made if it is missing."))
                .addPositional(Command.argument(1, "USER", true, "The user's name."))
                .addOption(Command.flag("--monitor", "The file is that of the monitor's users."
                        + (Part.PASSWD.built() ? "" : " (Virtual users are not in this build.)")))
                .addOption(Command.value("--role", "ROLE",
                        "What the user may do at the monitor: view (look), manage (change what runs) or eval (run code,"
                                + " and so anything). A new user has view."))
                .addOption(Command.flag("--delete", "Removes the user."));
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, StartException {
        if (!arguments.hasMatchedOption("--monitor")) {
            throw new UsageException("passwd: " + Part.PASSWD.notBuilt());
        }
        Path path = ServeCommand.file("FILE", arguments.matchedPositionalValue(0, ""));
        String name = name(arguments.matchedPositionalValue(1, ""));
        boolean delete = arguments.hasMatchedOption("--delete");
        if (delete && arguments.hasMatchedOption("--role")) {
            throw new UsageException("--role and --delete exclude each other; give one of them");
        }
        Optional<Role> role = role(arguments);
        try {
            if (delete) {
                return delete(path, name, streams);
            }
            boolean isNew = !Files.exists(path, LinkOption.NOFOLLOW_LINKS);
            User user = new UsersFile(path).put(name, role, keys(name, streams));
            streams.out().println("medusa: " + name + " may " + user.role().label() + " now, by " + path);
            if (isNew && OwnFile.unix(path) && OwnFile.processUser() == 0) {
                streams.problem("warning: " + path + " belongs to root; a server that root starts reads it as another"
                        + " user (setting `user`): give it to that one by chown");
            }
            return CommandRunner.OK;
        } catch (IOException e) {
            throw new StartException("passwd: " + path + " is not changed: " + Printable.line(OwnFile.reason(e)), e);
        }
    }

    private static int delete(Path path, String name, Streams streams) throws IOException, StartException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS) || !new UsersFile(path).remove(name)) {
            throw new StartException("passwd: there is no " + name + " in " + path);
        }
        streams.out().println("medusa: " + name + " is removed from " + path);
        return CommandRunner.OK;
    }

    private static String name(String typed) throws UsageException {
        try {
            return medusa.auth.UserNames.kept(typed);
        } catch (IllegalArgumentException e) {
            throw new UsageException("USER: " + e.getMessage() + "; found " + Printable.quoted(typed));
        }
    }

    private static Optional<Role> role(ParseResult arguments) throws UsageException {
        if (!arguments.hasMatchedOption("--role")) {
            return Optional.empty();
        }
        String label = arguments.matchedOptionValue("--role", "");
        Optional<Role> role = Role.of(label);
        if (role.isEmpty()) {
            throw new UsageException("--role: expected view, manage or eval, found " + Printable.quoted(label));
        }
        return role;
    }

    private ScramKeys keys(String name, Streams streams) throws UsageException {
        char[] password = passwords.read(name);
        try {
            if (password.length == 0) {
                throw new UsageException("passwd: the password is empty; nothing is changed");
            }
            if (password.length < SHORT) {
                streams.problem("warning: a password of fewer than " + SHORT + " characters is soon guessed");
            }
            return ScramKeys.make(password);
        } catch (IllegalArgumentException e) {
            throw new UsageException("passwd: the password holds " + e.getMessage() + "; nothing is changed");
        } finally {
            Arrays.fill(password, '\0');
        }
    }
}
