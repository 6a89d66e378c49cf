package medusa.ftp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.reactor.Addresses;
import medusa.reactor.Channel.State;

/// Data connections that have done their work, while their clients have not ended them. Nothing else counts them, and a client who
/// never ends his side could have ever more of them, each with a descriptor, by ever new transfers and sessions. So there are few, and
/// the oldest goes when there is one too many. Reactor thread only.
///
/// That costs no client anything: what it was sent is with the system, which goes on delivering it. Only who talks back at a server
/// that sends may lose the end of it, and only if its connection is among the oldest.
final class Lingering {
    /// Of one [customer][Addresses#customer], in all its sessions.
    private static final int MOST_OF_ONE = 4;
    /// Fits into what is held in reserve of the process's descriptors.
    private static final int MOST = 32;

    /// Whose each is, oldest first.
    private final Map<FtpDataChannel, Object> owners = new LinkedHashMap<>();
    private final Map<Object, Integer> counts = new HashMap<>();

    /// Ends `done` in order, now or when its other end has.
    ///
    /// @param client whose transfer it was
    void finish(FtpDataChannel done, InetAddress client) {
        done.closeWhenDone();
        if (done.state() == State.CLOSED) {
            return;
        }
        Object owner = Addresses.customer(client);
        owners.put(done, owner);
        if (counts.merge(owner, 1, Integer::sum) > MOST_OF_ONE) {
            closeOldest(owner);
        } else if (owners.size() > MOST) {
            closeOldest(null);
        }
    }

    /// @param owner null for anybody
    private void closeOldest(Object owner) {
        Iterator<Map.Entry<FtpDataChannel, Object>> all = owners.entrySet().iterator();
        Map.Entry<FtpDataChannel, Object> oldest = all.next();
        while (owner != null && !oldest.getValue().equals(owner)) {
            oldest = all.next();
        }
        oldest.getKey().close();
        remove(oldest.getKey());
    }

    /// It is over.
    void remove(FtpDataChannel channel) {
        Object owner = owners.remove(channel);
        if (owner != null) {
            counts.computeIfPresent(owner, (_, count) -> count == 1 ? null : count - 1);
        }
    }

    /// How many connections and clients are known.
    int count() {
        return owners.size() + counts.size();
    }
}
