package medusa.server;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.ServiceLoader;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.Access;
import medusa.auth.Privileges;
import medusa.auth.Privileges.Account;
import medusa.metrics.Printable;
import medusa.state.OwnFile;
import medusa.tls.StateFolder;

/// Who the server acts as. Started as root it opens its ports and logs and then becomes an ordinary user for good; if
/// anything stands in the way of that, it does not serve. Everyone else stays who they are.
final class Identity {
    private static final Logger log = LoggerFactory.getLogger(Identity.class);

    private final Privileges privileges;
    /// Null when there is nothing to give up.
    private final Account account;

    private Identity(Privileges privileges, Account account) {
        this.privileges = privileges;
        this.account = account;
    }

    /// Decides who to be, and looks whether the server could work as that user.
    ///
    /// @throws StartException if the process is root and cannot safely be anybody else
    static Identity of(ServerConfig config) throws StartException {
        Optional<Privileges> found = privileges();
        if (found.isEmpty()) {
            if ("root".equals(System.getProperty("user.name"))) {
                throw new StartException(
                        "started as root, which this server can give up on Linux only; start it as another user");
            }
            return new Identity(null, null);
        }
        Privileges privileges = found.get();
        if (!privileges.root()) {
            return new Identity(privileges, null);
        }
        Account account = account(privileges, config.user());
        List<String> obstacles = obstacles(account, config);
        if (!obstacles.isEmpty()) {
            throw new StartException(
                    "started as root, to go on as " + account.name() + ", but " + obstacles.getFirst());
        }
        renewals(account, config)
                .forEach(line -> log.warn("{}; so a renewed one is served after the next start only", line));
        newJars(account, config)
                .forEach(line -> log.warn("{}; so a changed JAR is loaded at the next start only", line));
        unwritable(account, config).forEach(line -> log.warn("{}; so nobody can write there", line));
        changedUsers(account, config)
                .forEach(line -> log.warn("{}; so changes of it count from the next start only", line));
        return new Identity(privileges, account);
    }

    /// The implementation for this system, if there is one.
    static Optional<Privileges> privileges() {
        return ServiceLoader.load(Privileges.class).stream().map(ServiceLoader.Provider::get)
                .filter(Privileges::supported)
                .findFirst();
    }

    private static Account account(Privileges privileges, String user) throws StartException {
        Account account;
        try {
            account = privileges.account(user).orElseThrow(() -> new StartException(
                    "started as root, but there is no user " + Printable.quoted(user) + " to go on as; set `user`"));
        } catch (IOException e) {
            throw new StartException("started as root, but the system's users cannot be read: " + e.getMessage(), e);
        }
        if (account.uid() == 0) {
            throw new StartException(
                    "user = " + Printable.quoted(user) + " would stay root; set `user` to somebody else");
        }
        return account;
    }

    /// What `account` could not read of what the server needs after it has become that user, one line for each.
    static List<String> obstacles(Account account, ServerConfig config) {
        Access access = new Access(account);
        List<String> obstacles = new ArrayList<>();
        look(obstacles, "root", config.root(), access::read);
        FolderChecks.folders(config).forEach((key, folder) -> look(obstacles, key, folder, access::read));
        for (String property : List.of("jdk.module.path", "java.class.path")) {
            for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
                Path path = Path.of(entry);
                if (!entry.isEmpty() && Files.exists(path)) {
                    look(obstacles, "the program", path, Files.isDirectory(path) ? access::readAll : access::read);
                }
            }
        }
        look(obstacles, "Java", Path.of(System.getProperty("java.home"), "lib"), access::read);
        return obstacles;
    }

    /// What `account` could not read of the certificates once they are renewed, one line for each. At the start they are read
    /// before root is given up, so that this stops nothing then.
    static List<String> renewals(Account account, ServerConfig config) {
        Access access = new Access(account);
        List<String> renewals = new ArrayList<>();
        if (Secured.isWanted(config)) {
            Secured.tlsConfig(config).files().forEach(file -> look(renewals, "tls.certificates", file, access::read));
        }
        return renewals;
    }

    /// What `account` could not read of the JARs with extensions once they have changed, one line for each. At the start they
    /// are read before root is given up.
    static List<String> newJars(Account account, ServerConfig config) {
        List<String> unreadable = new ArrayList<>();
        if (!config.extensions().isEmpty()) {
            JarExtensions.folder(config.extensionsFolder()).ifPresent(
                    folder -> look(unreadable, "extensions-folder", folder, new Access(account)::readAll));
        }
        return unreadable;
    }

    /// What `account` could not read of the files of users once they have changed, one line for each. At the start they are read
    /// before root is given up.
    static List<String> changedUsers(Account account, ServerConfig config) {
        List<String> unreadable = new ArrayList<>();
        Access access = new Access(account);
        config.monitor().users().ifPresent(file -> look(unreadable, "monitor.users", file, access::read));
        config.users().ifPresent(file -> look(unreadable, "users", file, access::read));
        return unreadable;
    }

    /// Where the rights let somebody write, and `account` could not, one line for each.
    static List<String> unwritable(Account account, ServerConfig config) {
        Access access = new Access(account);
        List<String> unwritable = new ArrayList<>();
        RightsSettings.of(config).written(config)
                .forEach((key, folder) -> look(unwritable, key, folder, access::write));
        return unwritable;
    }

    private interface Look {
        Optional<String> at(Path path) throws IOException;
    }

    private static void look(List<String> obstacles, String what, Path path, Look look) {
        try {
            look.at(path.toAbsolutePath()).ifPresent(obstacle -> obstacles.add(what + ": " + obstacle));
        } catch (IOException e) {
            obstacles.add(what + ": " + path + " cannot be followed: " + e.getMessage());
        }
    }

    /// Makes the state folder for that user, since only root may; without root the server makes it itself.
    ///
    /// @param wanted whether it is needed now and not, perhaps, after a reload
    /// @throws StartException if it is needed and cannot be made
    void prepare(Path folder, boolean wanted) throws StartException {
        if (account == null) {
            return;
        }
        try {
            StateFolder.prepare(folder, account.uid(), account.gid());
        } catch (IOException e) {
            String why = "state-folder: " + folder + " cannot be made: " + OwnFile.reason(e);
            if (wanted) {
                throw new StartException(why + "; set state-folder to another one", e);
            }
            log.info("{}; nothing is kept there now", why);
        }
    }

    /// Whom the files of the server's own must belong to.
    ///
    /// @return the user's number; empty if the process stays who it is
    /// @throws StartException if it would not start as that user
    static OptionalInt owner(ServerConfig config) throws StartException {
        Optional<Privileges> privileges = privileges().filter(Privileges::root);
        return privileges.isPresent()
                ? OptionalInt.of(account(privileges.get(), config.user()).uid())
                : OptionalInt.empty();
    }

    /// Becomes that user, for good and on every thread.
    ///
    /// @throws StartException if that failed; the process must end
    void assume() throws StartException {
        if (account == null) {
            return;
        }
        try {
            privileges.dropTo(account);
        } catch (IOException e) {
            throw new StartException("started as root, and could not give it up: " + e.getMessage(), e);
        }
        log.info("root given up for good; this is user {} now", account.name());
    }
}
