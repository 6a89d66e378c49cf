package medusa.ftp;

import java.net.InetAddress;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import medusa.auth.User;
import medusa.filesystem.DotlessFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.reactor.Addresses;
import medusa.reactor.Timers.Timer;

/// What is known of one client, from his connection to its end. Reactor thread only.
public final class FtpSession {

    /// What of a file the client sees (RFC 959 §3.1.1).
    public enum Type {
        /// Text, with line ends as the network has them.
        ASCII,
        /// Bytes.
        BINARY
    }

    /// How a file goes over a data connection (RFC 959 §3.4).
    public enum Mode {
        /// As it is.
        STREAM,
        /// Compressed, in the zlib format (draft-preston-ftpext-deflate).
        DEFLATE
    }

    /// Each name of a path is looked up by itself, and nobody's folders are nested so deeply.
    private static final int MOST_NAMES = 500;

    private final FtpServer server;
    private final FtpChannel channel;
    private final Instant since;
    private final DataPort data;
    private final Map<Class<?>, Object> notes = new HashMap<>();
    private final AccessCommands.Tries tries = new AccessCommands.Tries();
    private Timer loginLimit;
    private User user;
    private String password = "";
    private VirtualPath directory = VirtualPath.ROOT;
    private Type type = Type.ASCII;
    private Mode mode = Mode.STREAM;
    private Object begun;
    private Transfer transfer;

    FtpSession(FtpServer server, FtpChannel channel) {
        this.server = server;
        this.channel = channel;
        since = server.clock().instant();
        data = new DataPort(this);
    }

    // ---- who ----

    /// The server.
    public FtpServer server() {
        return server;
    }

    FtpChannel channel() {
        return channel;
    }

    /// Unique within the server's life.
    public long id() {
        return channel.id();
    }

    /// The client's address.
    public InetAddress address() {
        return channel.address();
    }

    /// When it began.
    public Instant since() {
        return since;
    }

    /// Whether the client has logged in, anonymously or not.
    public boolean isLoggedIn() { return user != null; }

    /// Who the client is.
    ///
    /// @throws IllegalStateException before the log-in
    public User user() {
        if (user == null) {
            throw new IllegalStateException("nobody has logged in");
        }
        return user;
    }

    /// Whether that is still so: for what comes back from a worker.
    boolean isOf(User who) {
        return user != null && user.name().equals(who.name());
    }

    /// What the client is doing, for people.
    public String doing() {
        return channel.doing();
    }

    /// Who he is, for those who are told what happens.
    ///
    /// @throws IllegalStateException before the log-in
    FtpEvent.Client client() {
        return new FtpEvent.Client(id(), user().name(), user().isAnonymous(), password, address());
    }

    /// Begins as somebody, at the top of the tree.
    ///
    /// @param given what somebody who has not said who he is gave as his password; else empty
    void loggedIn(User who, String given) {
        user = who;
        password = given;
        loginLimit.cancel();
        server.admission().loggedIn(who);
        server.tell(new FtpEvent.LoggedIn(client()));
    }

    /// Ends the session if nobody has logged in after a while.
    void awaitLogin() {
        loginLimit = channel.after(server.settings().limits().loginTime(),
                () -> channel.leave(FtpReply.of(421, "Nobody has logged in; goodbye.")));
    }

    /// Begins anew, as a client who has just come.
    void reset() {
        if (user != null) {
            awaitLogin();
        }
        ended();
        notes.clear();
        user = null;
        directory = VirtualPath.ROOT;
        type = Type.ASCII;
        mode = Mode.STREAM;
        begun = null;
    }

    /// The client is gone. Who he was stays known to what still ends for him.
    void ended() {
        if (user != null) {
            server.tell(new FtpEvent.LoggedOut(client()));
            server.admission().loggedOut(user);
        }
        data.drop();
    }

    AccessCommands.Tries tries() {
        return tries;
    }

    /// Sees whether he who has logged in still may, and with what limits.
    ///
    /// @return false if he may not any more
    boolean isStillWelcome() {
        Optional<User> now = user.isAnonymous()
                ? server.guest(User.ANONYMOUS_NAME)
                : server.logins().present(user);
        now.ifPresent(known -> user = known);
        return now.isPresent();
    }

    // ---- the tree ----

    /// The tree, as it is now: it may be exchanged by a reload.
    public SharedTree tree() {
        return server.tree();
    }

    /// What the client sees of it, and may change.
    public VirtualFilesystem files() {
        return shown(tree().as(user()));
    }

    /// The same to look at, for as long as somebody wants that.
    VirtualFilesystem files(Wanted wanted) {
        return shown(wanted.of(tree().as(user())));
    }

    private VirtualFilesystem shown(VirtualFilesystem files) {
        return hidesNames() ? new DotlessFilesystem(files) : files;
    }

    private boolean hidesNames() {
        return user().isAnonymous() && !server.settings().hidden();
    }

    /// Makes sure that the client may know of `path` at all: for what is looked up beside [#files].
    ///
    /// @throws FtpException if he may not, whatever is there
    void requireShown(VirtualPath path) throws FtpException {
        if (hidesNames() && DotlessFilesystem.isHidden(path)) {
            throw new FtpException(550, "Permission denied.");
        }
    }

    /// The current folder.
    public VirtualPath directory() {
        return directory;
    }

    /// Changes it; that it is a folder the caller knows.
    public void directory(VirtualPath to) {
        directory = to;
    }

    /// A path as the client means it.
    ///
    /// @throws FtpException if it is none
    public VirtualPath resolve(String path) throws FtpException {
        return resolve(directory, path);
    }

    /// A path as somebody means it whose current folder is `directory`. Any thread.
    ///
    /// @throws FtpException if it is none
    static VirtualPath resolve(VirtualPath directory, String path) throws FtpException {
        VirtualPath meant;
        try {
            meant = directory.resolve(path);
        } catch (IllegalArgumentException e) {
            throw new FtpException(501, "That is no path.");
        }
        if (meant.names().size() > MOST_NAMES) {
            throw new FtpException(553, "The path has too many names in it.");
        }
        return meant;
    }

    // ---- how files are sent ----

    /// What TYPE has set.
    public Type type() {
        return type;
    }

    void type(Type to) {
        type = to;
    }

    /// What MODE has set.
    public Mode mode() {
        return mode;
    }

    void mode(Mode to) {
        mode = to;
    }

    DataPort data() {
        return data;
    }

    /// The one that runs; empty if none does.
    Optional<Transfer> transfer() {
        return Optional.ofNullable(transfer);
    }

    void transfer(Transfer now) {
        transfer = now;
    }

    // ---- what commands keep ----

    /// Notes what this command has begun for the next one, which finds it by [FtpRequest#begun]; then it is forgotten.
    public void begin(Object what) {
        begun = what;
    }

    Object takeBegun() {
        Object was = begun;
        begun = null;
        return was;
    }

    /// What commands keep of this client until it logs in anew.
    public <T> T note(Class<T> kind, Supplier<T> first) {
        return kind.cast(notes.computeIfAbsent(kind, _ -> first.get()));
    }

    /// Keeps something.
    public <T> void keep(Class<T> kind, T what) {
        notes.put(kind, what);
    }

    /// `#7 anna 127.0.0.1: RETR /big 34 % of 8.0 MiB`
    @Override
    public String toString() {
        return "#" + id() + ' ' + (user == null ? "" : user.name() + ' ') + Addresses.text(address()) + ": " + doing();
    }
}
