package medusa.reactor;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/// How many connections there may be, in all and from one address, across every listener that shares this object. Whom
/// an address stands for: [Addresses#customer].
///
/// Reactor thread only. The limits may change at any time; connections that stand are not touched.
public final class ConnectionLimits {
    private final Map<Object, int[]> perAddress = new HashMap<>();
    private int open;
    private int most;
    private int mostPerAddress;

    /// @param most           in all
    /// @param mostPerAddress from one address
    public ConnectionLimits(int most, int mostPerAddress) {
        set(most, mostPerAddress);
    }

    /// No limits but the descriptors'.
    public static ConnectionLimits none() {
        return new ConnectionLimits(Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /// Changes both limits.
    public void set(int most, int mostPerAddress) {
        this.most = most;
        this.mostPerAddress = mostPerAddress;
    }

    /// The connections that stand.
    public int open() {
        return open;
    }

    /// Whether one more fits, from anywhere.
    boolean full() {
        return open >= most;
    }

    /// Takes a place for one more connection.
    ///
    /// @param address null over a Unix-domain socket, which only the total bounds
    /// @return null if the address has enough
    Place take(InetAddress address) {
        Object key = address == null ? null : Addresses.customer(address);
        if (key != null && !count(key)) {
            return null;
        }
        open++;
        return new Place(key);
    }

    /// @return false if there are enough of them
    private boolean count(Object key) {
        int[] count = perAddress.get(key);
        if ((count == null ? 0 : count[0]) >= mostPerAddress) {
            return false;
        }
        perAddress.computeIfAbsent(key, k -> new int[1])[0]++;
        return true;
    }

    /// One connection's place.
    final class Place {
        /// Null for one that only the total bounds.
        private Object key;

        private Place(Object key) {
            this.key = key;
        }

        /// Whose it is, if that was not known when it was taken.
        ///
        /// @return false if the address has enough
        boolean belongsTo(InetAddress address) {
            Object owner = Addresses.customer(address);
            if (count(owner)) {
                key = owner;
                return true;
            }
            return false;
        }

        /// Gives it back; to be called once.
        void free() {
            open--;
            int[] count = key == null ? null : perAddress.get(key);
            if (count != null && --count[0] == 0) {
                perAddress.remove(key);
            }
        }
    }
}
