package medusa.monitor;

import java.net.InetAddress;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.LoginNotes;
import medusa.log.AuditLog;
import medusa.metrics.Counters;

/// What is counted and noted of the log-ins at one monitor, in the log and in the audit log. Reactor thread only.
public final class LoginLog {
    private static final Logger log = LoggerFactory.getLogger(LoginLog.class);

    private final Gate gate;
    private final LoginNotes notes;

    /// @param protocol for the log, which says `monitor` by itself
    public LoginLog(String protocol, Gate gate, Counters counters) {
        this.gate = gate;
        notes = new LoginNotes(log, protocol.equals("monitor") ? "" : protocol + ": ", gate.failures(), counters,
                (claimed, from, why) -> note(AuditLog.Event.REFUSED, claimed, from, why));
    }

    /// Whether `address` has failed too often; who is told so is to be sent away. To be asked when a log-in begins and again before
    /// the password is checked.
    ///
    /// @param address null over a Unix-domain socket
    /// @param from    the same, for people
    public boolean refuses(InetAddress address, String from) {
        return notes.refuses(address, from).isPresent();
    }

    /// A log-in has failed.
    ///
    /// @param claimed who it wanted to be, if it has said so
    /// @param why     for the log
    public void failed(InetAddress address, String from, String claimed, String why) {
        notes.failed(address, from, claimed, why);
    }

    /// Somebody has logged in.
    public void loggedIn(String from, String user, Role role) {
        notes.loggedIn(from, user, role.label());
        note(AuditLog.Event.LOGIN, user, from, role.label());
    }

    private void note(AuditLog.Event event, String user, String from, String text) {
        gate.audit().ifPresent(audit -> audit.note(event, user, from, text));
    }
}
