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
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.auth.VirtualUserAuthorizer;
import medusa.auth.VirtualUsers;
import medusa.reactor.Reactor;
import medusa.state.OwnFile;

/// Who may log in by HTTP and FTP, and who has failed too often at it, the monitor among the places. Reactor thread only, but for
/// what comes before it runs. Of the configuration it keeps what it needs, and not the whole, which would keep the code of the JARs
/// that it once asked for.
final class Accounts {
    private static final Logger log = LoggerFactory.getLogger(Accounts.class);

    private final FailedLogins failures;
    private final Logins logins;
    private volatile Optional<Path> file = Optional.empty();
    private volatile boolean guests;
    /// Null if there is no file of users.
    private volatile VirtualUserAuthorizer users;

    Accounts(ServerConfig config, Reactor reactor) {
        failures = new FailedLogins(rule(config.logins()), reactor::now);
        logins = new Logins(reactor, failures);
    }

    /// Reads the users: often root alone may.
    ///
    /// @throws StartException if they cannot be read
    void open(ServerConfig config) throws StartException {
        askThese(config, Optional.ofNullable(read(config)));
        RightsWarnings.of(config).forEach(log::warn);
    }

    /// Reads the users of a changed configuration. Blocks, and so any other thread than the reactor's.
    ///
    /// @return to be given to [#follow]; those that were there before if the new ones cannot be read
    Optional<VirtualUserAuthorizer> reread(ServerConfig changed) {
        RightsWarnings.of(changed).forEach(log::warn); // they look at the disk too
        Optional<VirtualUserAuthorizer> known = Optional.ofNullable(users);
        if (changed.users().equals(file)) {
            known.ifPresent(Accounts::refresh);
            return known;
        }
        try {
            return Optional.ofNullable(read(changed));
        } catch (StartException e) {
            log.error("{}", e.getMessage());
            return known;
        }
    }

    private static void refresh(VirtualUserAuthorizer known) {
        known.refresh();
        known.complaint().ifPresent(reason -> log.error("users: {}; nobody in it can log in", reason));
    }

    /// Goes on with a changed configuration.
    ///
    /// @param read its users
    void follow(ServerConfig changed, Optional<VirtualUserAuthorizer> read) {
        failures.rule(rule(changed.logins()));
        askThese(changed, read);
    }

    private void askThese(ServerConfig config, Optional<VirtualUserAuthorizer> read) {
        file = config.users();
        guests = FtpConfig.admitsGuests(config);
        users = read.orElse(null);
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

    /// Who it is that comes by FTP under a name such as `anonymous`, whatever his password; empty also if such people may not
    /// come. Without a file of users there is nobody to ask.
    Optional<User> guest(String name) {
        if (!guests || !UserNames.isAnonymous(name)) {
            return Optional.empty();
        }
        return users == null ? Optional.of(User.ANONYMOUS) : logins.guest(name);
    }

    FailedLogins failures() {
        return failures;
    }

    Logins logins() {
        return logins;
    }
}
