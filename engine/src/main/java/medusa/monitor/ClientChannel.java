package medusa.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import medusa.metrics.Printable;
import medusa.reactor.ChatChannel;
import medusa.reactor.LineBuffer;
import medusa.reactor.Terminator;

/// A client's connection to a monitor: sends calls, and brings their answers together with them, in whatever order they come.
/// What the server sends is not trusted: what makes no sense ends the connection.
final class ClientChannel extends ChatChannel {
    /// Twice what the longest list of connections takes.
    static final int LONGEST = 32 << 20;
    /// A server takes no longer lines.
    private static final int LONGEST_SENT = 1 << 20;
    /// Two fingerprints, and the path of the file that one of them is in.
    private static final int LONGEST_REASON = 1_000;
    static final String NO_MONITOR = "what answers there is no monitor of Medusa";
    /// A network connection that has been silent for so long is asked whether it still stands.
    private static final Duration SILENCE = Duration.ofSeconds(60);

    /// Who uses the connection.
    interface Owner {
        /// The server's first message.
        void greeted(Map<String, Object> hello);

        /// The server has told something of its own accord.
        void pushed(String method, Map<String, Object> params);

        /// It is over; the last call. Open calls have failed already.
        ///
        /// @param why   for people
        /// @param cause null if the network did not fail
        void ended(String why, Throwable cause);
    }

    private final Owner owner;
    private final Map<Long, CompletableFuture<Map<String, Object>>> pending = new LinkedHashMap<>();
    private final LineBuffer line = new LineBuffer();
    private long lastId;
    private boolean greeted;
    private boolean probed;
    private String why;

    ClientChannel(Owner owner) {
        this.owner = owner;
        terminator(Terminator.bytes("\n"));
    }

    @Override
    protected void opened() {
        idleLimit(address() == null ? Duration.ZERO : SILENCE); // over a Unix-domain socket the system tells
    }

    /// Sends a call. `answer` is completed on the reactor thread, with a [MonitorException] for an error.
    void call(String method, Map<String, ?> params, CompletableFuture<Map<String, Object>> answer) {
        if (!isOpen()) {
            answer.completeExceptionally(new ConnectionLostException("there is no connection"));
            return;
        }
        try {
            byte[] request = Json.line(request(++lastId, method, params));
            if (request.length > LONGEST_SENT) {
                throw new MonitorException(Fault.TOO_LARGE, "a line has no more than " + LONGEST_SENT + " bytes");
            }
            pending.put(lastId, answer);
            push(request);
        } catch (MonitorException | IllegalArgumentException e) {
            answer.completeExceptionally(e);
        }
    }

    private static Map<String, Object> request(long id, String method, Map<String, ?> params) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("jsonrpc", "2.0");
        request.put("id", id);
        request.put("method", method);
        request.put("params", params);
        return request;
    }

    /// Ends the connection.
    ///
    /// @param reason for people
    void fail(String reason) {
        if (why == null) {
            why = reason;
        }
        close();
    }

    /// A server that answers nothing is gone, or nobody brings its packets; one that is busy with a call is left alone.
    @Override
    protected void timedOut() {
        if (probed) {
            fail("the server does not answer any more");
        } else if (greeted && pending.isEmpty()) {
            probed = true;
            call("watch.end", Map.of("watch", 0), new CompletableFuture<>()); // its error is a sign of life too
        }
    }

    @Override
    protected void collect(ByteBuffer data) {
        if (!line.add(data, LONGEST)) {
            fail("the server sends a line of more than " + (LONGEST >> 20) + " MiB");
        }
    }

    @Override
    protected void foundTerminator() {
        byte[] text = line.take();
        probed = false;
        try {
            take(Json.read(text));
        } catch (IOException e) {
            fail(greeted ? "what the server sends makes no sense" : NO_MONITOR);
        }
    }

    private void take(Object message) throws IOException {
        if (!(message instanceof Map<?, ?> members)) {
            throw new IOException("no object");
        }
        if (members.get("method") instanceof String method) {
            notification(method, object(members.get("params")));
        } else if (members.get("id") instanceof Long id) {
            CompletableFuture<Map<String, Object>> answer = pending.remove(id);
            if (answer != null) { // else nobody waits for it any more
                finish(answer, members);
            }
        } else if (!(members.get("error") instanceof Map)) {
            throw new IOException("neither an answer nor news"); // an error without an id is for a line that nobody sent
        }
    }

    private void notification(String method, Map<String, Object> params) throws IOException {
        boolean hello = method.equals("hello") && "medusa".equals(params.get("server"));
        if (hello == greeted) {
            throw new IOException("a greeting is the first message, and only the first");
        }
        if (hello) {
            greeted = true;
            owner.greeted(params);
        } else {
            owner.pushed(method, params);
        }
    }

    private static void finish(CompletableFuture<Map<String, Object>> answer, Map<?, ?> message) throws IOException {
        if (!(message.get("error") instanceof Map<?, ?> error)) {
            complete(answer, message.get("result"));
            return;
        }
        Fault fault = error.get("code") instanceof Long code ? Fault.of(code) : Fault.INTERNAL;
        answer.completeExceptionally(new MonitorException(fault,
                error.get("message") instanceof String text ? text : fault.meaning()));
    }

    private static void complete(CompletableFuture<Map<String, Object>> answer, Object result) throws IOException {
        try {
            answer.complete(object(result));
        } catch (IOException e) {
            answer.completeExceptionally(new ConnectionLostException("the server's answer makes no sense"));
            throw e;
        }
    }

    @SuppressWarnings("unchecked") // what Json reads has texts as names
    private static Map<String, Object> object(Object value) throws IOException {
        return switch (value) {
            case null -> Map.of();
            case Map<?, ?> members -> (Map<String, Object>) members;
            default -> throw new IOException("no object");
        };
    }

    @Override
    protected void inputEnded() {
        fail(greeted ? "the server has ended the connection" : "the server has hung up");
    }

    /// What has gone wrong, for people; its text may come from the network.
    static String text(Throwable failure) {
        String message = failure.getMessage();
        if (message == null || message.isBlank()) {
            return failure.getClass().getSimpleName();
        }
        return shortened(message);
    }

    /// What came from outside, made fit for a line that people read.
    static String shortened(String text) {
        return Printable.line(text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…");
    }

    @Override
    protected void closed(Throwable cause) {
        if (why == null) {
            why = cause == null ? "the connection has ended" : text(cause);
        }
        List<CompletableFuture<Map<String, Object>>> open = List.copyOf(pending.values());
        pending.clear();
        open.forEach(answer -> answer.completeExceptionally(new ConnectionLostException(why)));
        owner.ended(why, cause);
    }
}
