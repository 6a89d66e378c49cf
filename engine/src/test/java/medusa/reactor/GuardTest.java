package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import medusa.metrics.Counter;
import medusa.producer.Producer;

/// Whatever a protocol's code throws, wherever it is called from, ends its own channel and no other.
class GuardTest {
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
        assertThat(bench.reactor().bench().pool.figures().lent()).isZero();
    }

    /// Where the fault is.
    private enum Place {
        OPENED,
        RECEIVED,
        PIPELINED,
        DRAINED,
        INPUT_ENDED,
        TIMER,
        POSTED,
        IDLE,
        PRODUCER,
        CLOSED,
        PRODUCER_CLOSE
    }

    private static class Fault extends Error {
        private static final long serialVersionUID = 1;

        Fault(Place place) {
            super(place.name());
        }
    }

    /// Echoes lines, and throws where it is told to, once it gets the line "now".
    private static final class Faulty extends LineChannel {
        private final Place place;
        private boolean armed;
        Throwable closedBy;

        Faulty(Place place) {
            super(100);
            this.place = place;
        }

        private void fault(Place here) {
            if (here == place && (armed || here == Place.OPENED)) {
                throw new Fault(here);
            }
        }

        @Override
        protected void opened() {
            fault(Place.OPENED);
        }

        @Override
        protected void line(String line) {
            fault(Place.PIPELINED);
            push(line + "\r\n");
            armed |= line.equals("now");
            fault(Place.RECEIVED);
            if (line.equals("now")) {
                after(Duration.ofSeconds(1), () -> fault(Place.TIMER));
                execute(() -> fault(Place.POSTED));
                if (place == Place.PRODUCER || place == Place.PRODUCER_CLOSE) {
                    push(new Thrower(place));
                } else if (place == Place.CLOSED) {
                    closeWhenDone();
                }
            }
        }

        @Override
        protected void drained() {
            fault(Place.DRAINED);
        }

        @Override
        protected void inputEnded() {
            fault(Place.INPUT_ENDED);
        }

        @Override
        protected void timedOut() {
            fault(Place.IDLE);
            close();
        }

        @Override
        protected void closed(Throwable cause) {
            closedBy = cause;
            fault(Place.CLOSED);
        }
    }

    private static class Thrower implements Producer {
        private final Place place;

        Thrower(Place place) {
            this.place = place;
        }

        @Override
        public Next more(ByteBuffer into) {
            if (place == Place.PRODUCER) {
                throw new Fault(place);
            }
            into.put((byte) '!');
            return Next.END;
        }

        @Override
        public void close() {
            if (place == Place.PRODUCER_CLOSE) {
                throw new Fault(place);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void aFaultEndsItsOwnChannelOnly(Place place) throws IOException {
        List<Faulty> made = new ArrayList<>();
        Acceptor healthy = bench.listen(() -> new Faulty(null));
        Acceptor faulty = bench.listen(() -> {
            made.add(new Faulty(place));
            return made.getLast();
        });
        var bystander = bench.connect(healthy).send("hello\r\n").expect("hello\r\n");
        var victim = bench.connect(faulty);
        victim.send("now\r\nand this\r\n");
        if (place == Place.INPUT_ENDED) {
            victim.halfClose();
        }
        bench.until("the accept", () -> !made.isEmpty());
        bench.until("the call", () -> made.getFirst().armed || !made.getFirst().isOpen());
        bench.pass(Duration.ofSeconds(2));
        bystander.send("again\r\n").expect("again\r\n");
        bench.pass(place == Place.IDLE ? ChannelLimits.DEFAULT.idle().minusSeconds(1) : Duration.ZERO);
        victim.expectGone();
        victim.hangUp();
        bench.until("the end", () -> made.getFirst().state() == Channel.State.CLOSED);
        bench.until("the bystander's answer", () -> bench.reactor().counters().get(Counter.FAULTS) == 1);
        bystander.send("still here\r\n").expect("still here\r\n");
        if (place != Place.CLOSED) {
            assertThat(made.getFirst().closedBy).isInstanceOf(Fault.class).hasMessage(place.name());
        }
        assertThat(bench.reactor().errors().snapshot()).hasSize(1);
    }

    @Test
    void aThrowingTaskEndsNothing() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Faulty(null));
        var peer = bench.connect(acceptor).send("a\r\n").expect("a\r\n");
        boolean[] ran = {false};
        bench.reactor().execute(() -> {
            throw new OutOfMemoryError("pretended");
        });
        bench.reactor().after(Duration.ZERO, () -> {
            throw new StackOverflowError("pretended");
        });
        bench.reactor().execute(() -> ran[0] = true);
        bench.turn();
        assertThat(ran[0]).isTrue();
        assertThat(bench.reactor().counters().get(Counter.FAULTS)).isEqualTo(2);
        peer.send("b\r\n").expect("b\r\n");
    }

    @Test
    void aSupplierOfChannelsThatThrowsClosesThatConnectionOnly() throws IOException {
        int[] made = {0};
        ConnectionLimits connections = new ConnectionLimits(10, 10);
        var options = new Acceptor.Options(64, ChannelLimits.DEFAULT, BufferPolicy.DEFAULT, connections, "");
        Acceptor acceptor = bench.listen(options, () -> {
            if (made[0]++ == 0) {
                throw new IllegalStateException("pretended");
            }
            return new Faulty(null);
        });
        bench.connect(acceptor).expectGone();
        bench.connect(acceptor).send("a\r\n").expect("a\r\n");
        assertThat(connections.open()).isEqualTo(1);
    }

    @Test
    void aProducerThatThrowsWhileItsChannelIsReleasedKeepsNothingElseFromIt() throws IOException {
        Countdown behind = new Countdown(1);
        Acceptor acceptor = bench.listen(() -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                pauseInput();
                push(new Thrower(Place.PRODUCER_CLOSE) {
                    @Override
                    public Next more(ByteBuffer into) {
                        return Next.STALLED;
                    }
                });
                push(behind);
                after(Duration.ofSeconds(1), this::close);
            }
        });
        var peer = bench.connect(acceptor).send("go");
        bench.until("the pushes", () -> behind.wake != null);
        bench.pass(Duration.ofSeconds(1));
        peer.expectGone();
        assertThat(behind.closed).isEqualTo(1);
        assertThat(bench.reactor().counters().get(Counter.FAULTS)).isEqualTo(1);
    }

    @Test
    void aProducerThatPutsNothingAndClaimsMoreIsAFaultAndNoSpin() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                push(into -> Producer.Next.MORE);
            }
        });
        bench.connect(acceptor).send("go").expectGone();
        assertThat(bench.reactor().counters().get(Counter.FAULTS)).isEqualTo(1);
        assertThat(bench.reactor().errors().snapshot().getFirst().text()).contains("put nothing");
    }

    @Test
    void aMessageOfTheNetworkReachesNoLogUnescaped() throws IOException {
        Acceptor acceptor = bench.listen(() -> new Channel() {
            @Override
            protected void received(ByteBuffer data) {
                throw new IllegalArgumentException(StandardCharsets.ISO_8859_1.decode(data).toString());
            }
        });
        bench.connect(acceptor).send("bad\r\n2026-01-01 ERROR forged").expectGone();
        assertThat(bench.reactor().errors().snapshot().getFirst().text()).doesNotContain("\n").doesNotContain("\r");
    }
}
