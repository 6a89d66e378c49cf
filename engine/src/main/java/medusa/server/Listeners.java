package medusa.server;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.http.ServerFacts;
import medusa.monitor.SocketFolder;
import medusa.reactor.Acceptor;
import medusa.reactor.AddressRange;
import medusa.reactor.Addresses;
import medusa.reactor.BufferPolicy;
import medusa.reactor.Channel;
import medusa.reactor.ChannelLimits;
import medusa.reactor.ConnectionLimits;
import medusa.reactor.Proxies;
import medusa.reactor.Reactor;
import medusa.state.OwnFile;
import medusa.state.UserFolders;

/// The listening sockets, by what they were asked for. Reactor thread only, except that [#open] comes before it runs.
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    /// Connections of a monitor in all.
    private static final int MOST_VISITORS = 256;
    private static final int MOST_VISITORS_OF_ONE = 16;

    /// What a listener was asked for; port 0 stays 0 here.
    private record Key(Part part, ListenAddress address) {}

    private final Reactor reactor;
    private final ConnectionLimits connections;
    private final Map<Part, Supplier<Channel>> channels;
    private final Secured secured;
    private final Map<Key, Acceptor> open = new LinkedHashMap<>();
    /// The monitors': a server that is full can still be looked into, and who fills one of them from outside keeps nobody out of
    /// the other.
    private final Map<Part, ConnectionLimits> visitors = new EnumMap<>(Part.class);
    /// Of who comes over a socket of this machine, whoever else has come.
    private final ConnectionLimits neighbours = new ConnectionLimits(MOST_VISITORS, MOST_VISITORS);
    /// What was set by hand since the configuration was read.
    private final Map<Part, BufferPolicy> policies = new EnumMap<>(Part.class);
    private ServerConfig config;

    /// @param channels for each part that is built, what makes a channel of it
    /// @param secured  has the certificates of those that need any
    Listeners(Reactor reactor, ConnectionLimits connections, Map<Part, Supplier<Channel>> channels, Secured secured) {
        this.secured = secured;
        this.reactor = reactor;
        this.connections = connections;
        this.channels = channels;
    }

    /// Opens what `config` asks for.
    ///
    /// @throws StartException naming the first address that cannot be had
    void open(ServerConfig config) throws StartException {
        this.config = config;
        for (Key key : wanted(config)) {
            try {
                listen(key);
            } catch (StartException e) {
                if (!(key.address() instanceof ListenAddress.Automatic)) {
                    throw e;
                }
                log.warn("{}; everything else goes on", e.getMessage()); // nobody has asked for it
            }
        }
    }

    /// Closes what is not asked for any more, opens what is new, and gives the others their new options.
    void change(ServerConfig config) {
        this.config = config;
        policies.clear();
        List<Key> wanted = wanted(config);
        open.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                log.info("{} no longer listens on {}", entry.getKey().part().label(), text(entry.getValue()));
                entry.getValue().close();
            }
            return gone;
        });
        open.forEach((key, acceptor) -> acceptor.options(options(key)));
        for (Key key : wanted) {
            if (isSecured(key) && !secured.isReady()) {
                log.error("{} does not listen on {} for want of a certificate; everything else goes on, and SIGHUP"
                        + " tries again", key.part().label(), key.address());
            } else if (!open.containsKey(key)) {
                try {
                    listen(key);
                    log.info("{} listens on {}", key.part().label(), text(open.get(key)));
                } catch (StartException e) {
                    log.error("{}; everything else goes on", e.getMessage());
                }
            }
        }
    }

    void close() {
        open.values().forEach(Acceptor::close);
        open.clear();
    }

    /// The port where this part is to be had; 0 for nowhere.
    int port(Part part) {
        return open.entrySet().stream().filter(entry -> entry.getKey().part() == part)
                .map(entry -> entry.getValue().address()).filter(InetSocketAddress.class::isInstance)
                .mapToInt(address -> ((InetSocketAddress) address).getPort()).findFirst().orElse(0);
    }

    /// `http listening on 127.0.0.1:8080`, one for each.
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        open.forEach((key, acceptor) -> lines.add(key.part().label() + " listening on " + text(acceptor)));
        return lines;
    }

    List<ServerFacts.Listener> facts() {
        return open.entrySet().stream()
                .map(entry -> new ServerFacts.Listener(entry.getKey().part().label(), text(entry.getValue()))).toList();
    }

    private static List<Key> wanted(ServerConfig config) {
        List<Key> wanted = new ArrayList<>();
        for (Part part : Part.listeners()) {
            if (part.built()) {
                part.listen(config).addresses().forEach(address -> wanted.add(new Key(part, address)));
            }
        }
        return wanted;
    }

    // ---- by hand ----

    /// Opens one more, until the configuration is read again. Where its name has to be looked up, that has been done.
    ///
    /// @throws StartException if it cannot be had
    ServerFacts.Listener start(Part part, ListenAddress address) throws StartException {
        Key key = new Key(part, address);
        if (isSecured(key) && !secured.isReady()) {
            throw new StartException(part.label() + " needs a certificate: set " + part.listenKey()
                    + " in the configuration instead");
        }
        if (open.containsKey(key)) {
            throw new StartException(part.label() + " listens on " + address + " already");
        }
        listen(key);
        String where = text(open.get(key));
        open.put(new Key(part, ListenAddress.parse(where)), open.remove(key)); // so that there may be another one with port 0
        log.info("{} listens on {}", part.label(), where);
        return new ServerFacts.Listener(part.label(), where);
    }

    /// Closes one.
    ///
    /// @param address as [#facts] has it
    /// @return whether there was one
    boolean stop(Part part, String address) {
        return open.entrySet().removeIf(entry -> {
            boolean meant = entry.getKey().part() == part && text(entry.getValue()).equals(address);
            if (meant) {
                log.info("{} no longer listens on {}", part.label(), address);
                entry.getValue().close();
            }
            return meant;
        });
    }

    /// The bounds of each part's connections.
    Map<String, BufferPolicy> policies() {
        Map<String, BufferPolicy> now = new LinkedHashMap<>();
        open.keySet().forEach(key -> now.put(key.part().label(), policy(key.part())));
        return now;
    }

    /// Gives a part's connections other bounds, until the configuration is read again.
    ///
    /// @return whether a listener of it is open
    boolean policy(Part part, BufferPolicy policy) {
        Objects.requireNonNull(policy);
        List<Key> keys = open.keySet().stream().filter(key -> key.part() == part).toList();
        if (!keys.isEmpty()) {
            policies.put(part, policy);
        }
        for (Key key : keys) {
            Acceptor acceptor = open.get(key);
            acceptor.options(options(key));
            reactor.channels().stream().filter(channel -> overlap(acceptor.address(), channel.local()))
                    .forEach(channel -> channel.bufferBounds(policy.boundsFor(channel.address(), null)));
        }
        return !keys.isEmpty();
    }

    // ---- one listener ----

    private void listen(Key key) throws StartException {
        String what = key.part().label() + ": cannot listen on " + key.address() + ": ";
        SocketAddress address = null;
        try {
            address = key.part() == Part.MONITOR ? socket(key.address()) : resolve(key.address());
            Acceptor acceptor = reactor.listen(address, options(key), channels.get(key.part()));
            open.put(key, acceptor);
            if (key.part() == Part.MONITOR && address instanceof UnixDomainSocketAddress unix) {
                SocketFolder.admit(unix.getPath(), config.monitor().group());
            }
        } catch (UnknownHostException e) {
            throw new StartException(what + "this machine knows no such host", e);
        } catch (BindException e) {
            throw new StartException(what + (text(e).contains("in use") ? user(address) : reason(e)), e);
        } catch (IOException e) {
            throw new StartException(what + OwnFile.reason(e), e);
        }
    }

    /// Where the monitor listens: a socket of its must lie where nobody else could put another one.
    private SocketAddress socket(ListenAddress address) throws IOException {
        switch (address) {
            case ListenAddress.Automatic _ -> {
                Path folder = UserFolders.ofProcess().sockets().getFirst();
                return UnixDomainSocketAddress.of(SocketFolder.open(folder, config.monitor().group()).free());
            }
            case ListenAddress.Unix(Path path) -> SocketFolder.checkWay(path.toAbsolutePath());
            case ListenAddress.Tcp _ -> {
            }
        }
        return resolve(address);
    }

    private static String text(BindException e) {
        return String.valueOf(e.getMessage());
    }

    /// Who has an address that cannot be had.
    private String user(SocketAddress wanted) {
        return open.entrySet().stream().filter(entry -> overlap(entry.getValue().address(), wanted))
                .map(Map.Entry::getKey).findFirst()
                .map(key -> "%s has it with %s".formatted(key.part().listenKey(), key.address()))
                .orElse("the address is in use by another program");
    }

    /// Whether both are on one port and address; one that is every address of this machine has all of them.
    private static boolean overlap(SocketAddress one, SocketAddress other) {
        return one.equals(other) || one instanceof InetSocketAddress a && other instanceof InetSocketAddress b
                && a.getPort() == b.getPort()
                && (a.getAddress().isAnyLocalAddress() || b.getAddress().isAnyLocalAddress());
    }

    private static String reason(BindException e) {
        String text = text(e);
        if (text.contains("Permission")) {
            return "ports below 1024 need root, or the capability CAP_NET_BIND_SERVICE";
        }
        return text.contains("assign requested") ? "this machine does not have this address" : text;
    }

    /// What a peer is told that is one too many, in its protocol.
    private static String refusal(Part part) {
        return switch (part) {
            case HTTP -> "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 10\r\nContent-Length: 0\r\n"
                    + "Connection: close\r\n\r\n";
            case FTP -> "421 Too many clients are here; try again later.\r\n";
            default -> "";
        };
    }

    private Acceptor.Options options(Key key) {
        ServerConfig.Limits limits = config.limits();
        Part part = key.part();
        ChannelLimits channel = channelLimits(config).withIdle(part.isMonitor() ? Duration.ZERO : limits.idle());
        return new Acceptor.Options(limits.backlog(), channel, policy(part), limits(key), refusal(part))
                .with(isSecured(key) ? secured.tls(config) : null)
                .with(new Proxies(proxies(part, config), config.http().headTime()));
    }

    private ConnectionLimits limits(Key key) {
        if (!key.part().isMonitor()) {
            return connections;
        }
        return key.address() instanceof ListenAddress.Tcp
                ? visitors.computeIfAbsent(key.part(), _ -> new ConnectionLimits(MOST_VISITORS, MOST_VISITORS_OF_ONE))
                : neighbours;
    }

    private static boolean isSecured(Key key) {
        return Secured.isWanted(key.part(), key.address());
    }

    private BufferPolicy policy(Part part) {
        return policies.getOrDefault(part, policy(config.buffers()));
    }

    private static List<AddressRange> proxies(Part part, ServerConfig config) {
        return switch (part) {
            case HTTP -> config.http().proxies();
            case HTTPS -> config.https().proxies();
            default -> List.of();
        };
    }

    /// What a channel may cost, but for its idle limit.
    static ChannelLimits channelLimits(ServerConfig config) {
        ServerConfig.Limits limits = config.limits();
        return ChannelLimits.DEFAULT.withRate(limits.minRate().toInt()).withMemory(limits.input().toInt(),
                Math.max(ChannelLimits.DEFAULT.highWater(), config.buffers().ceiling().toInt()),
                limits.queue().toInt());
    }

    /// The bounds of the buffers, as they are configured.
    static BufferPolicy policy(ServerConfig.Buffers buffers) {
        List<BufferPolicy.Rule> rules = new ArrayList<>();
        for (ServerConfig.BufferRule rule : buffers.rules()) {
            rules.add(new BufferPolicy.Rule(rule.from().orElse(null), rule.suffix().orElse(null),
                    new BufferPolicy.Bounds(
                            rule.floor().orElse(buffers.floor()).toInt(),
                            rule.ceiling().orElse(buffers.ceiling()).toInt())));
        }
        return new BufferPolicy(new BufferPolicy.Bounds(buffers.floor().toInt(), buffers.ceiling().toInt()), rules);
    }

    private static SocketAddress resolve(ListenAddress address) throws UnknownHostException {
        return switch (address) {
            case ListenAddress.Tcp(String host, int port) when host.isEmpty() ->
                new InetSocketAddress(everywhere(), port);
            case ListenAddress.Tcp(String host, int port) -> new InetSocketAddress(InetAddress.getByName(host), port);
            case ListenAddress.Unix(var path) -> UnixDomainSocketAddress.of(path);
            case ListenAddress.Automatic _ -> throw new UnknownHostException("auto");
        };
    }

    /// Both families at once where the machine has both.
    private static InetAddress everywhere() {
        return InetAddress.ofLiteral(Files.exists(Path.of("/proc/net/if_inet6")) || !Files.exists(Path.of("/proc/net"))
                ? "::"
                : "0.0.0.0");
    }

    private static String text(Acceptor acceptor) {
        return switch (acceptor.address()) {
            case InetSocketAddress inet ->
                new ListenAddress.Tcp(Addresses.text(inet.getAddress()), inet.getPort()).toString();
            case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
            case SocketAddress other -> other.toString();
        };
    }
}
