package medusa.ftp;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.log.SessionLog;
import medusa.reactor.Addresses;

/// Notes what is said on the control connections, without what could be a password: of a line that is not understood, which may
/// be a mistyped PASS, no more is noted than a name that looks like a command's. Reactor thread only.
final class Conversation {
    private static final String HIDDEN = "(hidden)";
    private static final Pattern COMMAND = Pattern.compile("[A-Z]{3,4}");
    private static final Pattern WITHIN = Pattern.compile("(?i)pass");

    private final FtpServer server;
    private SessionLog log = SessionLog.off();

    Conversation(FtpServer server) {
        this.server = server;
    }

    void log(SessionLog to) {
        log = to;
    }

    /// A client has said this.
    void said(FtpSession session, String line) {
        if (log.isOn()) {
            add(session, false, shown(line));
        }
    }

    /// The server has.
    void told(FtpSession session, FtpReply reply) {
        if (log.isOn()) {
            reply.wire().lines().forEach(line -> add(session, true, line));
        }
    }

    private void add(FtpSession session, boolean byServer, String text) {
        log.add(server.clock().instant(), session.id(), Addresses.text(session.address()),
                session.isLoggedIn() ? session.user().name() : "", byServer, text);
    }

    private String shown(String line) {
        return shown(line, server.commands());
    }

    private String shown(String line, FtpCommands table) {
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        Optional<FtpCommand> row = table.find(name);
        if (row.isEmpty() && !COMMAND.matcher(name).matches()) {
            return HIDDEN;
        }
        if (row.isEmpty() || row.get().isSecret() || row.get().argument() == FtpCommand.Argument.NONE) {
            return space < 0 ? name : name + ' ' + HIDDEN;
        }
        String argument = space < 0 ? "" : line.substring(space + 1);
        Optional<FtpCommands> inner = server.behind(row.get());
        if (inner.isPresent()) {
            return name + ' ' + shown(argument.stripLeading(), inner.get());
        }
        Matcher within = WITHIN.matcher(argument);
        return within.find() && !row.get().takesPath()
                ? name + ' ' + argument.substring(0, within.end()) + ' ' + HIDDEN
                : line;
    }
}
