package medusa.monitor;

import java.util.Optional;

/// Says as whom a client logs in. Asked only where the server wants it, on a thread of its own: it may block, for a person who
/// types. What it says counts until the server refuses it.
@FunctionalInterface
public interface Credentials {

    /// A name and its password, which the client wipes when it needs it no more.
    record Login(String user, char[] password) {
        /// Nothing of the password.
        @Override
        public String toString() {
            return user;
        }
    }

    /// Who logs in at `server`; empty for nobody, which ends the attempt.
    Optional<Login> ask(MonitorAddress server);

    /// For servers that want no log-in.
    static Credentials none() {
        return _ -> Optional.empty();
    }

    /// The same one everywhere.
    static Credentials of(String user, char[] password) {
        char[] own = password.clone();
        return _ -> Optional.of(new Login(user, own.clone()));
    }
}
