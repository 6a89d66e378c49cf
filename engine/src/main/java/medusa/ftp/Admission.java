package medusa.ftp;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import medusa.auth.User;
import medusa.reactor.Addresses;

/// Who may come, and how often at one time. Reactor thread only.
final class Admission {
    private final FtpServer server;
    /// By [Addresses#customer].
    private final Map<Object, Integer> perAddress = new HashMap<>();
    private final Map<String, Integer> perUser = new HashMap<>();

    Admission(FtpServer server) {
        this.server = server;
    }

    /// Why somebody who has just come is sent away; empty if he is not.
    Optional<String> refuses(FtpSession session) {
        FtpSettings.Limits limits = server.settings().limits();
        if (isReached(limits.sessions(), server.count())) {
            return Optional.of("Too many clients are here; try again later.");
        }
        return isReached(limits.perAddress(), perAddress.getOrDefault(customer(session), 0))
                ? Optional.of("Too many connections from your address; try again later.")
                : Optional.empty();
    }

    /// Why somebody who has proven who he is may not come in; empty if he may.
    Optional<String> refuses(User user) {
        int own = user.limits().sessions();
        int most = own > 0 || user.isAnonymous() ? own : server.settings().limits().perUser();
        return isReached(most, perUser.getOrDefault(user.name(), 0))
                ? Optional.of("You have too many sessions already; end one of them first.")
                : Optional.empty();
    }

    private static boolean isReached(int most, int now) {
        return most > 0 && now >= most;
    }

    private static Object customer(FtpSession session) {
        InetAddress address = session.address();
        return Addresses.customer(address);
    }

    /// He stays until [#left].
    void joined(FtpSession session) {
        perAddress.merge(customer(session), 1, Integer::sum);
    }

    void left(FtpSession session) {
        decrement(perAddress, customer(session));
    }

    /// He is in until [#loggedOut].
    void loggedIn(User user) {
        perUser.merge(user.name(), 1, Integer::sum);
    }

    void loggedOut(User user) {
        decrement(perUser, user.name());
    }

    private static <K> void decrement(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (_, count) -> count == 1 ? null : count - 1);
    }

    /// How many addresses and users are counted.
    int counted() {
        return perAddress.size() + perUser.size();
    }
}
