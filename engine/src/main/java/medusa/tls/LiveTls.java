package medusa.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import javax.net.ssl.SSLEngine;

/// The TLS that new connections get, replaced while the server runs. A connection keeps the engine that it has, and with it
/// the context of its time.
///
/// **Thread.** [#context] and [#newEngine] may be called from any thread and never block. The others read files and may make a
/// key: they belong on a worker, and wait for each other.
public final class LiveTls {

    /// What a look at the files has led to.
    ///
    /// @param replaced whether new connections get something else, or what was refused the last time is served again
    /// @param failure why they do not, though they should: one line. What was served before is served on
    /// @param warnings what has not been said before, one line each
    public record Change(boolean replaced, Optional<String> failure, List<String> warnings) {}

    /// Everything that tells one context from another: a certificate has one key only.
    private record Served(TlsSettings settings, List<Path> files, List<List<X509Certificate>> chains,
            List<X509Certificate> authorities) {}

    private record Stamp(FileTime modified, long size, String key) {}

    private final InstantSource clock;
    private volatile TlsContext context;
    private Served served;
    private TlsConfig config;
    private Map<Path, Stamp> stamps = Map.of();
    private Set<String> said = Set.of();
    private String lastFailure;

    private LiveTls(InstantSource clock, TlsConfig config) {
        this.clock = clock;
        this.config = config;
    }

    /// Loads everything for the first time.
    ///
    /// @throws TlsException if TLS cannot be served so
    public static LiveTls open(TlsConfig config, InstantSource clock) throws TlsException {
        LiveTls live = new LiveTls(clock, config);
        live.load();
        live.said = Set.copyOf(live.warnings());
        return live;
    }

    /// What new connections get.
    public TlsContext context() {
        return context;
    }

    /// An engine for a new connection.
    public SSLEngine newEngine() {
        return context.newEngine();
    }

    /// Loads everything again, by other settings. If that fails, what was served before is served on, and a change of the new
    /// settings' files leads to another attempt.
    public synchronized Change reload(TlsConfig config) {
        this.config = config;
        return reload();
    }

    private Change reload() {
        try {
            boolean replaced = load() | lastFailure != null;
            lastFailure = null;
            return new Change(replaced, Optional.empty(), unsaid());
        } catch (TlsException e) {
            lastFailure = e.getMessage();
            return new Change(false, Optional.of(lastFailure), unsaid());
        }
    }

    /// Looks whether a file has changed or a certificate of one's own must be renewed, and loads everything again if so. To be
    /// called now and then.
    ///
    /// @return empty if there is nothing to say
    public synchronized Optional<Change> poll() {
        String before = lastFailure;
        Change change;
        if (!stamps(config).equals(stamps)) {
            change = reload();
        } else if (config.selfSigned() && own().filter(own -> own.warning(clock.instant()).isEmpty()).isEmpty()) {
            change = reload();
            if (change.failure().isPresent() && change.failure().get().equals(before)) {
                change = new Change(false, Optional.empty(), change.warnings()); // it fails every time; once is enough
            }
        } else {
            change = new Change(false, Optional.empty(), unsaid());
        }
        boolean silent = !change.replaced() && change.failure().isEmpty() && change.warnings().isEmpty();
        return silent ? Optional.empty() : Optional.of(change);
    }

    /// A context that would be the same is kept, and with it the sessions that clients may resume.
    ///
    /// @return whether it is another one now
    private synchronized boolean load() throws TlsException {
        // Before they are read: what changes meanwhile is found changed the next time.
        stamps = stamps(config);
        List<TlsIdentity> identities = new ArrayList<>();
        if (config.selfSigned()) {
            Optional<TlsIdentity> own = own()
                    .filter(identity -> SelfSigned.suits(identity, config.hosts(), clock.instant()));
            identities.add(own.isPresent()
                    ? own.get() // its file need not be readable any more
                    : SelfSigned.in(config.state(), config.hosts(), clock.instant()));
        }
        for (KeyFiles files : config.certificates()) {
            identities.add(TlsIdentity.read(files));
        }
        List<X509Certificate> authorities = config.readAuthorities();
        Served next = new Served(config.settings(), identities.stream().map(TlsIdentity::path).toList(),
                identities.stream().map(TlsIdentity::chain).toList(), authorities);
        if (next.equals(served)) {
            return false;
        }
        context = TlsContext.of(config.settings(), identities, authorities);
        served = next;
        return true;
    }

    /// The certificate of one's own that is being served.
    private Optional<TlsIdentity> own() {
        Path file = config.state().resolve(SelfSigned.FILE);
        return context == null
                ? Optional.empty()
                : context.identities().stream().filter(identity -> identity.path().equals(file)).findFirst();
    }

    /// Everything that is, or will soon be, wrong with the certificates served now, one line each.
    public synchronized List<String> warnings() {
        return config.warnings(context.identities(), clock.instant());
    }

    private List<String> unsaid() {
        List<String> all = warnings();
        List<String> unsaid = all.stream().filter(warning -> !said.contains(warning)).toList();
        said = Set.copyOf(all);
        return unsaid;
    }

    private static Map<Path, Stamp> stamps(TlsConfig config) {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : config.files()) {
            stamps.put(file, stamp(file));
        }
        return stamps;
    }

    private static Stamp stamp(Path file) {
        try {
            BasicFileAttributes facts = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(facts.lastModifiedTime(), facts.size(), Objects.toString(facts.fileKey()));
        } catch (IOException e) {
            return null; // not there, or not for this process
        }
    }
}
