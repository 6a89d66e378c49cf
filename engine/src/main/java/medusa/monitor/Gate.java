package medusa.monitor;

import java.io.IOException;
import java.util.Optional;

import medusa.auth.FailedLogins;
import medusa.auth.UnknownUsers;
import medusa.log.AuditLog;
import medusa.reactor.Channel;

/// Who may come in, and where that is noted. Reactor thread only, unless a method says otherwise.
public interface Gate {

    /// Somebody who may come in.
    ///
    /// @param user as logs name it
    record Visitor(String user, Role role) {}

    /// Who comes in without a log-in: whoever may use the socket. Empty for everybody else.
    Optional<Visitor> local(Channel channel);

    /// Those who may log in. Empty if nobody may.
    Optional<MonitorUsers> users();

    /// What those are answered whom nobody knows. Not on the reactor thread: it may read a file.
    UnknownUsers unknown(MonitorUsers users) throws IOException;

    /// Who has failed too often; the same for all kinds of log-ins.
    FailedLogins failures();

    /// Empty if it cannot be written: then no code is run and nothing changed.
    Optional<AuditLog> audit();
}
