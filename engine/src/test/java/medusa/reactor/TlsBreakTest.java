package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.metrics.Counter;
import medusa.reactor.TlsBench.Collector;
import medusa.reactor.TlsBench.Echo;

/// Connections that break in every state of their handshake and after it, of channels on both sides: each ends its own
/// channel, is no fault, leaves nothing behind, and a bystander is served.
@Timeout(120)
class TlsBreakTest {

    /// Which side of the connection the channel under test has.
    enum Side {
        SERVER,
        CLIENT
    }

    /// The tasks of handshakes, run where the test says.
    private final List<Runnable> waiting = new ArrayList<>();
    private boolean hold;
    private boolean elsewhere;

    private TlsBench tls;
    private Bench bench;
    private Acceptor acceptor;
    private TlsPeer bystander;
    private Side side;
    private boolean resumed;
    /// Connections under test.
    private int begun;

    private void open(String protocol, Side of, boolean onAnotherThread) throws IOException {
        side = of;
        elsewhere = onAnotherThread;
        tls = new TlsBench(protocol, this::execute);
        bench = tls.bench();
        acceptor = tls.listen(Echo::new);
        bystander = tls.connect(acceptor).handshake().send("x").expect("x");
        assertThat(tls.lent()).isZero();
    }

    private void execute(Runnable task) {
        if (hold) {
            waiting.add(task);
        } else if (elsewhere) {
            Thread.ofVirtual().start(task);
        } else {
            task.run();
        }
    }

    @AfterEach
    void close() throws IOException {
        tls.close();
    }

    // ---- the way to each state ----

    /// The other end of a new channel under test.
    private TlsPeer begin() throws IOException {
        begun++;
        if (side == Side.SERVER) {
            return resumed ? tls.connect(acceptor) : tls.connectFresh(acceptor);
        }
        return tls.serve(new Collector(), resumed ? tls.tls(true) : tls.freshTls());
    }

    /// Goes on until `records` have been sent.
    ///
    /// @return the next one: of the handshake, or else of data; null beyond that
    private static byte[] upTo(TlsPeer peer, int records) throws IOException {
        int sent = 0;
        for (byte[] record = peer.nextFlight(); record != null; record = peer.nextFlight()) {
            if (sent++ == records) {
                return record;
            }
            peer.peer().send(record);
        }
        return sent == records ? peer.wrap("hello") : null;
    }

    private int states() throws IOException {
        int states = 0;
        for (;; states++) {
            TlsPeer peer = begin();
            byte[] record = upTo(peer, states);
            peer.peer().hangUp();
            expectNothingLeft("an attempt");
            if (record == null) {
                return states;
            }
        }
    }

    private void expectNothingLeft(String after) throws IOException {
        bench.until("the end after " + after, () -> tls.count(Counter.CLOSED) == begun);
        assertThat(bench.reactor().channels()).as("the bystander").hasSize(1);
        bystander.send("y").expect("y");
        assertThat(tls.lent()).as(after).isZero();
        assertThat(tls.count(Counter.FAULTS)).as(after).isZero();
    }

    // ---- how they break ----

