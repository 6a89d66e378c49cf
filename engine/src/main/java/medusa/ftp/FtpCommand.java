package medusa.ftp;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

import medusa.auth.Right;

/// One command: a row of the table from which dispatch, permission, HELP and FEAT come. A row is made by [#named] and the methods that
/// give the same row with one thing changed. Immutable.
public final class FtpCommand {

    /// Whether there is an argument.
    enum Argument {
        NONE,
        OPTIONAL,
        REQUIRED
    }

    /// What becomes of a command that comes before the one in front of it is done.
    enum Timing {
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

    // Changed by [#but] alone, in a copy that nobody has seen yet.
    private String name;
    private String syntax = "";
    private Argument argument = Argument.NONE;
    private boolean path;
    private boolean login = true;
    private boolean plain;
    private Right right;
    private Timing timing = Timing.IN_TURN;
    private boolean keepsBegun;
    private boolean secret;
    private String help = "";
    private String source = "";
    private Function<FtpSession, String> feature = _ -> "";
    private Handler handler;

    private FtpCommand() {}

    private FtpCommand but(Consumer<FtpCommand> change) {
        FtpCommand copy = new FtpCommand();
        copy.name = name;
        copy.syntax = syntax;
        copy.argument = argument;
        copy.path = path;
        copy.login = login;
        copy.plain = plain;
        copy.right = right;
        copy.timing = timing;
        copy.keepsBegun = keepsBegun;
        copy.secret = secret;
        copy.help = help;
        copy.source = source;
        copy.feature = feature;
        copy.handler = handler;
        change.accept(copy);
        return copy;
    }

    // ---- making a row ----

    /// A command without an argument, for those who have logged in.
    ///
    /// @param name made large
    public static FtpCommand named(String name, Handler handler) {
        FtpCommand row = new FtpCommand();
        row.name = name.toUpperCase(Locale.ROOT);
        row.handler = Objects.requireNonNull(handler);
        return row;
    }

    /// The same under another name: RFC 775 has an X-form of some.
    public FtpCommand alias(String other) {
        return but(row -> {
            row.name = other.toUpperCase(Locale.ROOT);
            row.feature = _ -> "";
        });
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
        return but(row -> {
            row.syntax = newSyntax;
            row.argument = newArgument;
            row.path = isPath;
        });
    }

    /// For everybody, logged in or not, and also before a connection is secured that has to be.
    public FtpCommand forAll() {
        return but(row -> {
            row.login = false;
            row.plain = true;
        });
    }

    /// Only for those who have this right at its path.
    ///
    /// @throws IllegalStateException if its argument is no path
    public FtpCommand needs(Right needed) {
        if (!path) {
            throw new IllegalStateException(name + " has no path");
        }
        return but(row -> row.right = needed);
    }

    /// Done at once, whatever goes on: what is asked for should be about that.
    public FtpCommand atOnce() {
        return but(row -> row.timing = Timing.AT_ONCE);
    }

    /// Ends what goes on, and is done in its turn.
    public FtpCommand interrupts() {
        return but(row -> row.timing = Timing.INTERRUPTS);
    }

    /// Stands between a command that prepares another one and that one.
    public FtpCommand keepsBegun() {
        return but(row -> row.keepsBegun = true);
    }

    /// With an argument that no log shows.
    public FtpCommand secret() {
        return but(row -> row.secret = true);
    }

    /// What it does, and where that is specified.
    public FtpCommand help(String what, String where) {
        return but(row -> {
            row.help = what;
            row.source = where;
        });
    }

    /// With a line in FEAT (RFC 2389 §3).
    public FtpCommand feature(String line) {
        return feature(_ -> line);
    }

    /// With a line in FEAT that tells what a session has chosen; empty for none.
    public FtpCommand feature(Function<FtpSession, String> line) {
        return but(row -> row.feature = line);
    }

    // ---- a row ----

    /// In capitals.
    public String name() {
        return name;
    }

    /// What it does, for people.
    public String help() {
        return help;
    }

    /// Where it is specified.
    public String source() {
        return source;
    }

    /// How it is written.
    public String usage() {
        return syntax.isEmpty() ? name : name + ' ' + syntax;
    }

    /// Its line in FEAT; empty for none.
    String feature(FtpSession session) {
        return feature.apply(session);
    }

    Argument argument() {
        return argument;
    }

    /// Whether its argument is a path.
    boolean takesPath() {
        return path;
    }

    /// Whether its argument is shown nowhere.
    boolean isSecret() { return secret; }

    /// Whether only those may give it who have logged in.
    boolean needsLogin() {
        return login;
    }

    /// Whether it may come over a connection that must be secured first.
    boolean isPlain() { return plain; }

    /// What must be allowed at the path that is its argument; empty for nothing.
    Optional<Right> right() {
        return Optional.ofNullable(right);
    }

    Timing timing() {
        return timing;
    }

    /// Whether what the command before has begun waits for the one after this.
    boolean isBetween() { return keepsBegun; }

    /// Whether whoever says it means to leave.
    boolean isFarewell() { return name.equals("QUIT"); }

    void handle(FtpRequest request) throws Exception {
        handler.handle(request);
    }

    @Override
    public String toString() {
        return usage();
    }
}
