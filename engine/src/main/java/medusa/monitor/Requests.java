package medusa.monitor;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import medusa.metrics.Counter;
import medusa.metrics.Printable;
import medusa.metrics.Spelling;

/// The requests of one connection, by JSON-RPC 2.0: each is looked up, checked and answered; a batch is answered when the last
/// of its requests is. Reactor thread only, but for answers made elsewhere, which are written as JSON there.
final class Requests {
    /// Requests whose answers are not made yet.
    private static final int MOST_PENDING = 64;
    private static final int LARGEST_BATCH = 100;

    /// Where the answer to a request goes.
    @FunctionalInterface
    private interface Addressee {
        /// Called once, with no bytes for a notification. Reactor thread.
        void accept(Line answer);

        /// The line of a result, or of an error if there is no room for it. Any thread.
        default Line fit(Object id, Supplier<Line> result) {
            return result.get();
        }
    }

    /// For the requests of a batch.
    private final class Part implements Addressee {
        private final Batch batch;

        private Part(Batch batch) {
            this.batch = batch;
        }

        @Override
        public void accept(Line answer) {
            if (batch.add(answer)) {
                push(batch.joined());
            }
        }

        @Override
        public Line fit(Object id, Supplier<Line> result) {
            return batch.fit(result,
                    () -> failure(id, Fault.TOO_LARGE, "it was done, but the answers to a batch have no more"
                            + " than " + Batch.MOST_BYTES + " bytes together; ask for this one alone"));
        }
    }

    private final MonitorServer server;
    private final MonitorSession session;
    private int pending;
    private Runnable whenAnswered;

    Requests(MonitorServer server, MonitorSession session) {
        this.server = server;
        this.session = session;
    }

    /// Answers a line that is longer than allowed, and was passed over.
    void tooLong(int longest) {
        push(failure(null, Fault.TOO_LARGE, "a line has no more than " + longest + " bytes; it was passed over"));
    }

    /// Answers a line.
    void line(byte[] utf8) {
        if (isBlank(utf8)) {
            return;
        }
        Object message;
        try {
            message = Json.read(utf8);
        } catch (IOException e) {
            push(failure(null, Fault.PARSE, "no JSON: " + Printable.line(String.valueOf(e.getMessage()))));
            return;
        }
        if (message instanceof List<?> batch) {
            batch(batch);
        } else {
            request(message, this::push);
        }
    }

