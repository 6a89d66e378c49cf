package medusa.ftp;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Set;

import medusa.ftp.FtpCommand.Timing;
import medusa.metrics.Counter;
import medusa.reactor.Channel;
import medusa.reactor.Progress;

/// A control connection: reads commands, has each done in its turn, and says what came of it.
final class FtpChannel extends Channel implements TelnetLines.Sink {
    /// Commands that wait for the one before them; further ones are left unread.
    private static final int MOST_WAITING = 64;
    /// What a browser says that was sent here by a page that means harm.
    private static final Set<String> OF_HTTP = Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "CONNECT",
            "PATCH", "TRACE");

    /// For a client that is sent away to hear it.
    private static final Duration LAST_WORD = Duration.ofSeconds(5);

    /// A line that waits for its turn.
    private record Line(FtpCommand command, String argument) {}

    private final FtpServer server;
    private final TelnetLines lines;
    private final Deque<Line> waiting = new ArrayDeque<>();
    private final CommandPace pace = new CommandPace();
    private FtpSession session;
    /// The command that is being done; null for none.
    private FtpRequest current;
    private boolean serving;
    /// Commands that wait and have interrupted those before them.
    private int interrupting;
    /// Nothing more is done after what waits.
    private boolean leaving;
    private boolean inputEnded;
    /// Input waits until more commands may come.
    private boolean paced;

    FtpChannel(FtpServer server) {
        this.server = server;
        lines = new TelnetLines(server.settings().limits().line(), this);
    }

    // ---- the connection ----

    @Override
    protected void opened() {
        session = new FtpSession(server, this);
        keepUrgentData(); // some clients mark the end of ABOR so
        Optional<String> refusal = server.admission().refuses(session);
        if (refusal.isPresent()) {
            leave(FtpReply.of(421, refusal.get()));
            return;
        }
        server.joined(session);
        idleLimit(server.settings().limits().idle());
        session.awaitLogin();
        say(FtpReply.of(220, server.settings().greeting()));
    }

    @Override
    protected void received(ByteBuffer data) throws Exception {
        lines.read(data);
    }

    @Override
    protected void inputEnded() {
        inputEnded = true;
        if (current != null && isDeserted()) {
            current.desert();
        }
        leaveWhenIdle();
    }

    /// Whether the client has gone without a word: what it was sending may not be all.
    boolean isDeserted() {
        return state() == State.CLOSED || inputEnded && waiting.stream().noneMatch(line -> line.command().isFarewell());
    }

    @Override
    protected void timedOut() {
        if (current == null) {
            leave(FtpReply.of(421, "Nothing was asked for too long; goodbye."));
        }
    }

    @Override
    protected void drain() {
        leaveWhenIdle();
    }

    @Override
    protected void closed(Throwable cause) {
        if (session != null) {
            if (current != null) {
                current.interrupt();
            }
            depart();
        }
    }

    private void depart() {
        if (server.left(session)) {
            session.ended();
        }
    }

    private void leaveWhenIdle() {
        leaving = true;
        next();
    }

    /// Ends what goes on, says a last word, and ends; soon, also if the client does not listen.
    void kick(FtpReply reply) {
        waiting.clear();
        if (current != null) {
            current.interrupt();
        }
        leave(reply);
        after(LAST_WORD, this::close);
    }

    /// Says a last word, and ends; what waits is not done any more.
    void leave(FtpReply... last) {
        waiting.clear();
        for (FtpReply each : last) {
            say(each);
        }
        depart(); // who lingers keeps nobody out
        closeWhenDone();
    }

    @Override
    protected String doing() {
        return session == null ? "" : session.transfer().map(Transfer::doing).orElseGet(this::idling);
    }

    @Override
    protected String user() {
        return session != null && session.isLoggedIn() ? session.user().name() : "";
    }

    @Override
    protected Progress progress() {
        return session == null ? Progress.NONE : session.transfer().map(Transfer::amounts).orElse(Progress.NONE);
    }

    private String idling() {
        String who = session.isLoggedIn() ? session.user().name() : "not logged in";
        return current == null ? who : who + ": " + current.command().name();
    }

    // ---- commands ----

    @Override
    public void line(String text) throws Exception {
        noted(text);
        int space = text.indexOf(' ');
        String name = space < 0 ? text : text.substring(0, space);
        String argument = space < 0 ? "" : text.substring(space + 1);
        Optional<FtpCommand> found = server.commands().find(name);
        if (found.isEmpty() && OF_HTTP.contains(name)) {
            leave(FtpReply.of(500, "This is an FTP server; goodbye."));
            return;
        }
        FtpCommand command = found.orElseGet(UnknownCommand::row);
        if (current == null && waiting.isEmpty()) {
            serve(command, argument);
        } else if (command.timing() == Timing.AT_ONCE) {
            run(new FtpRequest(session, command, argument, null));
        } else {
            enqueue(command, argument);
            if (command.timing() == Timing.INTERRUPTS) {
                interrupting++;
                current.interrupt();
            }
        }
    }

    /// Who sends more commands than he may is read from later.
    private void noted(String text) {
        server.conversation().said(session, text);
        reactor().counters().increment(Counter.FTP_COMMANDS);
        long wait = pace.take(reactor().now(), server.settings().limits().commands());
        if (wait > 0) {
            pauseInput();
            paced = true;
            after(Duration.ofNanos(wait), () -> {
                paced = false;
                next();
            });
        }
    }

    @Override
    public void lineTooLong() {
        noted("");
        enqueue(UnknownCommand.tooLong(), "");
        next();
    }

    private void enqueue(FtpCommand command, String argument) {
        waiting.addLast(new Line(command, argument));
        if (waiting.size() >= MOST_WAITING) {
            pauseInput();
        }
    }

    @Override
    public void lineEndless() {
        leave(FtpReply.of(500, "That line has no end; goodbye."));
    }

    @Override
    public void answer(byte[] telnet) {
        push(telnet);
    }

    /// Whether what is to begin now has been interrupted before.
    boolean isInterrupted() { return interrupting > 0; }

    /// Whether another command than this one is being done.
    boolean isBusyBeside(FtpRequest request) {
        return current != null && current != request;
    }

    private void serve(FtpCommand command, String argument) {
        if (command.timing() == Timing.INTERRUPTS && interrupting > 0) {
            interrupting--;
        }
        current = new FtpRequest(session, command, argument, session.takeBegun());
        if (command.isBetween()) {
            session.begin(current.begun());
        }
        if (session.isLoggedIn() && !server.logins().isFresh()) {
            FtpRequest next = current;
            server.logins().refresh(() -> execute(() -> run(next)));
        } else {
            run(current);
        }
    }

    private void run(FtpRequest request) {
        try {
            request.handle();
        } catch (Exception e) {
            if (request.isAnswered()) {
                throw new IllegalStateException(request.command().name() + " failed behind its answer", e);
            }
            request.fail(e);
        }
    }

    void say(FtpReply reply) {
        server.conversation().told(session, reply);
        push(reply.wire());
    }

    /// The last reply to a command is on its way.
    void answered(FtpRequest request) {
        if (request == current) {
            current = null;
            next();
        }
    }

    /// Does what waits, one after the other.
    private void next() {
        if (serving) {
            return;
        }
        serving = true;
        try {
            while (current == null && isOpen() && !waiting.isEmpty()) {
                Line line = waiting.removeFirst();
                serve(line.command(), line.argument());
            }
        } finally {
            serving = false;
        }
        if (!isOpen()) {
            return;
        }
        if (!paced && waiting.size() < MOST_WAITING / 2) {
            resumeInput();
        }
        if (!leaving || current != null) {
            return;
        }
        if (inputEnded) {
            closeWhenDone();
        } else {
            leave(FtpReply.of(421, "The server is about to stop; goodbye."));
        }
    }
}