    @ParameterizedTest
    @CsvSource({"TLSv1.3, SERVER, false", "TLSv1.3, CLIENT, false", "TLSv1.2, SERVER, false", "TLSv1.2, CLIENT, false",
        "TLSv1.3, SERVER, true", "TLSv1.3, CLIENT, true", "TLSv1.2, SERVER, true", "TLSv1.2, CLIENT, true"})
    void recordsCutAfterAnyByte(String protocol, Side of, boolean again) throws IOException {
        open(protocol, of, false);
        resumed = again;
        int states = states();
        assertThat(states).isGreaterThan(2);
        int cuts = 0;
        for (int state = 0; state < states; state++) {
            for (int length = 0, whole = 1; length < whole; length++) {
                TlsPeer peer = begin();
                byte[] record = upTo(peer, state);
                whole = record.length;
                peer.peer().send(Arrays.copyOf(record, length)).halfClose();
                expectNothingLeft(length + " bytes of record " + state);
                peer.peer().hangUp();
                cuts++;
            }
        }
        assertThat(cuts).isGreaterThan(300);
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, SERVER", "TLSv1.3, CLIENT", "TLSv1.2, SERVER", "TLSv1.2, CLIENT"})
    void randomBytesInEveryState(String protocol, Side of) throws IOException {
        open(protocol, of, true);
        int states = states();
        Random random = new Random(5);
        for (int state = 0; state < states; state++) {
            for (int i = 0; i < 60; i++) {
                TlsPeer peer = begin();
                byte[] junk = junk(random, i, upTo(peer, state));
                String what = "junk " + i + " in state " + state;
                peer.peer().send(junk).halfClose();
                expectNothingLeft(what);
                peer.peer().hangUp();
            }
        }
    }

    /// Nothing but noise; noise in a record; or the right record with a few bits wrong.
    private static byte[] junk(Random random, int kind, byte[] record) {
        byte[] junk = new byte[1 + random.nextInt(600)];
        random.nextBytes(junk);
        if (kind % 3 == 1) {
            int length = junk.length - 5;
            byte[] header = {(byte) (20 + random.nextInt(5)), 3, (byte) random.nextInt(5), (byte) (length >> 8),
                (byte) length};
            System.arraycopy(header, 0, junk, 0, Math.min(header.length, junk.length));
        } else if (kind % 3 == 2) {
            junk = record;
            for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
                junk[random.nextInt(junk.length)] ^= (byte) (1 << random.nextInt(8));
            }
        }
        return junk;
    }

    @ParameterizedTest
    @CsvSource({"TLSv1.3, SERVER, false", "TLSv1.3, CLIENT, false", "TLSv1.2, SERVER, false", "TLSv1.2, CLIENT, false",
        "TLSv1.3, SERVER, true", "TLSv1.3, CLIENT, true", "TLSv1.2, SERVER, true", "TLSv1.2, CLIENT, true"})
    void aCloseInEveryState(String protocol, Side of, boolean reset) throws IOException {
        open(protocol, of, true);
        int states = states();
        for (int state = 0; state < states; state++) {
            TlsPeer peer = begin();
            upTo(peer, state);
            end(peer, reset);
            expectNothingLeft("a close in state " + state);
            peer.peer().hangUp();
        }
    }

    /// While the worker has the tasks that a record has led to, and nobody else may touch the engine.
    @ParameterizedTest
    @CsvSource({"TLSv1.3, SERVER, false", "TLSv1.3, CLIENT, false", "TLSv1.2, SERVER, false", "TLSv1.2, CLIENT, false",
        "TLSv1.3, SERVER, true", "TLSv1.3, CLIENT, true", "TLSv1.2, SERVER, true", "TLSv1.2, CLIENT, true"})
    void aCloseWhileTasksRun(String protocol, Side of, boolean reset) throws IOException {
        open(protocol, of, false);
        int states = states();
        int worked = 0;
        for (int state = 0; state < states; state++) {
            TlsPeer peer = begin();
            byte[] record = upTo(peer, state);
            hold = true;
            peer.peer().send(record);
            turn();
            worked += waiting.size();
            end(peer, reset);
            turn();
            bystander.send("y").expect("y");
            hold = false;
            waiting.forEach(Runnable::run);
            waiting.clear();
            expectNothingLeft("a close while tasks of record " + state + " ran");
            peer.peer().hangUp();
        }
        assertThat(worked).isPositive();
    }

    private static void end(TlsPeer peer, boolean reset) throws IOException {
        if (reset) {
            peer.peer().reset();
        } else {
            peer.peer().halfClose();
        }
    }

    /// Enough for what has been sent to be read and answered.
    private void turn() throws IOException {
        for (int i = 0; i < 5; i++) {
            bench.turn();
        }
    }
}
