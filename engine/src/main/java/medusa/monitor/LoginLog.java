package medusa.monitor;

import java.net.InetAddress;
import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.log.AuditLog;
import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.metrics.Printable;

/// What is counted and noted of the log-ins at one monitor. An address that fails often costs no more lines than it may try
/// passwords: what comes while it is refused is told as a number afterwards. Reactor thread only.
public final class LoginLog {
    private static final Logger log = LoggerFactory.getLogger(LoginLog.class);

    /// What stands before a line, where the log itself does not say it.
    private final String prefix;
    private final Gate gate;
    private final Counters counters;

    /// @param protocol for the log, which says `monitor` by itself
    public LoginLog(String protocol, Gate gate, Counters counters) {
        prefix = protocol.equals("monitor") ? "" : protocol + ": ";
        this.gate = gate;
        this.counters = counters;
    }

    /// Whether `address` has failed too often; who is told so is to be sent away. To be asked when a log-in begins and again before
    /// the password is checked.
    ///
    /// @param address null over a Unix-domain socket
    /// @param from    the same, for people
    public boolean refuses(InetAddress address, String from) {
        if (gate.failures().refused(address).isPresent()) {
            counters.increment(Counter.LOGINS_REFUSED);
            gate.failures().sentAway(address);
            return true;
        }
        long before = gate.failures().takeSentAway(address);
        if (before > 0) {
            String why = "after too many failures " + before + " more were refused unread";
            log.warn("{}{} tries again; {}", prefix, from, why);
            note(AuditLog.Event.REFUSED, "", from, why);
        }
        return false;
    }

    /// A log-in has failed.
    ///
    /// @param claimed who it wanted to be, if it has said so
    /// @param why     for the log
    public void failed(InetAddress address, String from, String claimed, String why) {
        if (refuses(address, from)) {
            return; // it had begun before
        }
        counters.increment(Counter.LOGINS_REFUSED);
        String wait = gate.failures().failed(address).map(Duration::toSeconds)
                .map(seconds -> "; nobody from there may try again for " + seconds + " s").orElse("");
        log.warn("{}a log-in {}from {} is refused: {}{}", prefix,
                claimed.isEmpty() ? "" : "of " + Printable.quoted(claimed) + " ", from, why, wait);
        note(AuditLog.Event.REFUSED, claimed, from, why + wait);
    }

    /// Somebody has logged in.
    public void loggedIn(String from, String user, Role role) {
        counters.increment(Counter.LOGINS);
        log.info("{}{} has logged in as {}, from {}", prefix, user, role.label(), from);
        note(AuditLog.Event.LOGIN, user, from, role.label());
    }

    private void note(AuditLog.Event event, String user, String from, String text) {
        gate.audit().ifPresent(audit -> audit.note(event, user, from, text));
    }
}
