package medusa.ftp;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

import medusa.auth.Right;

/// One command: a row of the table from which dispatch, permission, HELP and FEAT come. Rows are made by [#named] and the methods
/// that change one thing. Immutable.
///
/// @param name     in capitals
/// @param syntax   of its argument, for HELP; empty for none
/// @param argument whether it has one
/// @param login    whether only those may give it who have logged in
/// @param path     whether its argument is a path; the right is needed there
/// @param right    needed to be done at all; empty for none
/// @param timing   what it does while another one is not done yet
/// @param keeps    whether what the command before has begun (REST, RNFR) waits for the one after this
/// @param plain    whether it may come over a connection that must be secured first
/// @param help     what it does
/// @param source   where it is specified
/// @param feature  its line in FEAT (RFC 2389); empty for none
/// @param handler  what does it
public record FtpCommand(String name, String syntax, Argument argument, boolean login, boolean path,
        Optional<Right> right, Timing timing, boolean keeps, boolean plain, String help, String source, String feature,
        Handler handler) {

    /// Whether there is an argument.
    public enum Argument {
        /// There must be none.
        NONE,
        /// There may be one.
        OPTIONAL,
        /// There must be one.
        REQUIRED
    }

    /// What becomes of a command that comes before the one in front of it is done.
    public enum Timing {
        /// It waits for its turn, as all do that have no reason not to.
        IN_TURN,
        /// It is done at once, since it is about what goes on.
        AT_ONCE,
        /// It ends what goes on, and then waits for its turn. Transfers that wait before it are not begun any more.
        INTERRUPTS
    }

    /// Does a command.
    @FunctionalInterface
    public interface Handler {
        /// Sees to it that `request` is answered, now or later. On the reactor thread; must not block.
        ///
        /// @throws FtpException what the client is told
        /// @throws Exception    anything else: it goes to the log, and the client learns that something has failed
        void handle(FtpRequest request) throws Exception;
    }

    /// @param name made large
    public FtpCommand {
        name = name.toUpperCase(Locale.ROOT);
        Objects.requireNonNull(handler);
    }

    /// A command without an argument, for those who have logged in.
    public static FtpCommand named(String name, Handler handler) {
        return new FtpCommand(name, "", Argument.NONE, true, false, Optional.empty(), Timing.IN_TURN, false, false, "",
                "", "", handler);
    }

    /// The same under another name: RFC 775 has an X-form of some.
    public FtpCommand alias(String other) {
        return new FtpCommand(other, syntax, argument, login, path, right, timing, keeps, plain, help, source, "",
                handler);
    }

    /// With an argument.
    public FtpCommand with(String required) {
        return argument(required, Argument.REQUIRED, false);
    }

    /// With an argument that may be left out.
    public FtpCommand withOptional(String optional) {
        return argument('[' + optional + ']', Argument.OPTIONAL, false);
    }

    /// With a path.
    public FtpCommand withPath() {
        return argument("path", Argument.REQUIRED, true);
    }

    /// With a path, which is the current folder where it is left out.
    public FtpCommand withOptionalPath() {
        return argument("[path]", Argument.OPTIONAL, true);
    }

    private FtpCommand argument(String newSyntax, Argument newArgument, boolean isPath) {
        return new FtpCommand(name, newSyntax, newArgument, login, isPath, right, timing, keeps, plain, help, source,
                feature, handler);
    }

    /// For everybody, logged in or not, and also before the connection is secured.
    public FtpCommand forAll() {
        return new FtpCommand(name, syntax, argument, false, path, right, timing, keeps, true, help, source, feature,
                handler);
    }

    /// Only for those who have this right, at its path if it has one, and else anywhere.
    public FtpCommand needs(Right needed) {
        return new FtpCommand(name, syntax, argument, login, path, Optional.of(needed), timing, keeps, plain, help,
                source, feature, handler);
    }

    /// Done at once.
    public FtpCommand atOnce() {
        return new FtpCommand(name, syntax, argument, login, path, right, Timing.AT_ONCE, keeps, plain, help, source,
                feature, handler);
    }

    /// Ends what goes on.
    public FtpCommand interrupts() {
        return new FtpCommand(name, syntax, argument, login, path, right, Timing.INTERRUPTS, keeps, plain, help, source,
                feature, handler);
    }

    /// Stands between a command that prepares another one and that one.
    public FtpCommand keepsBegun() {
        return new FtpCommand(name, syntax, argument, login, path, right, timing, true, plain, help, source, feature,
                handler);
    }

    /// What it does, and where that is specified.
    public FtpCommand help(String what, String where) {
        return new FtpCommand(name, syntax, argument, login, path, right, timing, keeps, plain, what, where, feature,
                handler);
    }

    /// With a line in FEAT.
    public FtpCommand feature(String line) {
        return new FtpCommand(name, syntax, argument, login, path, right, timing, keeps, plain, help, source, line,
                handler);
    }

    /// Whether whoever says it means to leave.
    boolean isFarewell() { return name.equals("QUIT"); }

    /// As it is written.
    String usage() {
        return syntax.isEmpty() ? name : name + ' ' + syntax;
    }
}
