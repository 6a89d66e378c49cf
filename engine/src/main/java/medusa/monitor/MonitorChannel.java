package medusa.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.reactor.Addresses;
import medusa.reactor.ChatChannel;
import medusa.reactor.LineBuffer;
import medusa.reactor.Terminator;

/// A connection of the native protocol: takes one JSON text a line, and answers each with a line.
final class MonitorChannel extends ChatChannel {
    private static final int LONGEST_BEFORE_LOGIN = 8 << 10;
    private static final int LONGEST = 1 << 20;
    /// Who has not logged in by then does not want to.
    private static final Duration LOGIN_TIME = Duration.ofSeconds(20);

    /// For how long who sends no more may wait for answers.
    private static final Duration LAST_WAIT = Duration.ofSeconds(30);

    private final MonitorServer server;
    private final MonitorSession session = new MonitorSession(this);
    private final Requests requests;
    private final LineBuffer line = new LineBuffer();

    MonitorChannel(MonitorServer server) {
        this.server = server;
        requests = new Requests(server, session);
        terminator(Terminator.bytes("\n"));
    }

    @Override
    protected void opened() {
        server.opened(this);
        push(Json.line(server.greeting(session)));
        if (session.role() == null) {
            after(LOGIN_TIME, () -> {
                if (session.role() == null) {
                    close(); // also if the peer takes nothing
                }
            });
        }
    }

    MonitorServer server() {
        return server;
    }

    MonitorSession session() {
        return session;
    }

    /// What has come of a line whose end has not.
    byte[] partialLine() {
        return line.soFar();
    }

    /// Whom the peer is counted with.
    Object customer() {
        return address() == null ? "unix" : Addresses.customer(address());
    }

    /// Where it comes from, for logs: `127.0.0.1:40312`, or `unix` over a socket of this machine.
    String from() {
        return address() == null ? "unix" : Addresses.text(peer());
    }

    /// Sends a message that nobody has asked for.
    void notify(String method, Object params) {
        push(Json.line(notification(method, params)));
    }

    /// Sends what a watch is told.
    void notify(String method, Watched watched) {
        watched.in(params -> notification(method, params)).pushTo(this);
    }

    static Map<String, Object> notification(String method, Object params) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("method", method);
        message.put("params", params);
        return message;
    }

    @Override
    protected void collect(ByteBuffer data) {
        line.add(data, longest());
    }

    private int longest() {
        return session.role() == null ? LONGEST_BEFORE_LOGIN : LONGEST;
    }

    @Override
    protected void foundTerminator() {
        byte[] whole = line.take();
        if (whole != null) {
            requests.line(whole);
            return;
        }
        requests.tooLong(longest());
        if (session.role() == null) {
            closeWhenDone();
        }
    }

    /// A peer that sends no more may still want the answers to what it has sent, or be gone: which of them cannot be told.
    @Override
    protected void inputEnded() {
        requests.whenAnswered(this::closeWhenDone);
        after(LAST_WAIT, this::closeWhenDone);
    }

    @Override
    protected void drained() throws IOException {
        session.drained();
    }

    @Override
    protected void drain() {
        requests.whenAnswered(this::closeWhenDone);
    }

    @Override
    protected void closed(Throwable cause) {
        session.close();
        server.closed(this);
    }

    @Override
    protected String user() {
        return session.role() == null ? "" : session.user();
    }

    @Override
    protected String doing() {
        return session.role() == null ? "log-in" : session.user() + " (" + session.role().label() + ")";
    }
}
