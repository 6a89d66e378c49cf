package medusa.ftp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import medusa.reactor.Addresses;

/// A few threads for work that may block, on which [customers][Addresses#customer] take turns: however much one of them wants done,
/// another waits for no more than one piece of it. How much of one customer's may wait has a bound. Any thread.
final class Lane {
    private final int threads;
    private final int most;
    private final ThreadPoolExecutor pool;
    /// What each customer has waiting; whose turn is next comes first.
    private final SequencedMap<Object, Deque<Runnable>> waiting = new LinkedHashMap<>();
    /// Threads that have something to do, or are about to look for it.
    private int busy;

    /// @param most jobs of one customer that may wait when another one is to begin
    Lane(String name, int threads, int most) {
        this.threads = threads;
        this.most = most;
        pool = new ThreadPoolExecutor(threads, threads, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name + '-', 0).factory());
        pool.allowCoreThreadTimeOut(true);
    }

    /// Has `job` done, which throws nothing.
    ///
    /// @throws FtpException if too many of the same customer wait
    void begin(FtpSession session, Runnable job) throws FtpException {
        if (!offer(Addresses.customer(session.address()), job)) {
            throw new FtpException(450, "The server is busy; try again soon.");
        }
    }

    private synchronized boolean offer(Object customer, Runnable job) {
        if (waiting.containsKey(customer) && waiting.get(customer).size() >= most) {
            return false;
        }
        add(customer, job);
        return true;
    }

    /// For the pieces of what has begun, of which a session has few at a time. It never rejects.
    Executor of(FtpSession session) {
        Object customer = Addresses.customer(session.address());
        return job -> add(customer, job);
    }

    /// Forgets `job`, if it still waits.
    ///
    /// @return whether it did
    synchronized boolean withdraw(FtpSession session, Runnable job) {
        Object customer = Addresses.customer(session.address());
        Deque<Runnable> jobs = waiting.getOrDefault(customer, new ArrayDeque<>());
        boolean found = jobs.remove(job);
        if (jobs.isEmpty()) {
            waiting.remove(customer);
        }
        return found;
    }

    private synchronized void add(Object customer, Runnable job) {
        waiting.computeIfAbsent(customer, _ -> new ArrayDeque<>()).add(job);
        occupy();
    }

    private void occupy() {
        if (busy < threads && !waiting.isEmpty()) {
            pool.execute(this::turn);
            busy++;
        }
    }

    private void turn() {
        try {
            next().run();
        } finally {
            release();
        }
    }

    private synchronized Runnable next() {
        Map.Entry<Object, Deque<Runnable>> first = waiting.pollFirstEntry();
        if (first == null) {
            return () -> {}; // it has been withdrawn
        }
        Runnable job = first.getValue().remove();
        if (!first.getValue().isEmpty()) {
            waiting.put(first.getKey(), first.getValue());
        }
        return job;
    }

    private synchronized void release() {
        busy--;
        occupy();
    }
}
