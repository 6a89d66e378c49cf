package medusa.server;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.http.Extension;
import medusa.http.ExtensionBlock;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.Extensions;
import medusa.http.Installed;
import medusa.http.Place;

/// The extensions in front of the files, and every way to change them while the server runs: with the configuration, or one by
/// one by hand.
///
/// What the configuration says counts again each time it is read: one of its extensions that was removed by hand comes back,
/// one that was moved or disabled goes back to its place. What was installed by hand stays, until the configuration asks for
/// one of that name.
///
/// **Thread.** [#install], [#reload], [#remove], [#move] and [#enable] may be called from any thread, also the reactor's, and do
/// not wait: see [Changes]. What they answer is completed on the reactor thread; a failure has a message of one line for who asked,
/// and has changed nothing. The rest says where it is to be called.
final class WebExtensions {
    private static final Logger log = LoggerFactory.getLogger(WebExtensions.class);

    /// The one behind all others.
    static final String FILES = "files";
    /// Names that the server gives itself.
    static final Set<String> RESERVED = Set.of(FILES, "secure-redirect");

    /// Who has asked for an extension.
    enum Origin {
        /// It comes back, as it was written, each time the configuration is read.
        CONFIGURATION,
        /// It is gone after the next start.
        HAND,
        /// It follows from other settings.
        SERVER
    }

    /// One of them.
    ///
    /// @param block empty if it was not made from one
    record Listed(Installed place, Origin origin, Optional<ExtensionBlock> block) {}

    private record Known(ExtensionBlock block, Origin origin) {}

    private final Extensions extensions;
    private final ExtensionContext context;
    private final JarExtensions jars;
    private final Changes changes;
    /// What has been made from blocks, by name. Another map after each change, which is made on the reactor thread.
    private volatile Map<String, Known> known = Map.of();

    WebExtensions(Extensions extensions, ExtensionContext context, JarExtensions jars, Changes changes) {
        this.extensions = extensions;
        this.context = context;
        this.jars = jars;
        this.changes = changes;
    }

    /// As they are now, first one first. Reactor thread only.
    List<Listed> list() {
        return extensions.list().stream().map(place -> {
            Known of = known.get(place.name());
            Origin unknown = RESERVED.contains(place.name()) ? Origin.SERVER : Origin.HAND;
            return of == null
                    ? new Listed(place, unknown, Optional.empty())
                    : new Listed(place, of.origin(), Optional.of(of.block()));
        }).toList();
    }

    // ---- with the configuration ----

    /// Installs what a configuration asks for, at the start, before the reactor runs.
    ///
    /// @throws StartException naming the first that cannot be made
    void open(List<ExtensionBlock> blocks) throws StartException {
        try {
            put(blocks, make(blocks));
        } catch (FaultyBlock e) {
            throw new StartException(e.getMessage(), e.getCause());
        }
    }

    /// The first step of following a changed configuration: what stands there unchanged goes on as it is, with what it knows,
    /// unless its JAR has changed. If one cannot be made nothing changes; if one refuses to be installed, it alone is missing.
    Changes.Step follow(List<ExtensionBlock> blocks) {
        try {
            Map<String, Extension> made = make(blocks);
            List<ExtensionBlock> renewed = new ArrayList<>();
            byHand(blocks).forEach(block -> renew(block).ifPresent(changed -> {
                try {
                    made.put(changed.name(), create(changed));
                    renewed.add(changed);
                } catch (FaultyBlock e) {
                    log.error("{}; what was there before goes on", e.getMessage());
                }
            }));
            return () -> {
                try {
                    renewed.forEach(block -> exchange(block, made.get(block.name())));
                    put(blocks, made);
                } catch (FaultyBlock e) {
                    log.error("{}; what was there before goes on", e.getMessage());
                }
            };
        } catch (FaultyBlock e) {
            log.error("{}; what was there before goes on", e.getMessage());
            return () -> {};
        }
    }

    private static final class FaultyBlock extends Exception {
        private static final long serialVersionUID = 1;

        FaultyBlock(ExtensionBlock block, Throwable cause) {
            super("extension \"" + block.name() + "\": " + ExtensionJar.reason(cause), cause);
        }
    }

    /// Those that are new or have changed.
    private Map<String, Extension> make(List<ExtensionBlock> blocks) throws FaultyBlock {
        Map<String, Extension> made = new HashMap<>();
        for (ExtensionBlock block : blocks) {
            if (!isUnchanged(block)) {
                made.put(block.name(), create(block));
            }
        }
        return made;
    }

    private boolean isUnchanged(ExtensionBlock block) {
        Known of = known.get(block.name());
        return of != null && extensions.has(block.name())
                && of.block().equals(block.enabled(of.block().enabled()));
    }

    private Extension create(ExtensionBlock block) throws FaultyBlock {
        try {
            return block.create(context);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            throw new FaultyBlock(block, e);
        }
    }

    private List<ExtensionBlock> byHand(List<ExtensionBlock> asked) {
        Set<String> names = new HashSet<>();
        asked.forEach(block -> names.add(block.name()));
        return known.values().stream().filter(each -> each.origin() == Origin.HAND).map(Known::block)
                .filter(block -> !names.contains(block.name())).toList();
    }

    /// The same extension of the type as it is now, if that has changed.
    private Optional<ExtensionBlock> renew(ExtensionBlock block) {
        try {
            ExtensionBlock now = again(block);
            return now.equals(block)
                    ? Optional.empty()
                    : Optional.of(now);
        } catch (ConfigException e) {
            log.error("extension \"{}\": {}; what was there before goes on", block.name(), e.problems().getFirst());
            return Optional.empty();
        }
    }

