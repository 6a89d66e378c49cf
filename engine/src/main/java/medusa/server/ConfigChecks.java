package medusa.server;

import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import medusa.http.ExtensionBlock;
import medusa.metrics.ByteSize;
import medusa.metrics.Printable;
import medusa.tls.ClientCertificates;

/// What the types of the settings cannot say: ranges, and settings that must fit each other, this machine and this
/// build.
final class ConfigChecks {
    private static final ByteSize GIB = new ByteSize(1L << 30);

    private final ServerConfig config;
    private final Predicate<String> askedFor;
    private final BiConsumer<String, Supplier<String>> problems;

    /// @param askedFor whether the user set a key himself
    /// @param problems takes the key and the text of each problem
    ConfigChecks(ServerConfig config, Predicate<String> askedFor, BiConsumer<String, Supplier<String>> problems) {
        this.config = config;
        this.askedFor = askedFor;
        this.problems = problems;
    }

    void check() {
        checkTop();
        checkExtensions("extensions", config.extensions());
        new FolderChecks(config, problems).check();
        checkListeners();
        checkMonitors();
        checkTls();
        checkLogins();
        checkLimits();
        new FtpChecks(config, problems).check();
        checkBuffers();
    }

    private void checkTop() {
        if (!Files.exists(config.root())) {
            problem("root", "expected a folder, found nothing at " + Printable.quoted(config.root().toString()));
        } else if (!Files.isDirectory(config.root())) {
            problem("root", "expected a folder, found a file at " + Printable.quoted(config.root().toString()));
        }
        config.extensionsFolder().filter(folder -> !Files.isDirectory(folder)).ifPresent(
                folder -> problem("extensions-folder", "expected a folder, found "
                        + (Files.exists(folder) ? "a file" : "nothing") + " at "
                        + Printable.quoted(folder.toString())));
        if (config.user().isBlank()) {
            problem("user", "expected the name of a user, found \"\"");
        }
        config.stateFolder().map(folder -> folder.toAbsolutePath().normalize().getParent()).filter(Files::notExists)
                .ifPresent(above -> problem("state-folder", "expected a path in a folder that exists, found nothing at "
                        + Printable.quoted(above.toString())));
        atLeast("reactor.turn-limit", Duration.ofMillis(1), config.reactor().turnLimit());
    }

    /// Names are unique among neighbours: those within another extension may be called as those outside.
    private void checkExtensions(String list, List<ExtensionBlock> blocks) {
        Set<String> names = new HashSet<>(WebExtensions.RESERVED);
        for (int i = 0; i < blocks.size(); i++) {
            ExtensionBlock block = blocks.get(i);
            String key = Keys.element(list, i);
            String name = Keys.child(key, "name");
            if (!Keys.bare(block.name())) {
                problem(name, "expected letters, digits, hyphens and underscores, found "
                        + Printable.quoted(block.name()));
            } else if (!names.add(block.name())) {
                problem(name, "another extension is called \"" + block.name()
                        + "\" already; give this one a name of its own");
            }
            checkWithin(key, block.settings());
        }
    }

    /// The lists of extensions that an extension keeps for itself.
    private void checkWithin(String key, Record settings) {
        for (RecordComponent component : settings.getClass().getRecordComponents()) {
            if (RecordBinder.value(component, settings) instanceof List<?> list) {
                List<ExtensionBlock> blocks = list.stream().filter(ExtensionBlock.class::isInstance)
                        .map(ExtensionBlock.class::cast).toList();
                checkExtensions(Keys.child(key, Keys.kebab(component.getName())), blocks);
            }
        }
    }

    private void checkListeners() {
        Map<ListenAddress, String> takers = new HashMap<>();
        for (Part part : Part.listeners()) {
            String key = part.listenKey();
            Listen listen = part.listen(config);
            if (!part.built() && !listen.off() && askedFor.test(key)) {
                problem(key, part.notBuilt());
            } else if (!listen.addresses().stream().allMatch(part::takes)) {
                problem(key, "expected HOST:PORT or \"off\", found " + Printable.quoted(listen.toString()));
            }
            if (part.built()) {
                listen.addresses().stream().filter(part::takes).forEach(address -> checkOnce(key, address, takers));
            }
        }
    }

    private void checkMonitors() {
        ServerConfig.Monitor monitor = config.monitor();
        if (monitor.users().isEmpty()
                && monitor.listen().addresses().stream().anyMatch(ListenAddress.Tcp.class::isInstance)) {
            problem("monitor.listen", "expected a socket while monitor.users is empty, found " + monitor.listen()
                    + "; medusa passwd --monitor FILE USER --role eval makes the file of those who may log in");
        }
        ServerConfig.ClassicMonitor classic = config.classicMonitor();
        if (!classic.listen().off() && classic.passwordFile().isEmpty()) {
            problem("classic-monitor.listen", "expected \"off\" while classic-monitor.password-file is empty, found "
                    + classic.listen() + "; put a password into a file and name that (--password-file)");
        }
        if (!classic.anywhere() && classic.listen().addresses().stream()
                .anyMatch(address -> address instanceof ListenAddress.Tcp tcp && !tcp.local())) {
            problem("classic-monitor.listen", "expected an address of this machine only, found " + classic.listen()
                    + "; whoever records a log-in elsewhere can crack its password (classic-monitor.anywhere allows it)");
        }
    }

