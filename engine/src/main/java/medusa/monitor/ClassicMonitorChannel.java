package medusa.monitor;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

import medusa.interpreter.Interpreter;
import medusa.interpreter.Outcome;
import medusa.interpreter.Outcome.Status;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;
import medusa.reactor.Ear;

/// A session of the classic monitor: one try at the password, then a prompt. One line is evaluated after the other; what
/// comes meanwhile waits, but an interrupt does not.
final class ClassicMonitorChannel extends Channel implements Interpreter.Host {
    private static final String GOODBYE = "BCNU\r\n";
    private static final String PROMPT = ">>> ";
    private static final String MORE = "... ";
    private static final String END_OF_TRANSMISSION = "\4";
    /// Of what is typed ahead, and of a snippet of many lines.
    private static final int MOST_TEXT = 64 << 10;
    private static final int MILLIS_BETWEEN_LOOKS = 50;

    private final ClassicMonitorServer server;
    private final ClassicInput input = new ClassicInput();
    private String stamp;
    private boolean loggedIn;
    /// The lines before of a snippet that has more; empty for none.
    private String block = "";
    private boolean evaluating;
    /// Made for the first line.
    private Evaluator evaluator;
    /// While a snippet holds the reactor.
    private Ear ear;
    private ScheduledFuture<?> listening;

    ClassicMonitorChannel(ClassicMonitorServer server) {
        this.server = server;
    }

    // ---- log-in ----

    @Override
    protected void opened() {
        Optional<String> next = server.begins(this) ? server.nextStamp() : Optional.empty();
        if (next.isEmpty()) {
            closeWhenDone();
            return;
        }
        stamp = next.get();
        push(stamp + "\r\n");
        after(server.limits().logIn(), () -> {
            if (!loggedIn) {
                close(); // also if the peer takes nothing
            }
        });
    }

    private void logIn(String answer) {
        if (!server.proves(this, stamp, answer)) {
            closeWhenDone();
        } else if (!server.enters()) {
            push("warning: there are " + server.limits().sessions() + " sessions already\r\n");
            leave();
        } else {
            loggedIn = true;
            push("Medusa " + server.version() + "\r\n"
                    + "Java " + Runtime.version() + " (" + System.getProperty("java.vm.name") + ")\r\n"
                    + "Welcome to <" + this + ">\r\n" + PROMPT);
        }
    }

    // ---- input ----

    @Override
    protected void received(ByteBuffer data) {
        if (input.take(data) && loggedIn) {
            interrupted();
        }
        goOn();
    }

    private void interrupted() {
        if (evaluating) {
            evaluator.interrupt(); // the prompt follows the answer
        } else {
            block = "";
            push("\r\n" + PROMPT);
        }
    }

    private void goOn() {
        while (isOpen() && !evaluating) {
            if (input.isTooLong()) {
                leave();
                return;
            }
            String line = input.line();
            if (line == null) {
                break;
            }
            if (loggedIn) {
                line(ClassicInput.clean(line));
            } else {
                logIn(line);
            }
        }
        if (input.size() > MOST_TEXT) {
            pauseInput();
        } else {
            resumeInput();
        }
    }

    private void line(String line) {
        if (line.isEmpty() && block.isEmpty()) {
            push(PROMPT);
        } else if (line.equals("exit") || line.equals(END_OF_TRANSMISSION)
                || block.length() + line.length() > MOST_TEXT) {
            leave();
        } else {
            server.doorkeeper().says(this, line);
            evaluate(block.isEmpty() ? line : block + "\n" + line, line.isEmpty());
        }
    }

    private void leave() {
        push(GOODBYE);
        closeWhenDone();
    }

    // ---- evaluation ----

    /// @param all whether no more lines of it come
    private void evaluate(String code, boolean all) {
        evaluating = true;
        if (evaluator == null) {
            evaluator = server.newEvaluator(this);
        }
        evaluator.eval(code).thenAccept(outcome -> execute(() -> answer(code, all, outcome)));
    }

    private void answer(String code, boolean all, Outcome outcome) {
        evaluating = false;
        boolean more = outcome.status() == Status.INCOMPLETE && !all;
        block = more ? code : "";
        String text = more ? MORE : ClassicText.of(code, outcome) + PROMPT;
        push(text.getBytes(StandardCharsets.UTF_8));
        goOn();
    }

    /// A snippet is about to keep this thread, so another one has to listen for the interrupt.
    @Override
    public void holds() {
        Ear mine = ear();
        ear = mine;
        long[] place = {input.taken()};
        boolean[] told = {false};
        listening = server.scheduler().scheduleWithFixedDelay(() -> {
            byte[] heard = mine.listen();
            boolean asked = input.scan(heard, place[0]);
            place[0] += heard.length;
            boolean gone = !told[0] && mine.ended();
            told[0] |= gone;
            if (asked || gone) {
                evaluator.interrupt();
            }
        }, MILLIS_BETWEEN_LOOKS, MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void released() {
        if (listening != null) {
            listening.cancel(false);
            listening = null;
        }
        if (ear != null) {
            ear.close();
            ear = null;
        }
    }

    // ---- ends ----

    /// Nobody is left to read the answer.
    @Override
    protected void inputEnded() {
        if (evaluating) {
            evaluator.interrupt();
        }
        closeWhenDone();
    }

    /// A snippet on a worker may take any time.
    @Override
    protected void timedOut() {
        if (!evaluating) {
            close();
        }
    }

    @Override
    protected void drain() {
        if (evaluating) {
            evaluator.interrupt();
        }
        if (loggedIn) {
            leave();
        } else {
            closeWhenDone();
        }
    }

    @Override
    protected void closed(Throwable cause) {
        if (evaluator != null) {
            evaluator.close();
        }
        if (loggedIn) {
            server.leaves();
        }
    }

    @Override
    protected String doing() {
        return !loggedIn ? "waits for the password" : evaluating ? "evaluates" : "";
    }

    @Override
    public String toString() {
        return "classic monitor connected " + (peer() instanceof InetSocketAddress inet
                ? Addresses.text(inet.getAddress()) + ":" + inet.getPort()
                : "unix");
    }
}
