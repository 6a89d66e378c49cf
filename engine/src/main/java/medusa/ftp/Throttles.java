package medusa.ftp;

import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

import medusa.auth.Rights;
import medusa.auth.User;
import medusa.ftp.FtpEvent.Direction;

/// The buckets that transfers pay: each session's own, those of users, and one in all, for each direction. What the settings say is
/// looked up for every portion, so that a change counts for what runs. Reactor thread only.
final class Throttles {
    private final FtpServer server;
    private final Map<Direction, Bucket> all = new EnumMap<>(Direction.class);
    private final Map<Place, Bucket> users = new HashMap<>();

    private record Place(String user, Direction direction) {}

    /// Of one session.
    private static final class Own {
        private final Map<Direction, Bucket> buckets = new EnumMap<>(Direction.class);
    }

    Throttles(FtpServer server) {
        this.server = server;
    }

    /// For one transfer.
    Pace pace(FtpSession session, Direction direction) {
        users.values().removeIf(Bucket::isFresh);
        Duration stall = server.settings().limits().stall();
        if (!session.isLoggedIn()) {
            return new Pace(server.reactor(), stall, List.of()); // he has gone, and nothing will be sent
        }
        User user = session.user();
        Bucket own = session.note(Own.class, Own::new).buckets
                .computeIfAbsent(direction, _ -> bucket(() -> rates().session(), direction));
        Bucket his = users.computeIfAbsent(new Place(user.name(), direction),
                _ -> bucket(() -> of(user), direction));
        Bucket shared = all.computeIfAbsent(direction, _ -> bucket(() -> rates().all(), direction));
        return new Pace(server.reactor(), stall, List.of(own, his, shared));
    }

    private Bucket bucket(Supplier<FtpSettings.Pair> pair, Direction direction) {
        return new Bucket(server.reactor(),
                () -> direction == Direction.DOWN ? pair.get().down() : pair.get().up());
    }

    private FtpSettings.Rates rates() {
        return server.settings().rates();
    }

    /// The first rule that names him.
    private FtpSettings.Pair of(User user) {
        for (FtpSettings.UserRates each : rates().users()) {
            if (new Rights.Rule(List.of(), each.who(), Set.of()).names(user)) {
                return each.rates();
            }
        }
        return FtpSettings.Pair.NONE;
    }
}
