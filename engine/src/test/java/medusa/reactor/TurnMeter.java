package medusa.reactor;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.StringJoiner;

/// Turns a reactor, in the place of [Reactor#run], and measures each turn: how long it took from its first piece of work to
/// its end, and for how much of that the thread had a processor. The thread that made the reactor alone.
public final class TurnMeter {
    private static final double[] PERCENTILES = {50, 99, 99.9, 100};

    /// How many turns were so long, in microseconds; the last one stands for all beyond.
    private static final class Lengths {
        private final int[] counts = new int[1 << 20];

        void add(long nanos) {
            counts[(int) Math.min(nanos / 1000, counts.length - 1)]++;
        }

        long below(double percent, long all) {
            long wanted = (long) Math.ceil(all * percent / 100);
            int length = -1;
            for (long seen = 0; seen < wanted;) {
                seen += counts[++length];
            }
            return Math.max(0, length);
        }
    }

    private final Reactor reactor;
    private final Turns turns;
    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final Lengths all = new Lengths();
    private final Lengths processor = new Lengths();
    private long count;

    /// A reactor to be turned by the calling thread.
    public TurnMeter(Reactor reactor) throws ReflectiveOperationException {
        this.reactor = reactor;
        var field = Reactor.class.getDeclaredField("turns");
        field.setAccessible(true);
        turns = (Turns) field.get(reactor);
    }

    /// Turns for good.
    public void run() throws IOException {
        long before = threads.getCurrentThreadCpuTime();
        while (true) {
            reactor.turn(Duration.ofHours(1));
            all.add(System.nanoTime() - turns.since());
            long now = threads.getCurrentThreadCpuTime(); // of the call that waits, too, which is a few microseconds
            processor.add(now - before);
            before = now;
            count++;
        }
    }

    /// The turns since this was last asked: their number, then the 50th, 99th and 99.9th percentile and the longest in
    /// microseconds, then the same of the time in which the thread had a processor.
    public String figures() {
        StringJoiner figures = new StringJoiner(" ").add(Long.toString(count));
        for (Lengths lengths : new Lengths[]{all, processor}) {
            for (double percent : PERCENTILES) {
                figures.add(Long.toString(lengths.below(percent, count)));
            }
            Arrays.fill(lengths.counts, 0);
        }
        count = 0;
        return figures.toString();
    }
}
