package medusa.http;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import medusa.producer.HookedProducer;
import medusa.producer.OffloadedProducer;
import medusa.producer.Producer;

/// A few threads on which long answers are made, piece by piece as their clients take them, and a bound on how many such answers
/// there are at once. Reactor thread only.
public final class Offload {
    private static final int BLOCK = 32 << 10;

    private final ThreadPoolExecutor threads;
    private final Executor home;
    private final int most;
    private final AtomicInteger running = new AtomicInteger();

    /// @param name    of the threads
    /// @param threads how many
    /// @param most    answers at once, whether they are being made or their clients are reading
    /// @param home    runs on the reactor thread
    Offload(String name, int threads, int most, Executor home) {
        this.home = home;
        this.most = most;
        this.threads = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + "-", 0).factory());
        this.threads.allowCoreThreadTimeOut(true);
    }

    /// Whether another one may begin.
    public boolean hasRoom() {
        return running.get() < most;
    }

    /// Runs what comes before an answer, which may block. Only where there is room, which it takes until it has ended.
    ///
    /// @param work what it gives is run when the room is free again, for the answer itself
    public void execute(Supplier<Runnable> work) {
        running.incrementAndGet();
        threads.execute(() -> {
            Runnable then;
            try {
                then = work.get();
            } finally {
                running.decrementAndGet();
            }
            then.run();
        });
    }

    /// `body`, to be given to [HttpReply#stream]: it is asked for its bytes on the threads, where it may block, and is closed on
    /// the reactor thread. Only where there is room, which it takes until it is closed.
    public Producer offload(Producer body) {
        running.incrementAndGet();
        return new HookedProducer(new OffloadedProducer(body, threads, home, BLOCK),
                (bytes, complete) -> running.decrementAndGet());
    }
}
