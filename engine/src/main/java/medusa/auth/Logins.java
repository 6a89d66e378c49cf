package medusa.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import medusa.reactor.Reactor;

/// Stub: to be built.
public final class Logins {

    /// What became of a log-in.
    public sealed interface Answer {
        /// It is he.
        record LoggedIn(User user) implements Answer {}

        /// A wrong name or password; told at a fixed time after it was asked, whichever it was.
        record Refused() implements Answer {}

        /// Too many failures from that address, or too many log-ins at once.
        ///
        /// @param after when it makes sense to try again
        /// @param banned whether it was the failures
        record Later(Duration after, boolean banned) implements Answer {}
    }

    /// Where and how somebody logs in, for the log.
    ///
    /// @param protocol `http`
    /// @param address  null over a Unix-domain socket
    public record Origin(String protocol, InetAddress address) {}

    private final FailedLogins failures;
    private List<Authorizer> authorizers = List.of();

    /// @param reactor on whose thread everything is called and answered
    public Logins(Reactor reactor, FailedLogins failures) {
        this.failures = failures;
    }

    /// Asks these from now on; what was proven before has to be proven again.
    public void follow(List<Authorizer> authorizers) {
        this.authorizers = List.copyOf(authorizers);
    }

    /// Whether anybody could log in.
    public boolean isPossible() { return !authorizers.isEmpty(); }

    /// Who has proven a short while ago that this is his password.
    public Optional<User> proven(String name, char[] password) {
        return Optional.empty();
    }

    /// Checks a password.
    ///
    /// @param password wiped when it has been checked
    /// @param then     called once, on the reactor thread, never before this returns
    public void check(Origin origin, String name, char[] password, Consumer<Answer> then) {
        throw new UnsupportedOperationException();
    }

    /// Who has failed too often.
    public FailedLogins failures() {
        return failures;
    }
}