    private void exchange(ExtensionBlock block, Extension made) {
        try {
            extensions.replace(block.name(), made);
            know(block, Origin.HAND);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            log.error("{}; what was there before goes on", new FaultyBlock(block, e).getMessage());
        }
    }

    private void put(List<ExtensionBlock> blocks, Map<String, Extension> made) throws FaultyBlock {
        Map<String, Known> now = new HashMap<>();
        byHand(blocks).forEach(block -> now.put(block.name(), new Known(block, Origin.HAND)));
        blocks.forEach(block -> now.put(block.name(), new Known(block, Origin.CONFIGURATION)));
        Set<String> gone = new HashSet<>(known.keySet());
        gone.removeAll(now.keySet());
        gone.stream().filter(extensions::has).forEach(extensions::remove);
        FaultyBlock first = null;
        for (ExtensionBlock block : blocks) {
            try {
                put(block, made.get(block.name()));
            } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
                Known before = known.get(block.name());
                if (before != null && extensions.has(block.name())) {
                    now.put(block.name(), before); // and goes on
                } else {
                    now.remove(block.name());
                }
                first = first == null ? new FaultyBlock(block, e) : first;
            }
        }
        known = Map.copyOf(now);
        if (first != null) {
            throw first;
        }
    }

    private void put(ExtensionBlock block, Extension made) throws Exception {
        String name = block.name();
        Place last = extensions.has(FILES) ? Place.before(FILES) : Place.BACK;
        if (!extensions.has(name)) {
            extensions.install(last, name, made);
        } else {
            if (made != null) {
                extensions.replace(name, made);
            }
            extensions.move(name, last);
        }
        extensions.enable(name, block.enabled());
    }

    // ---- by hand ----

    /// Adds one.
    ///
    /// @param table what a configuration has in the braces: `type`, perhaps `name` and `enabled`, and the settings of the type
    CompletableFuture<Void> install(Map<String, Object> table, Place place) {
        return install(table, place, true);
    }

    /// @param trusted whether its type, and those within it, may come from JARs or name places on the disk; else an
    ///                [IllegalCallerException]
    CompletableFuture<Void> install(Map<String, Object> table, Place place, boolean trusted) {
        return changes.make(() -> {
            ExtensionBlock block = block(table, jars.read());
            if (!trusted && block.types().stream()
                    .anyMatch(type -> ExtensionJar.has(type) || SettingFacts.namesPaths(type.settings()))) {
                throw new IllegalCallerException("what comes from a JAR, or names folders or files, needs the role eval");
            }
            if (!Keys.bare(block.name()) || RESERVED.contains(block.name())) {
                throw new IllegalArgumentException("no extension can be called \"" + block.name() + "\"");
            }
            Extension made = create(block);
            return () -> {
                extensions.install(place, block.name(), made);
                extensions.enable(block.name(), block.enabled());
                know(block, Origin.HAND);
                log.info("extension {} installed", block.name());
            };
        });
    }

    /// Makes one again, of the same settings: from its JAR as that is now, if it has one. Requests in hand stay with the old one.
    CompletableFuture<Void> reload(String name) {
        return changes.make(() -> {
            Known of = known.get(name);
            if (of == null) {
                throw new NoSuchElementException("there is no extension called " + name + " that was made from settings");
            }
            ExtensionBlock block = again(of.block());
            Optional<String> stale = jars.staleness(block.type());
            if (stale.isPresent()) {
                throw new IllegalArgumentException(stale.get());
            }
            Extension made = create(block);
            return () -> {
                extensions.replace(name, made);
                know(block, of.origin());
                log.info("extension {} reloaded", name);
            };
        });
    }

    /// Takes one out.
    CompletableFuture<Void> remove(String name) {
        return changes.make(() -> () -> {
            if (RESERVED.contains(name)) {
                throw new IllegalArgumentException(name + " belongs to the server; its settings say whether it is there");
            }
            extensions.remove(name);
            Map<String, Known> now = new HashMap<>(known);
            now.remove(name);
            known = Map.copyOf(now);
            log.info("extension {} removed", name);
        });
    }

    /// Gives one another place among the others.
    CompletableFuture<Void> move(String name, Place place) {
        return changes.make(() -> () -> extensions.move(name, place));
    }

    /// Whether one is asked from now on.
    CompletableFuture<Void> enable(String name, boolean enabled) {
        return changes.make(() -> () -> extensions.enable(name, enabled));
    }

    private void know(ExtensionBlock block, Origin origin) {
        Map<String, Known> now = new HashMap<>(known);
        now.put(block.name(), new Known(block, origin));
        known = Map.copyOf(now);
    }

    // ---- blocks ----

    /// What a table with one extension is read through.
    private record One(ExtensionBlock extension) {}

    private ExtensionBlock block(Map<String, Object> table, ExtensionCatalog types) throws ConfigException {
        List<String> problems = new ArrayList<>();
        One one = new RecordBinder(_ -> types, (key, text) -> problems.add(key + ": " + text.get())).bind(One.class,
                Map.of("extension", table));
        if (!problems.isEmpty()) {
            if (!(table.get("type") instanceof String name) || types.type(name).isEmpty()) {
                problems.addAll(jars.problems()); // it may be in one of these
            }
            throw new ConfigException(problems);
        }
        return one.extension();
    }

    /// The same block, of the types that there are now.
    private ExtensionBlock again(ExtensionBlock block) throws ConfigException {
        Map<String, Object> table = new HashMap<>(block.written());
        table.put("type", block.type().name());
        table.put("name", block.name());
        table.put("enabled", block.enabled());
        return block(table, jars.isRead() ? jars.read() : ExtensionCatalog.builtIn());
    }

    /// What may be asked for; reads the JARs, which blocks.
    List<ExtensionType<?>> types() {
        return jars.read().types();
    }

    JarExtensions jars() {
        return jars;
    }
}
