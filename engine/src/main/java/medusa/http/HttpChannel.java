package medusa.http;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;

import medusa.producer.HookedProducer;
import medusa.producer.Producer;
import medusa.reactor.Channel;
import medusa.reactor.Progress;
import medusa.reactor.Timers.Timer;

/// One HTTP/1 connection: reads a request, has it answered, and reads the next one when the reply is on its way.
///
/// ```
///  HEAD ── complete ──→ BODY (wanted or dropped) ── complete ──→ REPLY still to come ──→ HEAD
///    └ error: error page, end        └ error: error page, end         └ a producer: until it is done
/// ```
///
/// Pipelined requests wait in the input: while one is being answered no other is looked at, so replies keep their order and
/// at most one file is open for each connection.
final class HttpChannel extends Channel {
    private final HttpServer server;
    private RequestParser parser;
    /// When the head has to be there, or else the extension's answer; null while neither is waited for.
    private Timer deadline;
    /// The request in hand; null between requests.
    private HttpRequest request;
    private boolean replied;
    private boolean streaming;
    private boolean transferring;
    private boolean lastRequest;
    private boolean inputEnded;
    private boolean draining;
    /// Extensions are being asked about the request; one may pass it on while it is.
    private boolean asking;
    /// Whom the client's certificate names; null for nobody.
    private String certified;
    /// Who has logged in with the last request that said so; null for nobody.
    private String user;

    HttpChannel(HttpServer server) {
        this.server = server;
    }

    HttpServer server() {
        return server;
    }

    InetAddress peerAddress() {
        return address();
    }

    @Override
    protected void opened() {
        idleLimit(server.settings().keepAlive());
        certified = ClientName.of(tls());
    }

    // ---- input ----

    @Override
    protected void received(ByteBuffer data) throws Exception {
        while (data.hasRemaining() && wantsInput()) {
            try {
                if (request == null ? !readHead(data) : !readBody(data)) {
                    return;
                }
            } catch (HttpException e) {
                refuse(e);
            }
        }
    }

    /// @return false if the rest of the head has yet to come
    private boolean readHead(ByteBuffer data) throws HttpException {
        if (parser == null) {
            parser = new RequestParser(server.settings().request());
        }
        if (!parser.parse(data)) {
            if (deadline == null && parser.begun()) {
                deadline = after(server.settings().headTime(), this::tooSlow);
            }
            return false;
        }
        cancelDeadline();
        RequestHead head = parser.head();
        parser = null; // a quiet connection keeps nothing
        begin(head);
        return true;
    }

    private void cancelDeadline() {
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }

    private void begin(RequestHead head) throws HttpException {
        lastRequest = !head.isPersistent();
        replied = false;
        HttpRequest of;
        try {
            of = new HttpRequest(this, head, RequestTarget.of(head));
        } catch (HttpException e) {
            refuse(head, e);
            return;
        }
        request = of;
        boolean continueExpected = BodyIntake.expectsContinue(head);
        if (head.bodyLength().mayHaveContent()) {
            of.intake(new BodyIntake(this, of, server.settings(), continueExpected));
            inputOwed(!continueExpected);
        }
        transferring(body() != null);
        asking = true;
        server.dispatch(of);
        dispatched(of);
    }

    /// An extension has been asked; it may have answered by now.
    private void dispatched(HttpRequest of) {
        asking = false;
        if (request == of && of.isHeld() && !replied) {
            pauseInput();
            awaitAnswer();
            return;
        }
        if (request == of && body() == null) {
            BodyIntake.end(of); // an empty one
        }
        if (request == of) {
            advance();
        }
    }

    /// See [HttpRequest#passOn].
    void passOn(HttpRequest of) {
        if (of != request || !isOpen() || of.isAnswered()) {
            return;
        }
        if (asking) {
            of.askBehind();
            return; // to whoever asked the one that passes it on
        }
        cancelDeadline();
        if (body() != null) {
            resumeInput();
        }
        asking = true;
        of.askBehind();
        dispatched(of);
    }

