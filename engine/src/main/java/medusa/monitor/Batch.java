package medusa.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/// The answers to a batch, which go out together, and have to fit into memory together until then. Reactor thread only, but for
/// [#fit].
final class Batch {
    /// Joined, they are copied on the reactor's thread.
    static final int MOST_BYTES = 1 << 20;

    private final List<Line> answers = new ArrayList<>();
    private final AtomicInteger room = new AtomicInteger(MOST_BYTES);
    private int missing;

    Batch(int size) {
        missing = size;
    }

    /// Makes an answer if there is room for it. Once there was none, there is none for those that follow: they are not made only
    /// to be thrown away. Any thread.
    ///
    /// @param instead is made if there is none
    Line fit(Supplier<Line> answer, Supplier<Line> instead) {
        if (room.get() > 0) {
            Line made = answer.get();
            if (room.addAndGet(-made.length()) >= 0) {
                return made;
            }
        }
        return instead.get();
    }

    /// @param answer without bytes for a notification
    /// @return whether it was the last
    boolean add(Line answer) {
        if (answer.length() > 0) {
            answers.add(answer);
        }
        return --missing == 0;
    }

    /// All of them as one line; none if there were but notifications.
    Line joined() {
        if (answers.isEmpty()) {
            return Line.NONE;
        }
        int length = answers.stream().mapToInt(Line::length).sum();
        byte[] joined = new byte[length + 2]; // each has a line end, which becomes a comma or the bracket
        joined[0] = '[';
        int at = 1;
        for (Line answer : answers) {
            at = answer.copyTo(joined, at);
            joined[at - 1] = ',';
        }
        joined[at - 1] = ']';
        joined[at] = '\n';
        return new Line(joined);
    }
}
