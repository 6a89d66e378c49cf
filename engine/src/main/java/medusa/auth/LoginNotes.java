package medusa.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

import org.slf4j.Logger;

import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.metrics.Printable;

/// What is counted and logged of the log-ins at one place. An address that fails often costs no more lines than it may try
/// passwords: what comes while it is refused is told as a number afterwards. Reactor thread only.
public final class LoginNotes {

    /// A second place where refusals are noted.
    @FunctionalInterface
    public interface Audit {
        /// @param claimed who it wanted to be; empty if it has not said so
        void refused(String claimed, String from, String why);
    }

    private final Logger log;
    private final String prefix;
    private final FailedLogins failures;
    private final Counters counters;
    private final Audit audit;

    /// @param prefix what stands before a line, where the log itself does not say it
    public LoginNotes(Logger log, String prefix, FailedLogins failures, Counters counters, Audit audit) {
        this.log = log;
        this.prefix = prefix;
        this.failures = failures;
        this.counters = counters;
        this.audit = audit;
    }

    /// How long `address` has to wait, which has failed too often; who is told so is to be sent away. To be asked when a log-in
    /// begins and again before the password is checked.
    ///
    /// @param address null over a Unix-domain socket
    /// @param from    the same, for people
    public Optional<Duration> refuses(InetAddress address, String from) {
        Optional<Duration> wait = failures.refused(address);
        if (wait.isPresent()) {
            counters.increment(Counter.LOGINS_REFUSED);
            failures.sentAway(address);
            return wait;
        }
        long before = failures.takeSentAway(address);
        if (before > 0) {
            String why = "after too many failures " + before + " more were refused unread";
            log.warn("{}{} tries again; {}", prefix, from, why);
            audit.refused("", from, why);
        }
        return wait;
    }

    /// A log-in has failed.
    ///
    /// @param claimed who it wanted to be, if it has said so
    /// @param why     for the log
    public void failed(InetAddress address, String from, String claimed, String why) {
        if (refuses(address, from).isPresent()) {
            return; // it had begun before
        }
        counters.increment(Counter.LOGINS_REFUSED);
        String wait = failures.failed(address).map(Duration::toSeconds)
                .map(seconds -> "; nobody from there may try again for " + seconds + " s").orElse("");
        log.warn("{}a log-in {}from {} is refused: {}{}", prefix,
                claimed.isEmpty() ? "" : "of " + Printable.quoted(claimed) + " ", from, Printable.line(why), wait);
        audit.refused(claimed, from, why + wait);
    }

    /// Somebody has logged in.
    ///
    /// @param as what he may do, for the log; empty if that is said elsewhere
    public void loggedIn(String from, String user, String as) {
        counters.increment(Counter.LOGINS);
        log.info("{}{} has logged in{}, from {}", prefix, Printable.shortened(user), as.isEmpty() ? "" : " as " + as,
                from);
    }
}
