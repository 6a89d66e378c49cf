package medusa.monitor;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.management.Attribute;
import javax.management.AttributeList;
import javax.management.AttributeNotFoundException;
import javax.management.DynamicMBean;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanException;
import javax.management.MBeanInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import medusa.metrics.Counter;
import medusa.metrics.Counters;
import medusa.reactor.ReactorSnapshot;

/// A server's figures as MBeans of this JVM: `medusa:type=Server,name=…`, `Connections`, `Buffers` and `Counters`. They can be
/// read and nothing else. They show what the reactor was like at most a second before.
///
/// Any thread but the reactor's: making the first ones costs a tenth of a second, and reading them waits for the reactor.
public final class Mbeans implements AutoCloseable {
    private static final String DOMAIN = "medusa";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long FRESH = Duration.ofSeconds(1).toNanos();

    private record Look(ReactorSnapshot reactor, Instant at, long nanos) {}

    private final ServerView view;
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private final List<ObjectName> names = new ArrayList<>();
    private volatile Look last;

    private Mbeans(ServerView view) {
        this.view = view;
    }

    /// Registers them.
    ///
    /// @param name tells this server from others of the JVM
    /// @throws IllegalStateException if another server has this name; then nothing is registered
    public static Mbeans register(ServerView view, String name) {
        Mbeans mbeans = new Mbeans(view);
        try {
            mbeans.add("Server", name, mbeans.new Server());
            mbeans.add("Connections", name, mbeans.new Connections());
            mbeans.add("Buffers", name, mbeans.new Buffers());
            mbeans.add("Counters", name, new Counts(view.reactor().counters()));
            return mbeans;
        } catch (JMException e) {
            mbeans.close();
            throw new IllegalStateException("no MBeans with the name " + name, e);
        }
    }

    private void add(String type, String name, Object bean) throws JMException {
        String value = name.chars().anyMatch(c -> ",=:\"*?\n".indexOf(c) >= 0) ? ObjectName.quote(name) : name;
        ObjectName full = new ObjectName(DOMAIN + ":type=" + type + ",name=" + value);
        beans.registerMBean(bean, full);
        names.add(full);
    }

    /// Unregisters them.
    @Override
    public void close() {
        for (ObjectName name : names) {
            try {
                beans.unregisterMBean(name);
            } catch (JMException e) {
                // somebody else has done it
            }
        }
        names.clear();
    }

    private Look look() {
        Look known = last;
        if (known == null || System.nanoTime() - known.nanos > FRESH) {
            known = await(view.reactor().snapshot().thenApply(reactor -> new Look(reactor, Instant.now(),
                    System.nanoTime())));
            last = known;
        }
        return known;
    }