    /// @param takers the setting that each address has been found in
    private void checkOnce(String key, ListenAddress address, Map<ListenAddress, String> takers) {
        boolean picked = address instanceof ListenAddress.Tcp tcp && tcp.port() == 0;
        String other = picked ? null : takers.putIfAbsent(address, key);
        if (other != null) {
            problem(key, "expected an address of its own, found " + address + ", which " + other + " has"
                    + (other.equals(key) ? " already" : ""));
        }
    }

    private void checkTls() {
        if (config.https().redirect() && config.https().listen().off()) {
            problem("https.redirect", "expected false while https.listen is \"off\", found true");
        }
        ServerConfig.Tls tls = config.tls();
        atLeast("tls.handshake-time", Duration.ofMillis(1), tls.handshakeTime());
        if (tls.protocols().isEmpty() || !List.of("TLSv1.3", "TLSv1.2").containsAll(tls.protocols())) {
            problem("tls.protocols", "expected some of \"TLSv1.3\" and \"TLSv1.2\", found "
                    + Printable.shortened(tls.protocols().toString()));
        } else if (!tls.cipherSuites().isEmpty()) { // so that TLS is not loaded for nothing
            CipherSuites.check(tls, this::problem);
        }
        if (tls.clientCertificates() != ClientCertificates.OFF && tls.clientCaFile().isEmpty()) {
            problem("tls.client-certificates", "expected \"off\" while tls.client-ca-file is empty, found \""
                    + tls.clientCertificates().name().toLowerCase(Locale.ROOT) + "\"");
        }
    }

    private void checkLogins() {
        ServerConfig.Logins logins = config.logins();
        between("logins.tries", 1, 1_000_000, logins.tries());
        atLeast("logins.ban", Duration.ofSeconds(1), logins.ban());
        if (logins.longestBan().compareTo(logins.ban()) < 0) {
            if (askedFor.test("logins.ban")) {
                problem("logins.ban", "expected no more than logins.longest-ban, found more");
            } else {
                problem("logins.longest-ban", "expected no less than logins.ban, found less");
            }
        }
    }

    private void checkLimits() {
        ServerConfig.Limits limits = config.limits();
        between("limits.connections", 0, 10_000_000, limits.connections());
        between("limits.connections-per-address", 0, 10_000_000, limits.connectionsPerAddress());
        between("limits.backlog", 1, 65535, limits.backlog());
        atLeast("limits.idle", Duration.ofMillis(1), limits.idle());
        atLeast("http.head-time", Duration.ofMillis(1), config.http().headTime());
        atLeast("http.keep-alive", Duration.ofMillis(1), config.http().keepAlive());
        between("limits.min-rate", new ByteSize(0), GIB, limits.minRate());
        between("limits.input", ByteSize.parse("1 KiB"), GIB, limits.input());
        between("limits.queue", ByteSize.parse("4 KiB"), GIB, limits.queue());
    }

    private void checkBuffers() {
        ServerConfig.Buffers buffers = config.buffers();
        checkBounds("buffers", Optional.of(buffers.floor()), Optional.of(buffers.ceiling()));
        List<ServerConfig.BufferRule> rules = buffers.rules();
        for (int i = 0; i < rules.size(); i++) {
            String key = Keys.element("buffers.rules", i);
            ServerConfig.BufferRule rule = rules.get(i);
            if (rule.from().isPresent() == rule.suffix().isPresent()) {
                problem(key, "expected either from or suffix, found " + (rule.from().isPresent() ? "both" : "neither"));
            }
            rule.suffix().filter(suffix -> !suffix.matches("(\\.[A-Za-z0-9_-]+)+"))
                    .ifPresent(suffix -> problem(Keys.child(key, "suffix"),
                            "expected the end of a host name such as \".example.org\", found "
                                    + Printable.quoted(suffix)));
            checkBounds(key, rule.floor(), rule.ceiling());
        }
    }

    /// @param floor empty if the one of all buffers counts, likewise `ceiling`
    private void checkBounds(String key, Optional<ByteSize> floor, Optional<ByteSize> ceiling) {
        ByteSize smallest = ByteSize.parse("512");
        floor.ifPresent(size -> between(Keys.child(key, "floor"), smallest, GIB, size));
        ceiling.ifPresent(size -> between(Keys.child(key, "ceiling"), smallest, GIB, size));
        ByteSize low = floor.orElse(config.buffers().floor());
        ByteSize high = ceiling.orElse(config.buffers().ceiling());
        if (low.bytes() > high.bytes()) {
            String named = Keys.child(key,
                    floor.isPresent() && askedFor.test(Keys.child(key, "floor")) ? "floor" : "ceiling");
            problem(named, "expected a floor not above the ceiling, found " + low + " and " + high);
        }
    }

    private void between(String key, int least, int most, int found) {
        if (found < least || found > most) {
            problem(key, "expected a number between " + least + " and " + most + ", found " + found);
        }
    }

    private void between(String key, ByteSize least, ByteSize most, ByteSize found) {
        if (found.bytes() < least.bytes() || found.bytes() > most.bytes()) {
            problem(key, "expected a size between " + least + " and " + most + ", found " + found);
        }
    }

    private void atLeast(String key, Duration least, Duration found) {
        if (found.compareTo(least) < 0) {
            problem(key, "expected at least \"" + least.toMillis() + "ms\", found less");
        }
    }

    private void problem(String key, String text) {
        problems.accept(key, () -> text);
    }
}
