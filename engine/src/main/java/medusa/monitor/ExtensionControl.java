package medusa.monitor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import medusa.http.Place;

/// Changing the server's extensions while it runs. Methods that answer later do not wait; they are completed on the reactor
/// thread, fail with a [MonitorException] whose message is for who asked, and have then changed nothing.
public interface ExtensionControl {

    /// An extension in its place.
    ///
    /// @param type     of which it was made; null for one that was not made from settings
    /// @param origin   `configuration`, `hand` (gone after the next start) or `server` (it follows from other settings)
    /// @param jar      whether its type comes from a JAR
    /// @param requests that it was given to answer
    /// @param faults   how many of them it failed on
    /// @param millis   for how long it has kept the reactor
    /// @param settings as they were written
    record Listed(String name, String type, String origin, boolean enabled, boolean jar, long requests, long faults,
            double millis, Map<String, Object> settings) {

        Listed withoutSettings() {
            return new Listed(name, type, origin, enabled, jar, requests, faults, millis, Map.of());
        }
    }

    /// What can be installed.
    ///
    /// @param about in one sentence, without its subject
    record Type(String name, String about, boolean jar, List<TypeSetting> settings) {}

    /// One of its settings.
    ///
    /// @param kind     `text`, `whole number`, `list of text`, …
    /// @param standard written as in TOML; null if there is none
    record TypeSetting(String name, String kind, boolean required, String standard, String about) {}

    /// Those that are installed, first one first. Reactor thread.
    List<Listed> list();

    /// Those that could be. Any thread; reads the JARs.
    CompletableFuture<List<Type>> types();

    /// Adds one.
    ///
    /// @param table   as in the configuration: `type`, perhaps `name` and `enabled`, and the settings of the type
    /// @param trusted whether the type may come from a JAR, or name folders and files
    CompletableFuture<Void> install(Map<String, Object> table, Place place, boolean trusted);

    /// Takes one out.
    CompletableFuture<Void> remove(String name);

    /// Whether one is asked from now on.
    CompletableFuture<Void> enable(String name, boolean enabled);

    /// Gives one another place.
    CompletableFuture<Void> move(String name, Place place);

    /// Makes one again, of the same settings and, if it came from a JAR, of that as it is now.
    CompletableFuture<Void> reload(String name);

    /// Takes on a JAR until the server ends: its types can be installed then, and extensions made of its last version reload to
    /// this one.
    ///
    /// @param name `greeting.jar`; one of the extensions' folder that is called so counts no more
    CompletableFuture<List<Type>> take(String name, byte[] jar);

    /// The same with a file of the server's machine, which must belong to whoever may run code in the server.
    CompletableFuture<List<Type>> take(String path);
}
