package medusa.gui.connections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

import medusa.gui.client.ConnectionChange;
import medusa.gui.client.ConnectionInfo;
import medusa.monitor.MonitorClient.Subscription;

/// Many simulated connections of which all change, again and again; some go, and others come.
final class Crowd implements Source {
    private static final long TOTAL = 4L << 30;

    private final Random random = new Random(7);
    private final Instant begun = Instant.now();
    private final Map<Long, ConnectionInfo> open = new TreeMap<>();
    private final int changesASecond;
    private final int leaving;
    private long last;
    private volatile boolean ended;
    private volatile long rounds;

    /// @param changesASecond how often all of them change; 0 for once in all
    /// @param leaving        how many go with each change, and as many come
    Crowd(int size, int changesASecond, int leaving) {
        this.changesASecond = changesASecond;
        this.leaving = leaving;
        for (int i = 0; i < size; i++) {
            enter(begun.minusSeconds(random.nextInt(9_000)));
        }
    }

    private ConnectionInfo enter(Instant when) {
        long id = ++last;
        boolean ftp = id % 12 == 0;
        boolean v6 = id % 9 == 0;
        String peer = v6
                ? "[2001:db8::" + Long.toHexString(id) + "]:" + (20_000 + id % 40_000)
                : "10.0." + id / 250 % 250 + "." + id % 250 + ":" + (20_000 + id % 40_000);
        boolean transfers = id % 4 == 0;
        ConnectionInfo info = new ConnectionInfo(id, ftp ? "ftp" : "http", "open", peer, "10.0.0.1:8080",
                ftp ? Optional.of(id % 24 == 0 ? "anna" : "anonymous") : Optional.empty(),
                ftp ? "RETR iso/debian-" + id % 13 + ".iso" : "GET /pub/" + id % 100 + "/index.html",
                transfers ? OptionalLong.of(random.nextLong(TOTAL)) : OptionalLong.empty(),
                transfers ? OptionalLong.of(TOTAL) : OptionalLong.empty(), when, when, 312, random.nextInt(1 << 24),
                16_384, 65_536, random.nextInt(16_384), random.nextInt(80_000),
                transfers ? List.of("FileProducer iso/debian.iso") : List.of());
        open.put(id, info);
        return info;
    }

    private ConnectionInfo moved(ConnectionInfo before, Instant at) {
        long bytes = random.nextInt(200_000);
        return new ConnectionInfo(before.id(), before.protocol(), before.state(), before.peer(), before.local(),
                before.user(), before.doing(),
                before.done().isPresent()
                        ? OptionalLong.of(Math.min(TOTAL, before.done().getAsLong() + bytes))
                        : OptionalLong.empty(),
                before.total(), before.opened(), at, before.bytesIn() + 40, before.bytesOut() + bytes, before.inSize(),
                before.outSize(), random.nextInt(16_384), random.nextInt(80_000), before.producers());
    }

    /// The next picture.
    synchronized ConnectionChange next(Instant at) {
        List<Long> closed = new ArrayList<>();
        for (int i = 0; i < leaving && !open.isEmpty(); i++) {
            long id = open.keySet().stream().skip(random.nextInt(Math.min(500, open.size()))).findFirst().orElseThrow();
            open.remove(id);
            closed.add(id);
        }
        open.replaceAll((_, info) -> moved(info, at));
        for (int i = 0; i < leaving; i++) {
            enter(at);
        }
        rounds++;
        return new ConnectionChange(false, List.copyOf(open.values()), closed, at);
    }

    @Override
    public Subscription watch(int rate, Consumer<ConnectionChange> into) {
        into.accept(new ConnectionChange(true, List.copyOf(open.values()), List.of(), begun));
        if (changesASecond == 0) {
            into.accept(next(begun.plusMillis(500)));
            return () -> {};
        }
        Thread feeder = Thread.ofPlatform().daemon().name("crowd").start(() -> feed(into));
        return () -> {
            ended = true;
            LockSupport.unpark(feeder);
        };
    }

    private void feed(Consumer<ConnectionChange> into) {
        long step = TimeUnit.SECONDS.toNanos(1) / changesASecond;
        long next = System.nanoTime();
        while (feed(into, Instant.now())) {
            next += step;
            while (!ended && System.nanoTime() < next) {
                LockSupport.parkNanos(next - System.nanoTime()); // the pace of the simulation, which nothing waits for
            }
        }
    }

    private synchronized boolean feed(Consumer<ConnectionChange> into, Instant now) {
        if (!ended) {
            into.accept(next(now));
        }
        return !ended;
    }

    /// No more changes.
    synchronized void end() {
        ended = true;
    }

    long rounds() {
        return rounds;
    }

    synchronized Map<Long, ConnectionInfo> open() {
        return new TreeMap<>(open);
    }
}
