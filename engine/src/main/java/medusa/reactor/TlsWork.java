package medusa.reactor;

import java.util.List;

/// The tasks of one handshake, in line for a worker. They may wait longer than their connection stands, and connections may
/// come and go faster than the line moves: once dropped this keeps nothing, and costs nothing when its turn comes.
final class TlsWork implements Runnable {
    private record Order(List<Runnable> tasks, Runnable done) {}

    private volatile Order order;

    /// @param tasks of the engine, which nobody may use meanwhile
    /// @param done  run behind them, on the worker
    TlsWork(List<Runnable> tasks, Runnable done) {
        order = new Order(tasks, done);
    }

    void drop() {
        order = null;
    }

    @Override
    public void run() {
        Order mine = order;
        if (mine == null) {
            return;
        }
        try {
            mine.tasks.forEach(Runnable::run); // what goes wrong in them the engine says when it is used next
        } finally {
            mine.done.run();
        }
    }
}