    private static boolean isBlank(byte[] text) {
        for (byte b : text) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    private void batch(List<?> batch) {
        if (batch.isEmpty() || batch.size() > LARGEST_BATCH) {
            push(failure(null, Fault.INVALID_REQUEST, "a batch has 1 to " + LARGEST_BATCH + " requests"));
            return;
        }
        Part part = new Part(new Batch(batch.size()));
        batch.forEach(message -> request(message, part));
    }

    private void push(Line answer) {
        answer.pushTo(session.channel());
    }

    private void request(Object message, Addressee answered) {
        Object id = null;
        boolean wanted = true;
        try {
            Map<?, ?> request = object(message);
            wanted = request.containsKey("id");
            id = id(request);
            Call call = call(request, id);
            run(call, wanted, answered);
        } catch (MonitorException e) {
            boolean said = wanted || e.fault() == Fault.INVALID_REQUEST; // which may have wanted an answer
            answered.accept(said ? failure(id, e.fault(), e.getMessage()) : Line.NONE);
        }
    }

    private static Map<?, ?> object(Object message) throws MonitorException {
        if (message instanceof Map<?, ?> request) {
            return request;
        }
        throw new MonitorException(Fault.INVALID_REQUEST, "expected an object with jsonrpc, method and id");
    }

    private static Object id(Map<?, ?> request) throws MonitorException {
        Object id = request.get("id");
        if (id == null || id instanceof String || id instanceof Long) {
            return id;
        }
        throw new MonitorException(Fault.INVALID_REQUEST, "id: expected text, a whole number or null");
    }

    private Call call(Map<?, ?> request, Object id) throws MonitorException {
        if (!"2.0".equals(request.get("jsonrpc"))) {
            throw new MonitorException(Fault.INVALID_REQUEST, "jsonrpc: expected \"2.0\"");
        }
        if (!(request.get("method") instanceof String name)) {
            throw new MonitorException(Fault.INVALID_REQUEST, "method: expected text");
        }
        Method method = method(name);
        Map<String, Object> params = params(request.get("params"));
        method.check(params);
        return new Call(method, params, session, id);
    }

    /// Who has not logged in learns nothing of what there is.
    private Method method(String name) throws MonitorException {
        Method method = server.methods().get(name);
        if (session.role() == null && (method == null || method.role() != null)) {
            throw new MonitorException(Fault.LOGIN_REQUIRED, "log in first");
        }
        if (method == null) {
            throw new MonitorException(Fault.UNKNOWN_METHOD, "no method " + Printable.quoted(name)
                    + Spelling.closest(name, server.methods().keySet()).map(close -> "; did you mean " + close + "?")
                            .orElse(""));
        }
        if (method.role() != null && !session.role().includes(method.role())) {
            throw new MonitorException(Fault.FORBIDDEN,
                    name + " needs the role " + method.role().label() + "; " + session.user() + " has "
                            + session.role().label());
        }
        return method;
    }

    @SuppressWarnings("unchecked") // what Json reads has texts as names
    private static Map<String, Object> params(Object given) throws MonitorException {
        return switch (given) {
            case null -> Map.of();
            case Map<?, ?> named -> (Map<String, Object>) named;
            default -> throw new MonitorException(Fault.INVALID_PARAMS, "params: expected an object with names");
        };
    }

    private void run(Call call, boolean wanted, Addressee answered) throws MonitorException {
        if (pending == MOST_PENDING) {
            throw new MonitorException(Fault.BUSY, MOST_PENDING + " requests are under way on this connection");
        }
        server.noted(call);
        try {
            Object result = call.method().handler().handle(call);
            if (result instanceof CompletionStage<?> later) {
                pending++;
                later.whenComplete((value, failure) -> finish(call, value, failure, wanted, answered));
            } else {
                answered.accept(answer(call, result, null, wanted, answered));
            }
        } catch (Exception | LinkageError | StackOverflowError | AssertionError e) {
            answered.accept(answer(call, null, e, wanted, answered));
        }
    }

    /// Where the answer was made, it is written as JSON too: a long one would keep the reactor.
    private void finish(Call call, Object value, Throwable failure, boolean wanted, Addressee answered) {
        Line answer = answer(call, value, failure, wanted, answered);
        session.channel().execute(() -> {
            pending--;
            answered.accept(answer);
            if (pending == 0 && whenAnswered != null) {
                whenAnswered.run();
            }
        });
    }

    private Line answer(Call call, Object value, Throwable failure, boolean wanted, Addressee answered) {
        try {
            if (failure == null) {
                return wanted ? answered.fit(call.id(), () -> result(call.id(), value)) : Line.NONE;
            }
        } catch (RuntimeException e) {
            return fault(call, e, wanted);
        }
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (cause instanceof MonitorException known) {
            return wanted ? failure(call.id(), known.fault(), known.getMessage()) : Line.NONE;
        }
        return fault(call, cause, wanted);
    }

    /// What it was stays in the log: the peer could make nothing of it.
    private Line fault(Call call, Throwable failure, boolean wanted) {
        server.view().reactor().counters().increment(Counter.FAULTS);
        server.view().reactor().errors().report("monitor method " + call.method().name(), failure);
        return wanted
                ? failure(call.id(), Fault.INTERNAL, "the server failed at it; its log says more")
                : Line.NONE;
    }

    private static Line result(Object id, Object value) {
        return value instanceof Watched watched
                ? watched.in(members -> message(id, "result", members))
                : new Line(Json.line(message(id, "result", value)));
    }

    private static Line failure(Object id, Fault fault, String message) {
        Map<String, Object> error = new LinkedHashMap<>();
        error.put("code", fault.code());
        error.put("message", message);
        error.put("data", Map.of("kind", fault.label()));
        return new Line(Json.line(message(id, "error", error)));
    }

    private static Map<String, Object> message(Object id, String member, Object value) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("jsonrpc", "2.0");
        message.put("id", id);
        message.put(member, value);
        return message;
    }

    /// Calls back when nothing is under way, now or later.
    void whenAnswered(Runnable then) {
        if (pending == 0) {
            then.run();
        } else {
            whenAnswered = then;
        }
    }
}
