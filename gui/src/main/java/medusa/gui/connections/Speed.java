package medusa.gui.connections;

import java.time.Instant;

/// How fast one connection goes, over the last five seconds: bytes come in gushes, and a number that jumps tells nobody anything.
/// Times are the server's.
final class Speed {
    /// What is averaged over, in seconds; less while it has not moved for so long.
    static final double SPAN = 5;
    /// A gush that fills buffers is not a speed: what has just begun to move is taken to have moved for so long.
    private static final double LEAST = 1;
    private static final double BETWEEN = 0.5;
    /// One before the span, one at its end, and those in it.
    private static final int MARKS = (int) (SPAN / BETWEEN) + 3;

    private final double[] times = new double[MARKS];
    private final long[] ins = new long[MARKS];
    private final long[] outs = new long[MARKS];
    private Instant begun;
    private int marks;

    /// Begins where `in` and `out` bytes have moved already.
    Speed(Instant at, long in, long out) {
        begun = at;
        mark(0, in, out);
    }

    /// So many bytes have moved in all.
    ///
    /// @param since up to when they were as many as at the last call
    void add(Instant since, Instant at, long in, long out) {
        double from = Book.seconds(begun, since);
        if (from > times[marks - 1]) {
            put(from, ins[marks - 1], outs[marks - 1]);
        }
        put(Math.max(times[marks - 1], Book.seconds(begun, at)), in, out);
    }

    private void put(double time, long in, long out) {
        boolean less = in < ins[marks - 1] || out < outs[marks - 1]; // nobody counts backwards: it is something else
        if (less) {
            marks = 0;
            mark(time, in, out);
            return;
        }
        while (marks > 1 && times[1] <= time - SPAN) {
            drop(0);
        }
        if (in == ins[0] && out == outs[0]) {
            marks = 0; // it has not moved: what comes begins now
        } else if (marks > 2 && times[marks - 1] - times[marks - 2] < BETWEEN) {
            marks--;
        }
        mark(time, in, out);
    }

    private void mark(double time, long in, long out) {
        if (marks == MARKS) {
            drop(0);
        }
        times[marks] = time;
        ins[marks] = in;
        outs[marks] = out;
        marks++;
    }

    private void drop(int index) {
        marks--;
        System.arraycopy(times, index + 1, times, index, marks - index);
        System.arraycopy(ins, index + 1, ins, index, marks - index);
        System.arraycopy(outs, index + 1, outs, index, marks - index);
    }

    /// Bytes a second that come in, if nothing has moved since the last call of [#add].
    double in(Instant now) {
        return rate(ins, now);
    }

    /// Likewise of those that go out.
    double out(Instant now) {
        return rate(outs, now);
    }

    private double rate(long[] amounts, Instant now) {
        double end = Math.max(times[marks - 1], Book.seconds(begun, now));
        double first = end - SPAN;
        if (first <= times[0]) {
            return (amounts[marks - 1] - amounts[0]) / Math.max(LEAST, end - times[0]);
        }
        int next = 1;
        while (next < marks && times[next] <= first) {
            next++;
        }
        if (next == marks) {
            return 0;
        }
        double part = (first - times[next - 1]) / (times[next] - times[next - 1]);
        double before = amounts[next - 1] + part * (amounts[next] - amounts[next - 1]);
        return (amounts[marks - 1] - before) / SPAN;
    }
}
