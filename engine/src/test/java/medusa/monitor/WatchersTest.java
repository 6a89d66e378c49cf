package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;

import medusa.reactor.Acceptor;
import medusa.reactor.Channel;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.Descriptors;
import medusa.reactor.ReactorSnapshot;

/// Two hundred who watch five thousand connections ten times a second: some read at once, some now and then, some never.
class WatchersTest {
    private static final int CONNECTIONS = Integer.getInteger("medusa.watched.connections", 5000);
    private static final int CHANGES = 50;
    private static final int AT_ONCE = 160;
    private static final int NOW_AND_THEN = 20;
    private static final int NEVER = 20;
    private static final int GROUP = 20;
    private static final int SHORT_RUN = 30;
    private static final int LONG_RUN = 300;
    private static final Duration TICK = Duration.ofMillis(100);
    private static final String WATCH = """
            {"jsonrpc":"2.0","id":1,"method":"connections.watch","params":{"rate":10,"filter":"sink"}}
            """;

    private static final class SinkChannel extends Channel {
        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
        }
    }

    /// What a client has made of all it was told; those who were told the same have the same one.
    private static final class Table {
        private final TreeMap<Long, Object> rows = new TreeMap<>();
    }

    private static final Table NOTHING = new Table();

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    /// What was made of which table and line, so that a line for many is read once.
    private final Map<Step, Table> steps = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Step, Table> eldest) {
            return size() > 40;
        }
    };

    private static final class Step {
        private final Table before;
        private final byte[] line;
        private final int hash;

        private Step(Table before, byte[] line) {
            this.before = before;
            this.line = line;
            hash = Arrays.hashCode(line);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Step step && before == step.before && Arrays.equals(line, step.line);
        }

        @Override
        public int hashCode() {
            return hash;
        }
    }

    private final class Client {
        private final SocketChannel socket;
        private ByteArrayOutputStream input = new ByteArrayOutputStream();
        private Table table = NOTHING;
        private int messages;
        private boolean ended;

        private Client(Acceptor acceptor, boolean narrow) throws IOException {
            socket = SocketChannel.open();
            if (narrow) {
                socket.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
            }
            socket.connect(acceptor.address());
            socket.write(ByteBuffer.wrap(WATCH.getBytes(StandardCharsets.US_ASCII)));
            socket.configureBlocking(false);
        }

        private void read() throws IOException {
            int n = socket.read(buffer.clear());
            ended |= n < 0;
            byte[] bytes = new byte[Math.max(0, n)];
            buffer.flip().get(bytes);
            int from = 0;
            for (int i = 0; i < bytes.length; i++) {
                if (bytes[i] == '\n') {
                    input.write(bytes, from, i - from);
                    take(input.toByteArray());
                    input = new ByteArrayOutputStream(); // the first line was large
                    from = i + 1;
                }
            }
            input.write(bytes, from, bytes.length - from);
        }

        private void take(byte[] line) throws IOException {
            Step step = new Step(table, line);
            Table known = steps.get(step);
            if (known == null) {
                known = after(table, (Map<?, ?>) Json.read(line));
                steps.put(step, known);
            }
            table = known;
            messages++;
        }
    }

    private static Table after(Table before, Map<?, ?> message) {
        Map<?, ?> told = (Map<?, ?>) (message.containsKey("result") ? message.get("result") : message.get("params"));
        boolean all = !told.containsKey("changed") || told.containsKey("all");
        Table table = new Table();
        if (!all) {
            table.rows.putAll(before.rows);
        }
        Object rows = told.containsKey("connections") ? told.get("connections") : told.get("changed");
        for (Object row : rows == null ? List.of() : (List<?>) rows) {
            table.rows.put((Long) ((Map<?, ?>) row).get("id"), row);
        }
        if (told.get("closed") instanceof List<?> closed) {
            closed.forEach(table.rows::remove);
        }
        return table;
    }

    @Test
    void theHeapStaysFlat() throws Exception {
        assumeTrue(Descriptors.limit().orElse(Long.MAX_VALUE) > 2L * CONNECTIONS + 1000,
                "each connection takes two descriptors; this process may have " + Descriptors.limit());
        try (MonitorBench monitor = new MonitorBench()) {
            Acceptor sinks = monitor.bench.listen(SinkChannel::new);
            List<SocketChannel> peers = new ArrayList<>();
            long begun = System.nanoTime();
            while (peers.size() < CONNECTIONS) {
                peers.add(SocketChannel.open(sinks.address()));
                if (peers.size() % 16 == 0) {
                    monitor.bench.turn(); // before the backlog is full
                }
            }
            for (SocketChannel peer : peers) {
                peer.write(ByteBuffer.wrap(new byte[]{1})); // a connection that was never used costs less
            }
            List<Client> clients = new ArrayList<>();
            while (clients.size() < AT_ONCE + NOW_AND_THEN + NEVER) {
                join(monitor, clients);
            }
            long since = System.nanoTime();
            System.out.println("set up in " + (since - begun) / 1_000_000 + " ms");
            int[] round = {0};
            run(monitor, sinks, peers, clients, SHORT_RUN, round);
            long afterShort = liveHeap(monitor, clients);
            run(monitor, sinks, peers, clients, LONG_RUN, round);
            long afterLong = liveHeap(monitor, clients);
            System.out.println("live heap after " + SHORT_RUN + " rounds " + afterShort / 1024 + " KiB, after "
                    + LONG_RUN + " more " + afterLong / 1024 + " KiB; " + (System.nanoTime() - since) / 1_000_000
                    + " ms; messages " + clients.getFirst().messages + ", " + clients.get(AT_ONCE).messages);
            assertThat(afterLong).isLessThan(afterShort + (2 << 20)); // less than one message for all of each round
            check(monitor, clients);
            for (SocketChannel peer : peers) {
                peer.close();
            }
        }
    }

    /// Some begin to watch at the same time.
    private void join(MonitorBench monitor, List<Client> clients) throws IOException {
        List<Client> group = new ArrayList<>();
        for (int i = 0; i < GROUP; i++) {
            group.add(new Client(monitor.acceptor(), clients.size() >= AT_ONCE + NOW_AND_THEN));
        }
        int channels = CONNECTIONS + clients.size() + GROUP;
        monitor.bench.until("the connections", () -> monitor.bench.reactor().channels().size() == channels);
        clients.addAll(group);
        monitor.bench.pass(TICK);
        if (clients.size() <= AT_ONCE + NOW_AND_THEN) {
            monitor.bench.until("the pictures", () -> {
                poll(group);
                return group.stream().allMatch(client -> client.messages > 0);
            });
        }
    }

    private void run(MonitorBench monitor, Acceptor sinks, List<SocketChannel> peers, List<Client> clients, int rounds,
            int[] round) throws IOException {
        for (int end = round[0] + rounds; round[0] < end; round[0]++) {
            for (int i = 0; i < CHANGES; i++) {
                int index = (round[0] * 7 + i * (CONNECTIONS / CHANGES)) % CONNECTIONS;
                if (i == 0) {
                    peers.set(index, exchanged(peers.get(index), sinks));
                } else {
                    peers.get(index).write(ByteBuffer.wrap(new byte[]{1}));
                }
            }
            int told = clients.getFirst().messages;
            monitor.bench.pass(TICK);
            List<Client> reading = reading(clients, round[0]);
            monitor.bench.until("a round's message", () -> {
                poll(reading);
                return clients.getFirst().messages > told;
            });
        }
    }

    private static List<Client> reading(List<Client> clients, int round) {
        List<Client> reading = new ArrayList<>(clients.subList(0, AT_ONCE));
        for (int i = AT_ONCE; i < AT_ONCE + NOW_AND_THEN; i++) {
            if ((round + i) % 7 == 0) {
                reading.add(clients.get(i));
            }
        }
        return reading;
    }

    private static SocketChannel exchanged(SocketChannel old, Acceptor sinks) throws IOException {
        old.close();
        return SocketChannel.open(sinks.address());
    }

    private static void poll(List<Client> clients) {
        try {
            for (Client client : clients) {
                client.read();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /// Everybody but the stuck ones catches up.
    private static void catchUp(MonitorBench monitor, List<Client> clients) throws IOException {
        for (int i = 0; i < 5; i++) {
            monitor.bench.pass(TICK);
            for (int j = 0; j < 10; j++) {
                for (Client client : clients.subList(0, AT_ONCE + NOW_AND_THEN)) {
                    client.read();
                }
                monitor.bench.turn();
            }
        }
    }

    private static void check(MonitorBench monitor, List<Client> clients) throws Exception {
        var later = monitor.bench.reactor().snapshot();
        monitor.bench.turn();
        ReactorSnapshot now = later.get();
        Map<Long, ChannelSnapshot> sinks = new TreeMap<>();
        Map<Object, ChannelSnapshot> monitors = new HashMap<>();
        for (ChannelSnapshot channel : now.channels()) {
            if (channel.kind().equals("SinkChannel")) {
                sinks.put(channel.id(), channel);
            } else {
                monitors.put(channel.peer(), channel);
            }
        }
        assertThat(sinks).hasSize(CONNECTIONS);
        assertThat(monitors).hasSize(clients.size());
        for (Client client : clients.subList(0, AT_ONCE + NOW_AND_THEN)) {
            assertThat(client.ended).isFalse();
            assertThat(client.table.rows.keySet()).isEqualTo(sinks.keySet());
        }
        clients.getFirst().table.rows.forEach((id, row) -> {
            ChannelSnapshot channel = sinks.get(id);
            Map<?, ?> told = (Map<?, ?>) row;
            assertThat(told.get("bytesIn")).isEqualTo(channel.bytesIn());
            assertThat(told.get("state")).isEqualTo("open");
            assertThat(told.get("peer")).isEqualTo("127.0.0.1:" + ((InetSocketAddress) channel.peer()).getPort());
        });
        for (Client client : clients.subList(1, AT_ONCE + NOW_AND_THEN)) {
            assertThat(client.table.rows.equals(clients.getFirst().table.rows)).isTrue();
        }
        for (Client client : clients.subList(AT_ONCE + NOW_AND_THEN, clients.size())) {
            ChannelSnapshot stuck = monitors.get(client.socket.getLocalAddress());
            assertThat(stuck.producers().size() + stuck.queued()).isPositive();
            assertThat(stuck.producers()).hasSizeLessThanOrEqualTo(1); // a message is one, or none if it is small
            assertThat(stuck.queued()).isLessThan(128 << 10);
        }
    }

    private long liveHeap(MonitorBench monitor, List<Client> clients) throws IOException {
        catchUp(monitor, clients);
        steps.clear();
        Table last = clients.getFirst().table;
        clients.stream().filter(client -> client.table.rows.equals(last.rows)).forEach(client -> client.table = last);
        Runtime runtime = Runtime.getRuntime();
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 3; i++) {
            System.gc();
            used = Math.min(used, runtime.totalMemory() - runtime.freeMemory());
        }
        return used;
    }
}