    private <T> T await(CompletableFuture<T> later) {
        if (Thread.currentThread() == view.reactor().thread()) {
            throw new IllegalStateException("not on the reactor's thread, which would wait for itself");
        }
        try {
            return later.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server does not answer");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted");
        }
    }

    // ---- the beans ----

    /// The server as a whole.
    public interface ServerMXBean {
        /// `1.0.0`
        String getVersion();

        /// Since it was ready.
        long getUptimeSeconds();

        /// Of the reactor.
        long getTurns();

        /// Without the wait.
        double getLongestTurnMillis();

        /// In bytes.
        long getHeap();

        /// In bytes.
        long getHeapLimit();

        /// That are still to run.
        int getTimers();

        /// How many there are of each protocol.
        Map<String, Integer> getConnections();
    }

    /// The open connections.
    public interface ConnectionsMXBean {
        /// By their numbers.
        Map<Long, ConnectionData> getConnections();
    }

    /// A connection, with times in ISO 8601; what the values mean stands with the protocol's `connections.list`.
    public record ConnectionData(long id, String protocol, String state, String peer, String local, String doing,
            String opened, String lastMoved, long bytesIn, long bytesOut, int inSize, int outSize, int unread,
            int queued, List<String> producers) {
        private static ConnectionData of(Connection row) {
            return new ConnectionData(row.id(), row.protocol(), row.state(), row.peer(), row.local(), row.doing(),
                    row.opened().toString(), row.lastMoved().toString(), row.bytesIn(), row.bytesOut(), row.inSize(),
                    row.outSize(), row.unread(), row.queued(), row.producers());
        }
    }

    /// The pool of buffers, in bytes.
    public interface BuffersMXBean {
        /// In use by connections.
        long getLent();

        /// Kept for reuse.
        long getFree();

        /// The most that is kept for reuse.
        long getCeiling();

        /// How often a buffer had to be made.
        long getMisses();
    }

    private final class Server implements ServerMXBean {
        private record Facts(String version, Instant started) {}

        private Facts facts;

        private synchronized Facts facts() {
            if (facts == null) {
                facts = await(CompletableFuture.supplyAsync(
                        () -> new Facts(view.facts().version(), view.facts().started()), view.reactor()::execute));
            }
            return facts;
        }

        @Override
        public String getVersion() { return facts().version; }

        @Override
        public long getUptimeSeconds() {
            return Math.max(0, Duration.between(facts().started, Instant.now()).toSeconds());
        }

        @Override
        public long getTurns() { return look().reactor.turns(); }

        @Override
        public double getLongestTurnMillis() { return look().reactor.longestTurn() / 1e6; }

        @Override
        public long getHeap() { return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory(); }

        @Override
        public long getHeapLimit() { return Runtime.getRuntime().maxMemory(); }

        @Override
        public int getTimers() { return look().reactor.timers(); }

        @Override
        public Map<String, Integer> getConnections() { return Picture.protocols(look().reactor); }
    }

    private final class Connections implements ConnectionsMXBean {
        @Override
        public Map<Long, ConnectionData> getConnections() {
            Look look = look();
            Map<Long, ConnectionData> rows = new TreeMap<>();
            look.reactor.channels().forEach(
                    channel -> rows.put(channel.id(), ConnectionData.of(Connection.of(channel, look.at))));
            return rows;
        }
    }

    private final class Buffers implements BuffersMXBean {
        @Override
        public long getLent() { return look().reactor.pool().lent(); }

        @Override
        public long getFree() { return look().reactor.pool().free(); }

        @Override
        public long getCeiling() { return look().reactor.pool().ceiling(); }

        @Override
        public long getMisses() { return look().reactor.pool().misses(); }
    }

    /// One attribute for each counter, by its label.
    private record Counts(Counters counters) implements DynamicMBean {
        @Override
        public Object getAttribute(String name) throws AttributeNotFoundException {
            for (Counter counter : Counter.values()) {
                if (counter.label().equals(name)) {
                    return counters.get(counter);
                }
            }
            throw new AttributeNotFoundException("no counter " + name);
        }

        @Override
        public AttributeList getAttributes(String[] names) {
            AttributeList values = new AttributeList();
            for (String name : names) {
                try {
                    values.add(new Attribute(name, getAttribute(name)));
                } catch (AttributeNotFoundException e) {
                    // a list without it says so
                }
            }
            return values;
        }

        @Override
        public void setAttribute(Attribute attribute) throws AttributeNotFoundException {
            throw new AttributeNotFoundException("counters can only be read");
        }

        @Override
        public AttributeList setAttributes(AttributeList attributes) {
            return new AttributeList();
        }

        @Override
        public Object invoke(String action, Object[] params, String[] signature) throws MBeanException {
            throw new MBeanException(new UnsupportedOperationException("counters can only be read"));
        }

        @Override
        public MBeanInfo getMBeanInfo() {
            MBeanAttributeInfo[] attributes = new MBeanAttributeInfo[Counter.values().length];
            for (Counter counter : Counter.values()) {
                attributes[counter.ordinal()] = new MBeanAttributeInfo(counter.label(), "long", counter.meaning(), true,
                        false, false);
            }
            return new MBeanInfo(Counts.class.getName(), "what has been counted since the start", attributes, null,
                    null, null);
        }
    }
}
