package medusa.monitor.terminal;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/// Where a client shows what it has to say.
interface Screen {
    /// Results, line by line.
    void show(List<String> lines);

    /// What went wrong.
    void complain(List<String> lines);

    /// How wide a line may be.
    int room();

    /// Opens `end` when the person wants no more of what is running.
    ///
    /// @return ends that
    AutoCloseable untilInterrupted(CountDownLatch end);
}
