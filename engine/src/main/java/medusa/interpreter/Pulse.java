package medusa.interpreter;

import java.util.concurrent.Executor;

/// A session's flag for a snippet that runs beside the reactor. What the session has installed in the server reads the flag too,
/// and would end with the snippet: so it is up only while the reactor's thread itself stands there and waits, and for no longer than
/// a loop takes to come round.
final class Pulse implements Stages.Flag {
    private static final long NANOS = 5_000_000;

    private final Stages.Flag flag;
    private final Executor reactor;
    private volatile boolean over;

    Pulse(Stages.Flag flag, Executor reactor) {
        this.flag = flag;
        this.reactor = reactor;
    }

    @Override
    public void raise() {
        reactor.execute(() -> {
            if (!over) {
                flag.raise();
                long until = System.nanoTime() + NANOS;
                while (!over && System.nanoTime() < until) {
                    Thread.onSpinWait();
                }
                flag.lower();
            }
        });
    }

    @Override
    public void lower() {
        over = true;
    }
}
