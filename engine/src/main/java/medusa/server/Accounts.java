package medusa.server;

import java.util.Optional;

import medusa.auth.FailedLogins;
import medusa.auth.Logins;
import medusa.auth.User;
import medusa.reactor.Reactor;

/// Who may log in by HTTP and FTP, and who has failed too often at it, the monitor among the places.
final class Accounts {
    private final FailedLogins failures;
    private final Logins logins;

    Accounts(ServerConfig config, Reactor reactor) {
        failures = new FailedLogins(rule(config.logins()), reactor::now);
        logins = new Logins(reactor, failures);
    }

    /// One of those who may log in by the file of users.
    ///
    /// @throws ConfigException if that cannot be read
    static Optional<User> find(ServerConfig config, String name) throws ConfigException {
        return Optional.empty();
    }

    private static FailedLogins.Rule rule(ServerConfig.Logins settings) {
        return new FailedLogins.Rule(settings.tries(), settings.memory(), settings.ban(), settings.longestBan(),
                FailedLogins.Rule.DEFAULT.addresses());
    }

    FailedLogins failures() {
        return failures;
    }

    Logins logins() {
        return logins;
    }
}
