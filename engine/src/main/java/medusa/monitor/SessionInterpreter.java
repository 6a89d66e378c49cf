package medusa.monitor;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import medusa.interpreter.Interpreter;
import medusa.reactor.Ear;

/// The interpreter of one session. While a snippet keeps the reactor, nobody reads the connection that could ask for its end; so
/// another thread then listens there for an `interrupt`.
///
/// Reactor thread, but for what that other one does.
final class SessionInterpreter implements Interpreter.Host {
    private static final long EARLIEST_MILLIS = 100;
    private static final long EACH_MILLIS = 50;
    private static final int LONGEST_LINE = 8 << 10;

    private final MonitorChannel channel;
    private final Interpreters interpreters;
    private final Interpreter interpreter;
    /// The ids of the requests that have no outcome yet, the running one first.
    private final Deque<Object> requests = new ArrayDeque<>();
    private volatile Ear ear;
    private Future<?> listening;
    /// What has come of a line.
    private ByteArrayOutputStream line;
    /// Interrupts that were heard and obeyed; their requests are still to be answered.
    private int obeyed;

    SessionInterpreter(Interpreters interpreters, MonitorChannel channel) {
        this.interpreters = interpreters;
        this.channel = channel;
        interpreter = interpreters.open(this);
    }

    Interpreter interpreter() {
        return interpreter;
    }

    void began(Object request, CompletableFuture<?> outcome) {
        Object entry = request == null ? new Object() : request;
        synchronized (this) {
            requests.add(entry);
        }
        outcome.whenComplete((_, _) -> {
            synchronized (this) {
                requests.removeFirstOccurrence(entry);
            }
        });
    }

    /// @param request of which eval; empty for the one that runs
    /// @return whether it was running
    synchronized boolean interrupt(Optional<Object> request) {
        if (obeyed > 0) { // while it was running
            obeyed--;
            return true;
        }
        return isRunning(request) && interpreter.interrupt();
    }

    private boolean isRunning(Optional<Object> request) {
        return request.isEmpty() || request.get().equals(requests.peekFirst());
    }

    void close() {
        interpreter.close();
    }

    // ---- while a snippet keeps the reactor ----

    @Override
    public void holds() {
        synchronized (this) {
            obeyed = 0;
            line = new ByteArrayOutputStream();
            line.writeBytes(channel.partialLine());
        }
        ear = channel.ear();
        listening = interpreters.listener().scheduleWithFixedDelay(this::listen, EARLIEST_MILLIS, EACH_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    @Override
    public void released() {
        listening.cancel(false);
        ear.close();
        ear = null;
    }

    private void listen() {
        Ear now = ear;
        if (now != null) {
            hear(now.listen());
        }
    }

    private synchronized void hear(byte[] heard) {
        for (byte b : heard) {
            if (b == '\n') {
                obey(line.toByteArray());
                line.reset();
            } else if (line.size() < LONGEST_LINE) {
                line.write(b);
            }
        }
    }

    /// Anything else on the line waits, and so does an interrupt that is part of a batch.
    private void obey(byte[] utf8) {
        try {
            if (Json.read(utf8) instanceof Map<?, ?> request && "interrupt".equals(request.get("method"))
                    && isRunning(wanted(request)) && interpreter.interrupt()) {
                obeyed++;
            }
        } catch (IOException e) {
            // answered when it is read
        }
    }

    private static Optional<Object> wanted(Map<?, ?> request) {
        return request.get("params") instanceof Map<?, ?> params
                ? Optional.ofNullable(params.get("request"))
                : Optional.empty();
    }
}
