package medusa.monitor;

import java.util.Optional;

/// Says as whom a client logs in, and whether a server that is new is the one that is meant. Asked only where that matters, on a
/// thread of its own: it may block, for a person who types or looks.
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

    /// Who logs in at `server`; empty for nobody, which ends the attempt. Counts until the server refuses it.
    Optional<Login> ask(MonitorAddress server);

    /// Whether to believe a server on the network that shows its certificate for the first time: then it is noted, and asked about
    /// no more (see [KnownServers]). There is no connection to it meanwhile. By default it is believed.
    ///
    /// @param fingerprint SHA-256 of the certificate, `AA:BB:…`
    default boolean trust(MonitorAddress server, String fingerprint) {
        return true;
    }

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