    /// Hands the body on, or drops it.
    ///
    /// @return false if the rest of it has yet to come
    private boolean readBody(ByteBuffer data) throws HttpException {
        HttpRequest of = request;
        body().take(data);
        if (request != of || body() == null) {
            return true; // answered, and given up
        }
        if (!body().isWhole()) {
            return false;
        }
        of.intake(null);
        inputOwed(false);
        BodyIntake.end(of);
        if (request == of) {
            advance();
        }
        return true;
    }

    /// Moves on to the next request, or waits for what is missing of this one.
    private void advance() {
        if (body() != null) {
            if (replied && !streaming) {
                dropBodyOrEnd();
            } else if (body().isHeldBack()) {
                awaitAnswer();
            }
        } else if (replied && !streaming) {
            remember(request);
            request = null;
            transferring(false);
            resumeInput();
            if (lastRequest || draining || inputEnded) {
                closeWhenDone();
            }
        } else {
            pauseInput();
            awaitAnswer();
        }
    }

    /// From now on it is the extension that has to go on, and it has so much time for that.
    private void awaitAnswer() {
        Duration most = server.settings().answerTime();
        if (!replied && deadline == null && !most.isZero()) {
            deadline = after(most, this::answerTooSlow);
        }
    }

    /// The reply is there before the body: a short rest is read, so that the connection can go on.
    private void dropBodyOrEnd() {
        if (lastRequest || !body().canBeDropped(server.settings().drain())) {
            closeWhenDone();
        } else {
            resumeInput();
        }
    }

    /// What is still to come of the body of the request in hand; null for nothing.
    private BodyIntake body() {
        return request == null ? null : request.intake();
    }

    boolean bodyExpected() {
        return body() != null;
    }

    void bodyWanted(HttpRequest asking) {
        if (asking == request && body() != null && body().release()) {
            inputOwed(true);
            push("HTTP/1.1 100 Continue\r\n\r\n");
        }
    }

    /// See [HttpRequest#takeBody].
    void takeBody(HttpRequest of) {
        if (of != request || !isOpen() || of.isAnswered()) {
            return;
        }
        cancelDeadline();
        if (body() == null) {
            dispatched(of);
        } else {
            bodyWanted(of);
            resumeInput();
        }
    }

    void pauseBody(HttpRequest asking) {
        if (asking == request && body() != null) {
            pauseInput();
            awaitAnswer();
        }
    }

    /// Behind the body comes the next request, which has to wait for the reply.
    void resumeBody(HttpRequest asking) {
        if (asking == request && body() != null && !streaming) {
            cancelDeadline();
            resumeInput();
        }
    }

    // ---- output ----

    void endAfterReply() {
        lastRequest = true;
    }

    /// @param prepared whole lines that were made before
    void pushHead(int status, CharSequence fields, byte[] prepared) {
        cancelDeadline();
        if (body() != null && !body().canBeDropped(server.settings().drain())) {
            lastRequest = true; // said in the head, since the rest of the body will not be read
        }
        ReplyHead.push(this, request, lastRequest || draining, status, fields, prepared);
    }

    /// @param length what has been announced; -1 for nothing
    void pushBody(HttpRequest of, int status, Producer producer, long length) {
        streaming = true;
        HookedProducer sent = new HookedProducer(producer, (bytes, complete) -> {
            streaming = false;
            of.sending(null, -1);
            if (!complete || length >= 0 && bytes != length) {
                close(); // the client has been promised more than will come, or less
            }
            replied(of, status, bytes);
        });
        of.sending(sent, length);
        push(sent);
        replied = true;
        if (streaming) {
            transferring(true);
            pauseInput();
        }
    }

    /// A transfer may stand still for longer than a connection may wait for its next request.
    private void transferring(boolean now) {
        if (now != transferring) {
            transferring = now;
            idleLimit(now ? server.settings().idle() : server.settings().keepAlive());
        }
    }

