package medusa.gui.servers;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import medusa.gui.client.Profile;
import medusa.gui.client.SavedServer;
import medusa.gui.ui.Preferences;
import medusa.monitor.MonitorAddress;

/// The servers that the user has saved, the one used last first. Remembered with the window, without any password.
/// JavaFX thread only.
final class ServerList {
    private static final List<String> KEYS = List.of("name", "address", "user", "keep", "used");

    private final Preferences preferences;
    private final Clock clock;
    private final ObservableList<SavedServer> servers = FXCollections.observableArrayList();

    ServerList(Preferences preferences, Clock clock) {
        this.preferences = preferences;
        this.clock = clock;
        servers.setAll(sorted(read()));
    }

    /// Not to be changed from outside.
    ObservableList<SavedServer> servers() {
        return servers;
    }

    /// The one at `address`, as which user ever.
    Optional<SavedServer> at(MonitorAddress address) {
        return servers.stream().filter(each -> each.profile().address().equals(address)).findFirst();
    }

    /// The one that was open last.
    Optional<SavedServer> last() {
        return servers.stream().findFirst().filter(each -> each.used().isAfter(Instant.EPOCH));
    }

    /// Saves a server in the place of `before`, or as a new one; one at an address that is saved takes its place.
    ///
    /// @param before null for none
    SavedServer put(SavedServer before, Profile profile) {
        Optional<SavedServer> old = before == null ? at(profile.address()) : Optional.of(before);
        SavedServer now = new SavedServer(profile, old.map(SavedServer::keep).orElse(false),
                old.map(SavedServer::used).orElse(Instant.EPOCH));
        replace(old.orElse(null), now);
        return now;
    }

    void remove(SavedServer server) {
        replace(server, null);
    }

    /// Notes that somebody has come in.
    ///
    /// @param user as whom
    /// @param keep whether the password is in the keyring now
    void used(MonitorAddress address, String user, boolean keep) {
        at(address).ifPresent(old -> replace(old,
                new SavedServer(new Profile(old.profile().name(), address, user), keep, clock.instant())));
    }

    private void replace(SavedServer old, SavedServer now) {
        List<SavedServer> all = new ArrayList<>(servers);
        all.remove(old);
        if (now != null) {
            all.removeIf(each -> each.profile().address().equals(now.profile().address()));
            all.add(now);
        }
        int before = servers.size();
        servers.setAll(sorted(all));
        write(before);
    }

    private static List<SavedServer> sorted(List<SavedServer> all) {
        return all.stream().sorted(Comparator.comparing(SavedServer::used).reversed()
                .thenComparing(each -> each.profile().name(), String.CASE_INSENSITIVE_ORDER)).toList();
    }

    // ---- what is remembered: server.1.name, server.1.address, … ----

    private static String key(int number, String name) {
        return "server." + number + "." + name;
    }

    private List<SavedServer> read() {
        List<SavedServer> read = new ArrayList<>();
        for (int i = 1; preferences.get(key(i, "address")).isPresent(); i++) {
            one(i).ifPresent(read::add);
        }
        return read;
    }

    /// Empty for what is no server: somebody has edited it.
    private Optional<SavedServer> one(int number) {
        try {
            String text = preferences.get(key(number, "address")).orElseThrow();
            return Optional.of(new SavedServer(
                    new Profile(preferences.get(key(number, "name")).orElse(text), MonitorAddress.parse(text),
                            preferences.get(key(number, "user")).orElseGet(() -> System.getProperty("user.name"))),
                    preferences.get(key(number, "keep")).filter("true"::equals).isPresent(),
                    Instant.parse(preferences.get(key(number, "used")).orElse(Instant.EPOCH.toString()))));
        } catch (IllegalArgumentException | DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private void write(int before) {
        for (int i = 1; i <= Math.max(before, servers.size()); i++) {
            SavedServer server = i <= servers.size() ? servers.get(i - 1) : null;
            List<?> values = server == null
                    ? Collections.nCopies(KEYS.size(), null)
                    : List.of(server.profile().name(), server.profile().address(), server.profile().user(),
                            server.keep(), server.used());
            for (int j = 0; j < KEYS.size(); j++) {
                preferences.put(key(i, KEYS.get(j)), values.get(j));
            }
        }
    }
}
