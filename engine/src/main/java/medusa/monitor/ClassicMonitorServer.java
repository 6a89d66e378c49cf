package medusa.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

import medusa.interpreter.Interpreter;
import medusa.reactor.Channel;

/// The classic monitor: a prompt for Java, for the original's client. A log-in proves that the client has the password, but
/// whoever has listened can try passwords against what was said, and everything after it goes in the open.
///
/// Reactor thread only, but for the figures.
public final class ClassicMonitorServer {

    /// Those who decide, and note, who may come in and what is said.
    ///
    /// Reactor thread; must not block.
    public interface Doorkeeper {
        /// Whether who comes may try the password now. Asked when the connection begins and again when the answer is here.
        boolean admits(Channel channel);

        /// The answer was wrong.
        void failed(Channel channel);

        /// The answer was right.
        void loggedIn(Channel channel);

        /// A line of code is about to be evaluated.
        void says(Channel channel, String line);
    }

    /// @param logIn    how long a client may take to prove that it has the password
    /// @param sessions how many may be logged in at once
    public record Limits(Duration logIn, int sessions) {
        /// Each session has a compiler, at tens of megabytes.
        public static final Limits DEFAULT = new Limits(Duration.ofSeconds(10), 8);
    }

    private final String version;
    private final Supplier<String> password;
    private final Limits limits;
    private final Doorkeeper doorkeeper;
    private final Function<Interpreter.Host, Evaluator> evaluators;
    private final ScheduledExecutorService scheduler;
    private final ClassicGreeting greeting;
    private final LongAdder total = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final AtomicInteger current = new AtomicInteger();

    /// @param version      of the server, for the banner
    /// @param password     as it is now; null or empty if there is none, and then nobody comes in
    /// @param clock        for the greetings
    /// @param interpreters makes one for each session that evaluates something
    /// @param scheduler    listens for interrupts while snippets hold the reactor; its tasks are short
    public static ClassicMonitorServer of(String version, Supplier<String> password, InstantSource clock, Limits limits,
            Doorkeeper doorkeeper, Function<Interpreter.Host, Interpreter> interpreters,
            ScheduledExecutorService scheduler) {
        return new ClassicMonitorServer(version, password, clock, limits, doorkeeper,
                interpreters.andThen(Evaluator::of), scheduler);
    }

    ClassicMonitorServer(String version, Supplier<String> password, InstantSource clock, Limits limits,
            Doorkeeper doorkeeper, Function<Interpreter.Host, Evaluator> evaluators,
            ScheduledExecutorService scheduler) {
        this.version = version;
        this.password = password;
        this.limits = limits;
        this.doorkeeper = doorkeeper;
        this.evaluators = evaluators;
        this.scheduler = scheduler;
        greeting = new ClassicGreeting(clock);
    }

    /// A channel for a new connection.
    public Channel newChannel() {
        return new ClassicMonitorChannel(this);
    }

    /// How many have connected. Any thread, like the other figures.
    public long total() {
        return total.sum();
    }

    /// How many are logged in.
    public int current() {
        return current.get();
    }

    /// How many answers were wrong.
    public long failed() {
        return failed.sum();
    }

    // ---- for its channels ----

    String version() {
        return version;
    }

    Limits limits() {
        return limits;
    }

    Doorkeeper doorkeeper() {
        return doorkeeper;
    }

    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    Evaluator newEvaluator(Interpreter.Host host) {
        return evaluators.apply(host);
    }

    /// @return whether the peer may try a password; then the greeting is due
    boolean begins(Channel channel) {
        total.increment();
        return doorkeeper.admits(channel);
    }

    /// @return empty if too many come at once
    Optional<String> nextStamp() {
        return greeting.next();
    }

    /// Of one answer.
    boolean proves(Channel channel, String stamp, String answer) {
        if (!doorkeeper.admits(channel)) {
            return false; // of many that began at once, most end here unchecked
        }
        String now = password.get();
        boolean right = now != null && !now.isEmpty() && ClassicGreeting.isAnswered(stamp, now, answer);
        if (right) {
            doorkeeper.loggedIn(channel);
        } else {
            failed.increment();
            doorkeeper.failed(channel);
        }
        return right;
    }

    /// @return false if there are too many already
    boolean enters() {
        if (current.get() >= limits.sessions()) {
            return false;
        }
        current.incrementAndGet();
        return true;
    }

    void leaves() {
        current.decrementAndGet();
    }
}
