package medusa.ftp;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

import medusa.auth.FailedLogins;
import medusa.auth.Logins;
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.filesystem.BlockShelf;
import medusa.filesystem.SharedTree;
import medusa.log.SessionLog;
import medusa.metrics.Counter;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// FTP on channels (RFC 959 and those after it). Reactor thread only.
public final class FtpServer {
    private static final int WORKERS = 8;
    /// Commands of one customer that wait: each session has one at a time, but who is gone may have left more.
    private static final int MOST_WAITING = 1024;
    private static final int LOOKS = 4;
    private static final int LOOKS_OF_STRANGERS = 2;
    /// Entries of listings in memory: some 50 MB at worst.
    private static final int MOST_SORTED = 100_000;
    private static final int MOST_LOOKS = 64;
    private static final int BLOCKS = 32;

    private final Reactor reactor;
    private final Supplier<SharedTree> tree;
    private final Logins logins;
    private final Function<String, Optional<User>> guests;
    private final InstantSource clock;
    private final FtpCommands commands;
    private final FtpCommands site;
    private final FtpCommands options;
    private final Lane workers = new Lane("medusa-ftp-worker", WORKERS, MOST_WAITING);
    private final Lanes looks = new Lanes(new Lane("medusa-ftp-look", LOOKS, MOST_LOOKS),
            new Lane("medusa-ftp-look-anonymous", LOOKS_OF_STRANGERS, MOST_LOOKS));
    private final SortingRoom sortingRoom = new SortingRoom(MOST_SORTED);
    private final BlockShelf shelf = new BlockShelf(BLOCKS);
    private final Set<FtpSession> sessions = new LinkedHashSet<>();
    private final Admission admission = new Admission(this);
    private final Conversation conversation = new Conversation(this);
    private final PassivePorts ports;
    private final Lingering lingering = new Lingering();
    private final Throttles throttles = new Throttles(this);
    private final Writers writers = new Writers();
    private final List<FtpListener> listeners = new ArrayList<>();
    private FtpSettings settings;

    /// @param tree   what is served, asked for with each command
    /// @param guests who it is that logs in by a name such as `anonymous`, whatever the password; empty for everybody else
    public FtpServer(Reactor reactor, FtpSettings settings, Supplier<SharedTree> tree, Logins logins,
            Function<String, Optional<User>> guests, InstantSource clock) {
        this.reactor = reactor;
        this.settings = settings;
        this.tree = tree;
        this.logins = logins;
        this.guests = guests;
        this.clock = clock;
        ports = new PassivePorts(reactor);
        commands = new FtpCommands(StandardCommands.all());
        site = new FtpCommands(SiteCommands.all());
        options = new FtpCommands(StandardCommands.options());
    }

    /// A server that shows a tree to everybody who calls himself anonymous, and lets nobody else in.
    public static FtpServer anonymous(Reactor reactor, SharedTree tree) {
        Logins nobody = new Logins(reactor, new FailedLogins(FailedLogins.Rule.DEFAULT, reactor::now));
        return new FtpServer(reactor, FtpSettings.DEFAULT, () -> tree, nobody,
                name -> UserNames.isAnonymous(name) ? Optional.of(User.ANONYMOUS) : Optional.empty(),
                InstantSource.system());
    }

    /// The channel for one control connection.
    public Channel newChannel() {
        return new FtpChannel(this);
    }

    /// The reactor that it runs on.
    public Reactor reactor() {
        return reactor;
    }

    /// The bounds that are in force.
    public FtpSettings settings() {
        return settings;
    }

    /// Changes the bounds, for what begins from now on.
    public void settings(FtpSettings changed) {
        settings = Objects.requireNonNull(changed);
    }

    /// What clients may say, to be changed while it runs.
    public FtpCommands commands() {
        return commands;
    }

    /// What they may say behind SITE.
    public FtpCommands site() {
        return site;
    }

    /// What they may set by OPTS.
    public FtpCommands options() {
        return options;
    }

    /// Those who are connected, logged in or not, in the order in which they came.
    public Collection<FtpSession> sessions() {
        return List.copyOf(sessions);
    }

    /// Who is told what happens, to be changed while it runs.
    public List<FtpListener> listeners() {
        return listeners;
    }

    PassivePorts ports() {
        return ports;
    }

    Lingering lingering() {
        return lingering;
    }

    /// Notes what is said on control connections there from now on. The log stays the caller's.
    public void log(SessionLog to) {
        conversation.log(to);
    }

    Conversation conversation() {
        return conversation;
    }

    Admission admission() {
        return admission;
    }

    Throttles throttles() {
        return throttles;
    }

    /// Any thread.
    Writers writers() {
        return writers;
    }

    int count() {
        return sessions.size();
    }

    void joined(FtpSession session) {
        sessions.add(session);
        admission.joined(session);
    }

    /// @return false if it has left before, or was refused and has not joined
    boolean left(FtpSession session) {
        boolean joined = sessions.remove(session);
        if (joined) {
            admission.left(session);
        }
        return joined;
    }

    /// The table in which the argument of `row` is a command; empty if it is none.
    Optional<FtpCommands> behind(FtpCommand row) {
        return Optional.ofNullable(Map.of("SITE", site, "OPTS", options).get(row.name()));
    }

    /// Tells those who listen; a failure of one of them keeps nothing from the others.
    void tell(FtpEvent event) {
        count(event);
        for (FtpListener each : List.copyOf(listeners)) {
            try {
                each.happened(event);
            } catch (Exception e) {
                reactor.errors().report("FTP: a listener failed", e);
            }
        }
    }

    private void count(FtpEvent event) {
        switch (event) {
            case FtpEvent.LoggedIn _ -> reactor.counters().increment(Counter.FTP_LOGINS);
            case FtpEvent.Transferred it when !it.complete() -> reactor.counters().increment(Counter.FTP_INCOMPLETE);
            case FtpEvent.Transferred it -> reactor.counters().increment(it.direction() == FtpEvent.Direction.UP
                    ? Counter.FTP_UPLOADS
                    : Counter.FTP_DOWNLOADS);
            default -> {
            }
        }
    }

    SharedTree tree() {
        return tree.get();
    }

    Logins logins() {
        return logins;
    }

    Optional<User> guest(String name) {
        return guests.apply(name);
    }

    InstantSource clock() {
        return clock;
    }

    /// For what may block but does not take long: changes, and the pieces of transfers. Any thread.
    Lane workers() {
        return workers;
    }

    /// For what may take long because it looks at much of the tree. Any thread.
    Lanes looks() {
        return looks;
    }

    SortingRoom sortingRoom() {
        return sortingRoom;
    }

    BlockShelf shelf() {
        return shelf;
    }

    @Override
    public String toString() {
        return "FTP with " + sessions.size() + " sessions and " + commands.all().size() + " commands";
    }
}
