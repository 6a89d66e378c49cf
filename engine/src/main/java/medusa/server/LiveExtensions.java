package medusa.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import medusa.http.ExtensionBlock;
import medusa.http.ExtensionType;
import medusa.http.Installed;
import medusa.http.Place;
import medusa.metrics.Printable;
import medusa.monitor.ExtensionControl;
import medusa.monitor.Fault;
import medusa.monitor.MonitorException;

/// Extensions as the monitor changes them; what goes wrong is told in the monitor's terms.
final class LiveExtensions implements ExtensionControl {
    private final Supplier<WebExtensions> extensions;

    LiveExtensions(Supplier<WebExtensions> extensions) {
        this.extensions = extensions;
    }

    @Override
    public List<Listed> list() {
        return extensions.get().list().stream().map(LiveExtensions::listed).toList();
    }

    private static Listed listed(WebExtensions.Listed of) {
        Installed place = of.place();
        ExtensionBlock block = of.block().orElse(null);
        return new Listed(place.name(), block == null ? null : block.type().name(),
                of.origin().name().toLowerCase(Locale.ROOT), place.isEnabled(),
                block != null && ExtensionJar.has(block.type()), place.requests(), place.faults(),
                place.nanos() / 1e6, block == null ? Map.of() : told(block.written()));
    }

    /// What was written may be of types that only TOML has.
    private static Map<String, Object> told(Map<String, Object> written) {
        Map<String, Object> told = new TreeMap<>();
        written.forEach((name, value) -> told.put(name, told(value)));
        return told;
    }

    private static Object told(Object value) {
        return switch (value) {
            case Map<?, ?> table -> told(Layer.table(table));
            case List<?> list -> list.stream().map(LiveExtensions::told).toList();
            case Integer number -> number;
            case Long number -> number;
            case Double number -> number;
            case Boolean flag -> flag;
            default -> value.toString();
        };
    }

    @Override
    public CompletableFuture<List<Type>> types() {
        return later(() -> types(extensions.get().types()));
    }

    private static List<Type> types(List<ExtensionType<?>> types) {
        return types.stream().map(type -> new Type(type.name(), type.about(), ExtensionJar.has(type),
                SettingFacts.of(type.settings()).stream()
                        .map(setting -> new TypeSetting(setting.name(), setting.kind(), setting.required(),
                                setting.standard().orElse(null), setting.about()))
                        .toList()))
                .toList();
    }

    @Override
    public CompletableFuture<Void> install(Map<String, Object> table, Place place, boolean trusted) {
        return told(extensions.get().install(table, place, trusted));
    }

    @Override
    public CompletableFuture<Void> remove(String name) {
        return told(extensions.get().remove(name));
    }

    @Override
    public CompletableFuture<Void> enable(String name, boolean enabled) {
        return told(extensions.get().enable(name, enabled));
    }

    @Override
    public CompletableFuture<Void> move(String name, Place place) {
        return told(extensions.get().move(name, place));
    }

    @Override
    public CompletableFuture<Void> reload(String name) {
        return told(extensions.get().reload(name));
    }

    @Override
    public CompletableFuture<List<Type>> take(String name, byte[] jar) {
        if (!name.endsWith(".jar") || !Keys.bare(name.substring(0, name.length() - 4).replace('.', '-'))) {
            return CompletableFuture.failedFuture(new MonitorException(Fault.INVALID_PARAMS,
                    "params.name: expected the name of a JAR such as \"greeting.jar\", found "
                            + Printable.quoted(name)));
        }
        return later(() -> types(extensions.get().jars().take(name, jar)));
    }

    @Override
    public CompletableFuture<List<Type>> take(String path) {
        return later(() -> types(extensions.get().jars().take(Path.of(path))));
    }

    /// What reads files, or runs code of others.
    private interface Work<T> {
        T run() throws ExtensionJar.Refused;
    }

    private static <T> CompletableFuture<T> later(Work<T> work) {
        return told(CompletableFuture.supplyAsync(() -> {
            try {
                return work.run();
            } catch (ExtensionJar.Refused e) {
                throw new CompletionException(e);
            }
        }, task -> Thread.ofPlatform().daemon().name("medusa-jars").start(task)));
    }

    /// A failure has a message of one line for who asked.
    private static <T> CompletableFuture<T> told(CompletableFuture<T> change) {
        return change.exceptionallyCompose(failure -> {
            Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                    ? failure.getCause()
                    : failure;
            return CompletableFuture.failedFuture(switch (cause) {
                case NoSuchElementException e -> new MonitorException(Fault.NOT_FOUND, e.getMessage());
                case IllegalCallerException e -> new MonitorException(Fault.FORBIDDEN, e.getMessage());
                case ConfigException e -> new MonitorException(Fault.INVALID_PARAMS,
                        String.join("; ", e.problems()));
                case InvalidPathException _ -> new MonitorException(Fault.INVALID_PARAMS,
                        "params.path: expected the path of a file");
                case ExtensionJar.Refused e -> new MonitorException(Fault.REFUSED, e.getMessage());
                default -> new MonitorException(Fault.REFUSED, ExtensionJar.reason(cause));
            });
        });
    }
}