    /// The reply is on its way.
    ///
    /// @param bytes of its body
    void replied(HttpRequest of, int status, long bytes) {
        replied = true;
        server.note(this, of.head(), name(of), status, bytes);
        if (of == request && state() != State.CLOSED) {
            advance();
        }
    }

    private void remember(HttpRequest done) {
        if (!done.user().isAnonymous()) {
            user = done.user().name();
        }
    }

    /// For the access log; null for nobody.
    private String name(HttpRequest of) {
        return of == null || of.user().isAnonymous() ? certified : of.user().name();
    }

    /// See [HttpRequest#fail].
    void fail(HttpRequest of, HttpException error) {
        if (of != request || !isOpen()) {
            return;
        }
        if (of.isAnswered()) {
            close(); // in the middle of another answer
            return;
        }
        lastRequest |= error.isFatal();
        ErrorReply.send(of, error);
    }

    /// What is in hand cannot be read to its end.
    private void refuse(HttpException error) {
        HttpRequest of = request;
        if (of == null) {
            refuse(null, error);
        } else if (!of.answer()) {
            lastRequest = true;
            if (!streaming) {
                closeWhenDone(); // behind the answer that it has
            }
        } else {
            if (body() != null || of.isHeld()) {
                of.lose();
            }
            refuse(of.head(), error);
        }
    }

    /// Answers, and ends the connection.
    ///
    /// @param head null if it could not be read
    private void refuse(RequestHead head, HttpException error) {
        lastRequest = true;
        boolean forHead = head == null ? parser != null && parser.isForHead() : head.method().equals("HEAD");
        int bytes = ErrorReply.push(this, head, !forHead, error);
        server.note(this, head, name(request), error.status(), bytes);
        closeWhenDone();
    }

    // ---- what else may happen ----

    /// Whatever it says later is dropped.
    private void answerTooSlow() {
        deadline = null;
        refuse(HttpException.fatal(503, "The answer took too long."));
    }

    /// RFC 9110 §15.5.9 for a request that has begun; else there is nothing to say.
    @Override
    protected void tooSlow() {
        if (request == null ? isInHead() : body() != null && !replied) {
            refuse(HttpException.fatal(408, "The request took too long."));
        } else if (request == null) {
            closeWhenDone(); // which TLS wants to be told of (RFC 9112 §9.8)
        } else {
            close();
        }
    }

    private boolean isInHead() { return parser != null && parser.begun(); }

    @Override
    protected void inputOverflowed() {
        refuse(HttpException.fatal(431, "The request is too large."));
    }

    @Override
    protected void inputEnded() {
        inputEnded = true;
        if (request == null && isInHead()) {
            refuse(HttpException.fatal(400, "The request ended early."));
        } else if (body() != null) {
            refuse(HttpException.fatal(400, "The body of the request ended early."));
        } else if (request == null) {
            closeWhenDone();
        } // else the answer is still to come, and its end is the connection's
    }

    @Override
    protected void timedOut() {
        boolean clientsTurn = body() != null && !body().isHeldBack() && wantsInput();
        if (request == null || replied || clientsTurn) {
            tooSlow();
        } // else an extension takes its time, which has a limit of its own
    }

    @Override
    protected void closed(Throwable cause) {
        if (request != null && (body() != null || request.isHeld()) && !request.isAnswered()) {
            request.lose();
        }
    }

    @Override
    protected void drain() {
        draining = true;
        if (request == null && !isInHead()) {
            closeWhenDone();
        }
    }

    @Override
    protected String user() {
        if (request != null && !request.user().isAnonymous()) {
            return request.user().name();
        }
        return user != null ? user : certified != null ? certified : "";
    }

    @Override
    protected Progress progress() {
        return request == null ? Progress.NONE : request.progress();
    }

    @Override
    protected String doing() {
        return request == null ? "" : request.method() + " " + request.rawTarget();
    }
}
