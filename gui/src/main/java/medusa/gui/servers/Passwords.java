package medusa.gui.servers;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import medusa.gui.client.Profile;
import medusa.monitor.MonitorAddress;

/// Passwords that were right, in memory, until the window closes. Any thread.
final class Passwords implements AutoCloseable {

    private record Key(MonitorAddress address, String user) {}

    private final Map<Key, char[]> known = new HashMap<>();

    /// A copy, which whoever asked wipes.
    synchronized Optional<char[]> find(Profile profile) {
        return Optional.ofNullable(known.get(key(profile))).map(char[]::clone);
    }

    /// @param password copied
    synchronized void remember(Profile profile, char[] password) {
        wipe(known.put(key(profile), password.clone()));
    }

    synchronized void forget(Profile profile) {
        wipe(known.remove(key(profile)));
    }

    @Override
    public synchronized void close() {
        known.values().forEach(Passwords::wipe);
        known.clear();
    }

    private static Key key(Profile profile) {
        return new Key(profile.address(), profile.user());
    }

    /// @param password null for none
    static void wipe(char[] password) {
        if (password != null) {
            Arrays.fill(password, '\0');
        }
    }
}
