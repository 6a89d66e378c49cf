package medusa.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.reactor.Tls;
import medusa.state.UserFolders;
import medusa.tls.KeyFiles;
import medusa.tls.LiveTls;
import medusa.tls.TlsConfig;
import medusa.tls.TlsException;
import medusa.tls.TlsIdentity;
import medusa.tls.TlsSettings;

/// The certificates of the listeners that need any, looked after while the server runs. Without such a listener nothing of
/// TLS is loaded.
///
/// Files are read on a thread of its own; [#open] and [#openOwn] read them on the caller's, before the server is ready.
final class Secured {
    private static final Logger log = LoggerFactory.getLogger(Secured.class);

    /// Handshakes wait for each other here; where there are several processors, one is the reactor's.
    private static final int THREADS = Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 4);
    private static final long LOOK_SECONDS = 10;

    /// What a reload has led to.
    enum Outcome {
        /// New connections get something else.
        CHANGED("configuration reloaded, with other certificates or settings of TLS"),
        UNCHANGED("configuration reloaded; the certificates are unchanged"),
        /// What was served before is served on.
        REFUSED("configuration reloaded, but not its certificates and [tls]: the old ones stay in use"),
        /// There is nothing that could be served.
        MISSING("configuration reloaded, but https has no certificate and does not listen");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }

        /// For the log.
        String text() { return text; }

        /// Whether what was asked for is served.
        boolean good() { return this == CHANGED || this == UNCHANGED; }
    }

    private final InstantSource clock;
    private final ExecutorService handshakes = Executors.newFixedThreadPool(THREADS,
            Thread.ofPlatform().daemon().name("medusa-tls-", 0).factory());
    private final ScheduledExecutorService looker = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().name("medusa-certificates").factory());
    /// Null as long as nobody needs one.
    private volatile LiveTls live;
    private final CertificateLog told = new CertificateLog();

    Secured() {
        this(InstantSource.system());
    }

    /// @param clock says which certificates have ended
    Secured(InstantSource clock) {
        this.clock = clock;
    }

    /// Reads the certificates that were given, which often root alone may read.
    ///
    /// @throws StartException if they cannot be served
    void open(ServerConfig config) throws StartException {
        if (isWanted(config) && !config.tls().certificates().isEmpty()) {
            load(config);
        }
    }

    /// Reads or makes the server's own certificate, if no other was given: as the user that it is from now on.
    ///
    /// @throws StartException if it cannot be had
    void openOwn(ServerConfig config) throws StartException {
        if (isWanted(config) && live == null) {
            load(config);
        }
        told.advice(config, identities(config));
        looker.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }

    private void load(ServerConfig config) throws StartException {
        try {
            LiveTls opened = LiveTls.open(tlsConfig(config), clock);
            live = opened;
            told.certificates(opened.context().identities());
            opened.warnings().forEach(warning -> log.warn("https: {}", warning));
        } catch (TlsException e) {
            throw new StartException("https: " + e.getMessage(), e);
        }
    }

    /// Whether a listener needs certificates.
    static boolean isWanted(ServerConfig config) {
        return !config.https().listen().off() || config.monitor().listen().addresses().stream()
                .anyMatch(address -> isWanted(Part.MONITOR, address));
    }

    /// Whether one listener does: HTTPS, and the monitor where others than this machine's users may listen in.
    static boolean isWanted(Part part, ListenAddress address) {
        return part == Part.HTTPS || part == Part.MONITOR && address instanceof ListenAddress.Tcp tcp && !tcp.local();
    }

    /// What the listeners' connections get. Their engines are those of the certificates at that time.
    Tls tls(ServerConfig config) {
        return new Tls(() -> live.newEngine(), handshakes, config.tls().handshakeTime());
    }

    /// Follows a new configuration that needs certificates, and reads the files again in any case.
    ///
    /// @param then called on another thread, when new connections get the new certificates, or cannot
    void change(ServerConfig config, Consumer<Outcome> then) {
        looker.execute(() -> then.accept(changed(config)));
    }

    private Outcome changed(ServerConfig config) {
        try {
            if (live == null) {
                load(config);
                told.advice(config, identities(config));
                return Outcome.CHANGED;
            }
            LiveTls.Change change = live.reload(tlsConfig(config));
            tell(change);
            if (change.failure().isPresent()) {
                return Outcome.REFUSED;
            }
            told.advice(config, identities(config));
            return change.replaced() ? Outcome.CHANGED : Outcome.UNCHANGED;
        } catch (StartException e) {
            log.error("{}", e.getMessage());
        } catch (RuntimeException | Error e) {
            log.error("https: reading the certificates", e);
        }
        return live == null ? Outcome.MISSING : Outcome.REFUSED;
    }

    /// Whether connections can be secured now.
    boolean isReady() { return live != null; }

    /// Looks whether the files have changed. Nothing may come out of here: it would be the last look.
    void look() {
        LiveTls looked = live;
        try {
            if (looked != null) {
                looked.poll().ifPresent(this::tell);
            }
        } catch (RuntimeException | Error e) {
            log.error("https: looking after the certificates", e);
        }
    }

    private void tell(LiveTls.Change change) {
        if (change.replaced() && !told.certificates(live.context().identities())) {
            log.info("https: new connections get the certificates and settings of TLS as they are now");
        }
        change.failure().ifPresent(why -> log.error("https: the old certificates stay in use: {}", why));
        change.warnings().forEach(warning -> log.warn("https: {}", warning));
    }

    void close() {
        looker.shutdownNow();
        handshakes.shutdownNow();
    }

    /// None while nobody needs any.
    private List<TlsIdentity> identities(ServerConfig config) {
        return live == null || !isWanted(config) ? List.of() : live.context().identities();
    }

    static TlsConfig tlsConfig(ServerConfig config) {
        ServerConfig.Tls tls = config.tls();
        TlsSettings settings = TlsSettings.DEFAULT.withProtocols(tls.protocols().toArray(String[]::new))
                .withClientCertificates(tls.clientCertificates());
        if (!tls.cipherSuites().isEmpty()) {
            settings = settings.withSuites(tls.cipherSuites());
        }
        List<KeyFiles> files = tls.certificates().stream()
                .map(each -> new KeyFiles(each.certificate(), each.key(), each.passwordFile())).toList();
        return new TlsConfig(settings, files, tls.clientCaFile(), stateFolder(config), hosts(config));
    }

    private static Set<String> hosts(ServerConfig config) {
        Set<String> hosts = new LinkedHashSet<>();
        List<ListenAddress> addresses = new ArrayList<>(config.https().listen().addresses());
        config.monitor().listen().addresses().stream().filter(address -> isWanted(Part.MONITOR, address))
                .forEach(addresses::add);
        for (ListenAddress address : addresses) {
            if (address instanceof ListenAddress.Tcp tcp) {
                hosts.add(tcp.host());
            }
        }
        return hosts;
    }

    /// Where the server keeps what it makes itself.
    static Path stateFolder(ServerConfig config) {
        return config.stateFolder()
                .orElseGet(() -> UserFolders.ofProcess().state(System.getProperty("user.name")));
    }
}
