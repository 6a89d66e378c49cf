package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.AnonymousAuthorizer;
import medusa.auth.Authorizer;
import medusa.auth.FailedLogins;
import medusa.auth.Logins;
import medusa.auth.VirtualUserAuthorizer;
import medusa.auth.VirtualUsers;
import medusa.http.ExtensionBlock;
import medusa.http.extension.AuthExtension;
import medusa.reactor.Reactor;
import medusa.state.OwnFile;

/// Who may log in by HTTP and FTP, and who has failed too often at it, the monitor among the places. Reactor thread only, but for
/// what comes before it runs.
final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final FailedLogins failures;
    private final Logins logins;
    private ServerConfig config;
    /// Null if there is no file of users.
    private VirtualUserAuthorizer users;

    Accounts(ServerConfig config, Reactor reactor) {
        this.config = config;
        failures = new FailedLogins(rule(config.logins()), reactor::now);
        logins = new Logins(reactor, failures);
    }

    /// Reads the users: often root alone may.
    ///
    /// @throws StartException if they cannot be read
    void open() throws StartException {
        users = read(config);
        askThese();
        idle(config).forEach(log::warn);
    }

    /// Settings that do nothing since nobody can log in, one line each.
    static List<String> idle(ServerConfig config) {
        List<String> idle = new ArrayList<>();
        if (config.users().isEmpty() && config.writable()) {
            idle.add("writable = true lets nobody write, since nobody can log in while users is empty");
        }
        if (config.users().isEmpty() && !config.anonymous()
                && config.rights().stream().allMatch(rule -> rule.may().isEmpty())) {
            idle.add("anonymous = false shows the files to nobody, since nobody can log in while users is empty");
        }
        for (ExtensionBlock block : config.users().isEmpty() ? config.extensions() : List.<ExtensionBlock>of()) {
            if (block.type() == AuthExtension.TYPE) {
                idle.add("extension \"" + block.name() + "\" lets nobody log in while users is empty");
            }
        }
        return idle;
    }

    /// Goes on with a changed configuration; with the users that were there before if the new ones cannot be read.
    void follow(ServerConfig changed) {
        failures.rule(rule(changed.logins()));
        if (changed.users().equals(config.users())) {
            if (users != null) {
                users.refresh();
            }
        } else {
            try {
                users = read(changed);
            } catch (StartException e) {
                log.error("{}", e.getMessage());
            }
        }
        config = changed;
        idle(config).forEach(log::warn);
        askThese();
    }

    private void askThese() {
        logins.remember(config.logins().remember());
        List<Authorizer> authorizers = new ArrayList<>();
        if (users != null) {
            authorizers.add(users);
            if (config.anonymous()) {
                authorizers.add(new AnonymousAuthorizer(users::anonymous));
            }
        }
        logins.follow(authorizers);
    }

    private static VirtualUserAuthorizer read(ServerConfig from) throws StartException {
        Optional<Path> file = from.users();
        try {
            return file.isPresent()
                    ? VirtualUserAuthorizer.open(file.get(), InstantSource.system(), ZoneId.systemDefault())
                    : null;
        } catch (IOException e) {
            throw new StartException("users: " + OwnFile.reason(e), e);
        }
    }

    /// The file of users, to be looked at and no more; empty if there is none.
    ///
    /// @throws ConfigException saying what is wrong with it
    static Optional<VirtualUsers> look(ServerConfig config) throws ConfigException {
        try {
            return config.users().isPresent()
                    ? Optional.of(VirtualUsers.open(config.users().get()))
                    : Optional.empty();
        } catch (IOException e) {
            throw new ConfigException(List.of("users: " + OwnFile.reason(e)));
        }
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
