package medusa.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.log.AuditLog;
import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.monitor.ClassicMonitorServer;
import medusa.monitor.Gate;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Who comes in at the classic monitor, by the rules of the other one.
final class ClassicDoor implements ClassicMonitorServer.Doorkeeper {
    private static final Logger log = LoggerFactory.getLogger(ClassicDoor.class);

    private static final String USER = "classic";
    private static final int MOST_BYTES = 4096;
    private static final OwnFile.Rule CLOSED = new OwnFile.Rule(false, Optional.empty(), OwnFile.OPEN_TO_OTHERS, "",
            "take that from them: chmod 600");

    private final Gate gate;
    private final Counters counters;

    ClassicDoor(Gate gate, Counters counters) {
        this.gate = gate;
        this.counters = counters;
    }

    /// The first line of a file that nobody else may read.
    static String password(Path file) throws IOException {
        OwnFile.check(file, CLOSED);
        String password = new String(OwnFile.read(file, MOST_BYTES), StandardCharsets.UTF_8).lines().findFirst()
                .orElse("");
        if (password.isBlank()) {
            throw new UnsafeException(file + ": there is no password in its first line");
        }
        return password;
    }

    /// Without an audit log nobody could run anything.
    @Override
    public boolean admits(Channel channel) {
        return gate.failures().refused(channel.address()).isEmpty() && gate.audit().isPresent();
    }

    @Override
    public void failed(Channel channel) {
        counters.increment(Counter.LOGINS_REFUSED);
        gate.failures().failed(channel.address());
        log.warn("classic-monitor: a log-in from {} is refused: wrong password", from(channel));
        note(AuditLog.Event.REFUSED, channel, "wrong password");
    }

    @Override
    public void loggedIn(Channel channel) {
        counters.increment(Counter.LOGINS);
        log.info("classic-monitor: somebody has logged in, from {}", from(channel));
        note(AuditLog.Event.LOGIN, channel, "eval");
    }

    @Override
    public void says(Channel channel, String line) {
        note(AuditLog.Event.EVAL, channel, line);
    }

    private void note(AuditLog.Event event, Channel channel, String text) {
        gate.audit().ifPresent(audit -> audit.note(event, USER, from(channel), text));
    }

    private static String from(Channel channel) {
        return Addresses.text(channel.peer());
    }
}
