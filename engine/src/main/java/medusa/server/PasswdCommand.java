package medusa.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

import medusa.auth.UserNames;
import medusa.metrics.Printable;
import medusa.state.OwnFile;

/// `medusa passwd`: adds a user, sets a password, changes what is known of a user, removes one. A running server notices at the
/// next log-in.
final class PasswdCommand implements Command {
    static final String MONITOR = "--monitor";
    static final String KEEP = "--keep";
    private static final String DELETE = "--delete";

    /// The part of one of the two kinds of files.
    interface Kind {
        /// Options that only this kind has.
        List<OptionSpec> options();

        /// Looks whether the arguments make sense together.
        ///
        /// @param name as it is kept
        /// @return what is then to be done
        /// @throws UsageException if they do not
        Work work(ParseResult arguments, Path file, String name) throws UsageException;

        /// @return whether there was such a user
        boolean remove(Path file, String name) throws IOException;

        /// What to do about a new file of root's, for the end of a sentence.
        String remedy();
    }

    /// Asks for what is needed, and changes the file.
    interface Work {
        /// @return what has been done, one line
        String run(Streams streams) throws UsageException, IOException;
    }

    private final Kind monitor;
    private final Kind virtual;

    PasswdCommand() {
        this(PasswordSource.standard());
    }

    PasswdCommand(PasswordSource passwords) {
        NewPassword password = new NewPassword(passwords);
        monitor = new MonitorPasswd(password);
        virtual = new VirtualPasswd(password);
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec = Command
                .describe("passwd", "Adds a user, or sets the password of one; asks, or reads standard input.")
                .addPositional(Command.argument(0, "FILE", true, "The file of users; made if it is missing."))
                .addPositional(Command.argument(1, "USER", true,
                        "The user's name; anonymous stands for all who have not logged in, and has no password."));
        virtual.options().forEach(spec::addOption);
        spec.addOption(Command.flag(MONITOR, "The file is that of the monitor's users."));
        monitor.options().forEach(spec::addOption);
        return spec.addOption(Command.flag(KEEP, "The password stays as it is; only the rest is changed."))
                .addOption(Command.flag(DELETE, "Removes the user."));
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException, StartException {
        boolean isMonitor = arguments.hasMatchedOption(MONITOR);
        Kind kind = isMonitor ? monitor : virtual;
        for (String option : given(isMonitor ? virtual : monitor, arguments)) {
            throw new UsageException(option + (isMonitor
                    ? " is for virtual users, and does not go with " + MONITOR
                    : " is for the monitor's users; give " + MONITOR + " too"));
        }
        Path file = ServeCommand.file("FILE", arguments.matchedPositionalValue(0, ""));
        String name = name(arguments.matchedPositionalValue(1, ""));
        try {
            if (arguments.hasMatchedOption(DELETE)) {
                return delete(kind, arguments, file, name, streams);
            }
            Work work = kind.work(arguments, file, name);
            boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (isNew && arguments.hasMatchedOption(KEEP)) {
                throw missing(file, name);
            }
            streams.out().println("medusa: " + work.run(streams));
            if (isNew && OwnFile.unix(file) && OwnFile.processUser() == 0) {
                streams.problem("warning: " + file + " belongs to root; a server that root starts reads it as another"
                        + " user (setting `user`): " + kind.remedy());
            }
            return CommandRunner.OK;
        } catch (IOException e) {
            throw new StartException("passwd: " + file + " is not changed: " + Printable.line(OwnFile.reason(e)), e);
        }
    }

    private static int delete(Kind kind, ParseResult arguments, Path file, String name, Streams streams)
            throws IOException, UsageException, StartException {
        for (String option : given(kind, arguments)) {
            throw new UsageException(option + " and " + DELETE + " exclude each other; give one of them");
        }
        if (arguments.hasMatchedOption(KEEP)) {
            throw new UsageException(KEEP + " and " + DELETE + " exclude each other; give one of them");
        }
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS) || !kind.remove(file, name)) {
            throw missing(file, name);
        }
        streams.out().println("medusa: " + name + " is removed from " + file);
        return CommandRunner.OK;
    }

    private static StartException missing(Path file, String name) {
        return new StartException("passwd: there is no " + name + " in " + file);
    }

    /// Those of a kind's options that are there.
    private static List<String> given(Kind kind, ParseResult arguments) {
        return kind.options().stream().map(OptionSpec::longestName).filter(arguments::hasMatchedOption).toList();
    }

    private static String name(String typed) throws UsageException {
        try {
            return UserNames.kept(typed);
        } catch (IllegalArgumentException e) {
            throw wrongName(e, typed);
        }
    }

    static UsageException wrongName(IllegalArgumentException e, String name) {
        return new UsageException("USER: " + e.getMessage() + "; found " + Printable.quoted(name));
    }

    /// The value of an option that may be missing.
    static Optional<String> value(ParseResult arguments, String option) {
        return arguments.hasMatchedOption(option)
                ? Optional.of(arguments.matchedOptionValue(option, ""))
                : Optional.empty();
    }
}
