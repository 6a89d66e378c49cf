package medusa.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import medusa.log.AuditLog;
import medusa.metrics.Counters;
import medusa.monitor.ClassicMonitorServer;
import medusa.monitor.Gate;
import medusa.monitor.LoginLog;
import medusa.monitor.Role;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;
import medusa.state.OwnFile;
import medusa.state.UnsafeException;

/// Who comes in at the classic monitor, by the rules of the other one.
final class ClassicDoor implements ClassicMonitorServer.Doorkeeper {
    private static final String USER = "classic";
    private static final int MOST_BYTES = 4096;
    private static final OwnFile.Rule CLOSED = new OwnFile.Rule(false, Optional.empty(), OwnFile.OPEN_TO_OTHERS, "",
            "take that from them: chmod 600");

    private final Gate gate;
    private final LoginLog log;

    ClassicDoor(Gate gate, Counters counters) {
        this.gate = gate;
        log = new LoginLog("classic-monitor", gate, counters);
    }

    /// The first line of a file that nobody else may read.
    static String password(Path file) throws IOException {
        if (Files.notExists(file)) {
            throw new UnsafeException(file + ": there is no such file");
        }
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
        return !log.refuses(channel.address(), from(channel)) && gate.audit().isPresent();
    }

    @Override
    public void failed(Channel channel) {
        log.failed(channel.address(), from(channel), USER, "wrong password");
    }

    @Override
    public void loggedIn(Channel channel) {
        log.loggedIn(from(channel), USER, Role.EVAL);
    }

    @Override
    public void says(Channel channel, String line) {
        gate.audit().ifPresent(audit -> audit.note(AuditLog.Event.EVAL, USER, from(channel), line));
    }

    private static String from(Channel channel) {
        return Addresses.text(channel.peer());
    }
}
