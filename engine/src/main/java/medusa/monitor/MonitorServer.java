package medusa.monitor;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.log.AuditLog;
import medusa.reactor.Channel;

/// The native monitor: one for all listeners of it. Reactor thread only, but for the constructor.
public final class MonitorServer {
    private static final Logger log = LoggerFactory.getLogger(MonitorServer.class);

    /// The version of the protocol; it changes when an old client would misunderstand.
    static final int PROTOCOL = 1;
    /// Those whose peers have not logged in.
    private static final int MOST_STRANGERS = 32;
    private static final int MOST_STRANGERS_OF_ONE = 8;
    private static final int SECONDS_OF_IDLENESS = 10;

    private final ServerView view;
    private final Gate gate;
    private final Map<String, Method> methods = new LinkedHashMap<>();
    private final Set<MonitorChannel> channels = new LinkedHashSet<>();
    private final Executor worker = oneThread("medusa-monitor");

    /// @param interpreters for those who may run code
    public MonitorServer(ServerView view, Gate gate, Interpreters interpreters) {
        this.view = view;
        this.gate = gate;
        Executor logins = oneThread("medusa-monitor-logins"); // whatever those inside have asked for, nobody waits for it to come in
        Pictures pictures = new Pictures(view);
        Stream.of(new LoginMethods(gate, logins, view.reactor()).methods(), new ServerMethods(view, worker).methods(),
                new ConnectionMethods(view, pictures, worker).methods(),
                new BufferMethods(view, pictures, worker).methods(),
                new ExtensionMethods(view).methods(), new LogMethods(view, worker).methods(),
                new BanMethods(view, gate).methods(),
                new WatchMethods(new Feed(view, pictures, worker)).methods(),
                new EvalMethods(gate, interpreters).methods())
                .flatMap(List::stream)
                .forEach(method -> methods.put(method.name(), method));
    }

    private static Executor oneThread(String name) {
        ThreadPoolExecutor thread = new ThreadPoolExecutor(1, 1, SECONDS_OF_IDLENESS, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name(name).factory());
        thread.allowCoreThreadTimeOut(true);
        return thread;
    }

    /// A channel for a new connection.
    public Channel newChannel() {
        return new MonitorChannel(this);
    }

    ServerView view() {
        return view;
    }

    /// Runs what takes long.
    Executor worker() {
        return worker;
    }

    /// By their names.
    Map<String, Method> methods() {
        return methods;
    }

    void opened(MonitorChannel channel) {
        channels.add(channel);
        gate.local(channel).ifPresent(visitor -> comesIn(channel, visitor));
        if (channel.session().role() == null) {
            sendAway(channel.customer());
        }
    }

    /// Ends the oldest stranger of `newcomer` where there are too many of his, or else of those who have the most, so that
    /// nobody keeps the others out.
    private void sendAway(Object newcomer) {
        Map<Object, List<MonitorChannel>> strangers = channels.stream().filter(each -> each.session().role() == null)
                .collect(Collectors.groupingBy(MonitorChannel::customer, LinkedHashMap::new, Collectors.toList()));
        List<MonitorChannel> his = strangers.get(newcomer);
        if (his.size() <= MOST_STRANGERS_OF_ONE) {
            if (strangers.values().stream().mapToInt(List::size).sum() <= MOST_STRANGERS) {
                return;
            }
            his = Collections.max(strangers.values(), Comparator.comparingInt(List::size));
        }
        his.getFirst().close();
        channels.remove(his.getFirst()); // others may come before it is closed
    }

    private void comesIn(MonitorChannel channel, Gate.Visitor visitor) {
        channel.session().loggedIn(visitor.user(), visitor.role());
        gate.audit().ifPresent(audit -> audit.note(AuditLog.Event.LOGIN, visitor.user(), channel.from(),
                visitor.role().label()));
    }

    /// Notes what changes something.
    ///
    /// @throws MonitorException if that cannot be noted; then it is not to be done either
    void noted(Call call) throws MonitorException {
        if (call.method().isChange()) {
            AuditLog audit = gate.audit().orElseThrow(() -> new MonitorException(Fault.REFUSED,
                    "the audit log cannot be written, and nothing is changed without; the server's log says more"));
            audit.note(AuditLog.Event.CHANGE, call.session().user(), call.session().channel().from(),
                    call.method().name() + " " + call.told());
        }
    }

    /// Ends the sessions of those who have logged in and now could not, or not in that role. To be called when the users may have
    /// changed.
    public void usersChanged() {
        for (MonitorChannel channel : channels) {
            MonitorUsers.User user = channel.session().get(MonitorUsers.User.class);
            if (user != null && gate.users().filter(users -> users.keeps(user)).isEmpty()) {
                log.info("{} from {} is sent away: the users have changed", user.name(), channel.from());
                channel.close();
            }
        }
    }

    void closed(MonitorChannel channel) {
        channels.remove(channel);
    }

    /// The first message of a connection: what is spoken here, and who the peer is taken for.
    Map<String, Object> greeting(MonitorSession session) {
        Map<String, Object> params = new LinkedHashMap<>();
        params.put("server", "medusa");
        params.put("protocol", PROTOCOL);
        if (session.role() == null) {
            params.put("login", List.of("SCRAM-SHA-256"));
        } else {
            params.put("user", session.user());
            params.put("role", session.role());
        }
        return MonitorChannel.notification("hello", params);
    }
}
