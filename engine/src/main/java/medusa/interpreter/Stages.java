package medusa.interpreter;

import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.metrics.Printable;

/// How one snippet that does not end by itself is ended:
///
/// 1. the check that is woven into its loops and methods throws;
/// 2. a grace later its thread is interrupted, for what waits in the library;
/// 3. another grace later nothing is left but to say so, loudly and again, and where it is wished so to end the process.
///
/// The thread that waits for the snippet keeps the time; all methods may be called from any thread.
final class Stages {
    private static final Logger log = LoggerFactory.getLogger(Stages.class);
    /// The status that makes a supervisor start the server again.
    static final int EXIT_STATUS = 70;
    private static final int GRACES_BETWEEN_REPORTS = 10;
    private static final int FRAMES = 40;

    /// The flag that the woven check reads.
    interface Flag {
        /// For the snippet to end; again at each stage.
        void raise();

        /// It has.
        void lower();
    }

    private enum State {
        WAITING,
        RUNNING,
        ENDED
    }

    private final Interpreter.Settings settings;
    private final boolean limited;
    private final Flag flag;
    private final Counters counters;
    private final IntConsumer exit;
    private State state = State.WAITING;
    private boolean asked;
    private int stage;
    private Thread runner;

    /// @param limited whether the settings' limit holds
    Stages(Interpreter.Settings settings, boolean limited, Flag flag, Counters counters, IntConsumer exit) {
        this.settings = settings;
        this.limited = limited && !settings.limit().isZero();
        this.flag = flag;
        this.counters = counters;
        this.exit = exit;
    }

    /// The calling thread is about to run the snippet.
    ///
    /// @return false if it must not any more
    synchronized boolean begin() {
        if (state != State.WAITING) {
            return false;
        }
        state = State.RUNNING;
        runner = Thread.currentThread();
        notifyAll();
        return true;
    }

    /// It has: from here on the thread is somebody else's again, and neither flag may be left to hit that one.
    synchronized void end() {
        state = State.ENDED;
        if (stage > 0) {
            flag.lower();
            Thread.interrupted();
        }
        runner = null;
        notifyAll();
    }

    /// It is to end, or not to begin.
    synchronized void interrupt() {
        asked = true;
        if (state == State.WAITING) {
            state = State.ENDED;
        }
        notifyAll();
    }

    /// Whether it was to end before it did.
    synchronized boolean asked() {
        return asked;
    }

    /// Waits until the snippet has ended, and sees to it that it does.
    synchronized void await() {
        while (state == State.WAITING) {
            pause(Long.MAX_VALUE);
        }
        long until = System.nanoTime() + settings.limit().toNanos();
        while (state == State.RUNNING && !asked) {
            boolean over = pause(limited ? until - System.nanoTime() : Long.MAX_VALUE);
            asked |= over && state == State.RUNNING;
        }
        while (state == State.RUNNING) {
            next();
            until = System.nanoTime() + settings.grace().toNanos();
            while (state == State.RUNNING && !pause(until - System.nanoTime())) {
                // woken for some other reason than the time
            }
        }
    }

    /// @return whether the time is over
    private boolean pause(long nanos) {
        try {
            if (nanos > 0) {
                TimeUnit.NANOSECONDS.timedWait(this, nanos);
            }
        } catch (InterruptedException e) {
            // raising the flag interrupts whoever is in JShell's group of threads: the one that waits here
        }
        return nanos <= 0;
    }

    /// The next stage.
    private void next() {
        stage++;
        flag.raise();
        if (stage == 2) {
            runner.interrupt();
        } else if (stage > 2 && (stage - 3) % GRACES_BETWEEN_REPORTS == 0) {
            report();
        }
    }

    private void report() {
        if (stage == 3) {
            counters.increment(Counter.STUCK_SNIPPETS);
        }
        log.error(Printable.LINES, "a snippet cannot be ended; {} is held by it at:{}", runner.getName(),
                Stream.of(runner.getStackTrace()).limit(FRAMES).map(frame -> "\n    at " + frame)
                        .collect(Collectors.joining()));
        if (settings.exitWhenStuck()) {
            log.error("the process ends with status {}, to be started again", EXIT_STATUS);
            exit.accept(EXIT_STATUS);
        }
    }
}
