package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import javax.net.ssl.SSLException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import medusa.metrics.Counter;

/// What a peer says while the reactor's thread is kept by a call of its own channel: another thread hears it then, and the
/// channel has it afterwards.
@Timeout(60)
class EarTest {

    /// What lies below the channel.
    enum Over {
        TCP(null),
        UNIX(null),
        TLS12("TLSv1.2"),
        TLS13("TLSv1.3");

        final String tls;

        Over(String tls) {
            this.tls = tls;
        }
    }

    /// A call that keeps the reactor's thread.
    interface Call {
        void run(Kept channel) throws Exception;
    }

    @TempDir
    Path folder;

    private final ExecutorService other = Executors.newSingleThreadExecutor();
    private TlsBench tls;
    private Bench bench;
    private Bench.Peer peer;
    private TlsPeer secured;
    private Kept channel;
    /// Tasks that engines have had for workers.
    private int asked;

    private void open(Over over) throws IOException {
        tls = new TlsBench(over.tls == null ? "TLSv1.3" : over.tls, this::work);
        bench = tls.bench();
        Acceptor acceptor = switch (over) {
            case TCP -> bench.listen(this::made);
            case UNIX -> bench.reactor().listen(UnixDomainSocketAddress.of(folder.resolve("s")),
                    Acceptor.Options.defaults(), this::made);
            case TLS12, TLS13 -> tls.listen(this::made);
        };
        if (over.tls == null) {
            peer = bench.connect(acceptor);
        } else {
            secured = tls.connect(acceptor).handshake();
            peer = secured.peer();
        }
        bench.until("the channel", () -> channel != null && channel.isOpen());
    }

    private void work(Runnable task) {
        assertThat(Thread.currentThread()).as("who asks for work").isSameAs(bench.reactor().thread());
        asked++;
        task.run();
    }

    private Kept made() {
        channel = new Kept();
        return channel;
    }

    @AfterEach
    void close() throws IOException {
        other.shutdownNow();
        tls.close();
        assertThat(tls.lent()).as("bytes of the pool that nobody gave back").isZero();
    }

    private byte[] coded(String text) throws IOException {
        return secured == null ? text.getBytes(StandardCharsets.ISO_8859_1) : secured.wrap(text);
    }

    private void send(String text) throws IOException {
        peer.send(coded(text));
    }

    /// Collects, and at its first byte makes a call that takes long.
    private final class Kept extends Channel {
        private final StringBuilder got = new StringBuilder();
        private Call call;
        private boolean ended;
        private boolean closed;
        private Throwable cause;
        private int leave;

        @Override
        protected void received(ByteBuffer data) throws Exception {
            Call now = call;
            call = null;
            if (now != null) {
                now.run(this);
            }
            byte[] bytes = new byte[Math.max(0, data.remaining() - leave)];
            leave = 0;
            data.get(bytes);
            got.append(new String(bytes, StandardCharsets.ISO_8859_1));
        }

        @Override
        protected void inputEnded() {
            ended = true;
        }

        @Override
        protected void closed(Throwable why) {
            closed = true;
            cause = why;
        }
    }

    /// Listens on the other thread until `enough`, while this thread waits.
    private String listen(Ear ear, Predicate<String> enough) throws Exception {
        return other.submit(() -> {
            StringBuilder heard = new StringBuilder();
            do {
                heard.append(new String(ear.listen(), StandardCharsets.ISO_8859_1));
            } while (!enough.test(heard.toString()));
            return heard.toString();
        }).get(20, TimeUnit.SECONDS);
    }

    private void expectFaultless() {
        assertThat(tls.count(Counter.FAULTS)).isZero();
    }

    // ---- what is heard ----

    @ParameterizedTest
    @EnumSource(Over.class)
    void whatIsHeardComesToTheChannelAfterwardsOnceAndInOrder(Over over) throws Exception {
        open(over);
        channel.leave = 2;
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                assertThat(listen(ear, text -> text.equals("abcd"))).as("not taken yet").isEqualTo("abcd");
                send("stop");
                send("!");
                assertThat(listen(ear, text -> text.length() >= 5)).isEqualTo("stop!");
                assertThat(ear.listen()).isEmpty();
                assertThat(ear.ended()).isFalse();
            }
            send("after");
        };
        send("abcd");
        bench.until("all of it", () -> channel.got.length() >= 14);
        assertThat(channel.got).hasToString("abcdstop!after");
        send("more");
        bench.until("what follows", () -> channel.got.length() >= 18);
        assertThat(channel.got).hasToString("abcdstop!aftermore");
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void noMoreIsHeardThanIsBounded(Over over) throws Exception {
        open(over);
        String much = "0123456789abcdef".repeat(12 << 10);
        String[] heard = new String[1];
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                send(much);
                heard[0] = listen(ear, text -> text.length() > Ear.MOST);
                assertThat(listen(ear, text -> true)).isEmpty();
            }
        };
        send("x");
        bench.until("all of it", () -> channel.got.length() >= much.length() + 1);
        assertThat(channel.got).hasToString("x" + much);
        assertThat(heard[0]).isEqualTo("x" + much.substring(0, Ear.MOST));
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void whileInputIsHeldBackEarsFollowEachOther(Over over) throws Exception {
        open(over);
        channel.call = self -> {
            self.pauseInput();
            try (Ear ear = self.ear()) {
                send("one");
                listen(ear, text -> text.endsWith("one"));
            }
        };
        send("x");
        bench.until("the first call", () -> channel.got.length() == 1);
        bench.turn();
        try (Ear ear = channel.ear()) {
            send("two");
            assertThat(listen(ear, text -> text.endsWith("two"))).as("with what had been heard").isEqualTo("onetwo");
            channel.resumeInput();
            bench.turn();
            assertThat(channel.got).as("while there is an ear").hasToString("x");
            channel.pauseInput();
        }
        bench.turn();
        assertThat(channel.got).as("while it is held back").hasToString("x");
        channel.resumeInput();
        bench.until("all of it", () -> channel.got.length() == 7);
        assertThat(channel.got).hasToString("xonetwo");
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void turnsMayGoByWhileAnEarIsOpen(Over over) throws Exception {
        open(over);
        Ear ear = channel.ear();
        send("one");
        channel.push("answer");
        for (int i = 0; i < 10; i++) {
            bench.turn();
        }
        assertThat(channel.got).isEmpty();
        assertThat(listen(ear, text -> text.length() == 3)).isEqualTo("one");
        assertThatThrownBy(channel::ear).isInstanceOf(IllegalStateException.class);
        ear.close();
        ear.close();
        assertThat(ear.listen()).isEmpty();
        bench.until("what was heard", () -> channel.got.length() == 3);
        if (secured == null) {
            peer.expect("answer");
        } else {
            secured.expect("answer");
        }
        expectFaultless();
    }

    // ---- ends ----

    @ParameterizedTest
    @EnumSource(Over.class)
    void anEndIsHeardAndComesBehindTheBytes(Over over) throws Exception {
        open(over);
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                send("bye");
                if (secured != null) {
                    peer.send(secured.close()); // the selector knows nothing of this end
                } else {
                    peer.halfClose();
                }
                assertThat(listen(ear, text -> ear.ended())).isEqualTo("xbye");
                assertThat(self.ended).isFalse();
            }
        };
        send("x");
        bench.until("the end", () -> channel.ended);
        assertThat(channel.got).hasToString("xbye");
        assertThat(channel.inputEndedCleanly()).isTrue();
        assertThat(listen(channel.ear(), text -> true)).isEmpty();
        assertThat(channel.ear().ended()).isTrue();
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(value = Over.class, names = "UNIX", mode = EnumSource.Mode.EXCLUDE)
    void aResetIsHeardAndTheChannelLearnsOfItWhenItReads(Over over) throws Exception {
        open(over);
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                send("last");
                listen(ear, text -> text.endsWith("last"));
                peer.reset();
                assertThat(listen(ear, text -> ear.ended())).isEmpty();
                assertThat(self.isOpen()).isTrue();
            }
        };
        send("x");
        bench.until("the end", () -> channel.closed);
        assertThat(channel.got).hasToString("xlast");
        assertThat(channel.cause).isInstanceOf(IOException.class);
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(Over.class)
    void aChannelThatClosesTakesItsEarAlong(Over over) throws Exception {
        open(over);
        Ear ear = channel.ear();
        send("x");
        listen(ear, text -> text.equals("x"));
        channel.close();
        bench.turn();
        assertThat(channel.closed).isTrue();
        assertThat(listen(ear, text -> true)).isEmpty();
        assertThat(ear.ended()).isTrue();
        ear.close();
        assertThat(channel.ear().ended()).isTrue();
        expectFaultless();
    }

    @Test
    void onlyTheReactorsThreadMakesAndClosesThem() throws Exception {
        open(Over.TCP);
        Ear ear = channel.ear();
        assertThat(other.submit(() -> {
            assertThatThrownBy(ear::close).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(channel::ear).isInstanceOf(IllegalStateException.class);
            return "refused";
        }).get()).isEqualTo("refused");
        ear.close();
    }

    // ---- TLS ----

    @ParameterizedTest
    @EnumSource(value = Over.class, names = {"TLS12", "TLS13"})
    void aRecordCutBetweenReadingAndHearingAndReadingIsWhole(Over over) throws Exception {
        open(over);
        byte[] first = coded("x");
        byte[] early = coded("early");
        byte[] late = coded("late");
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                peer.send(Arrays.copyOfRange(early, 9, early.length));
                peer.send(Arrays.copyOf(late, 7));
                assertThat(listen(ear, text -> text.endsWith("early"))).isEqualTo("xearly");
            }
            peer.send(Arrays.copyOfRange(late, 7, late.length));
        };
        byte[] beginning = Arrays.copyOf(first, first.length + 9);
        System.arraycopy(early, 0, beginning, first.length, 9);
        peer.send(beginning);
        bench.until("all of it", () -> channel.got.length() >= 10);
        assertThat(channel.got).hasToString("xearlylate");
        expectFaultless();
    }

    @Test
    void aChangeOfKeysIsLeftToTheReactorWithAllThatFollows() throws Exception {
        open(Over.TLS13);
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                send("old");
                listen(ear, text -> text.equals("xold"));
                secured.engine().beginHandshake();
                peer.send(secured.wrap(""));
                send("new");
                int before = asked;
                for (int i = 0; i < 100; i++) {
                    assertThat(listen(ear, text -> true)).isEmpty();
                }
                assertThat(ear.ended()).isFalse();
                assertThat(asked).isEqualTo(before);
            }
        };
        send("x");
        bench.until("what follows", () -> channel.got.length() >= 7);
        assertThat(channel.got).hasToString("xoldnew");
        channel.push("answer");
        secured.expect("answer");
        send("again");
        bench.until("what follows", () -> channel.got.length() >= 12);
        assertThat(channel.got).hasToString("xoldnewagain");
        expectFaultless();
    }

    @ParameterizedTest
    @EnumSource(value = Over.class, names = {"TLS12", "TLS13"})
    void aBrokenRecordThatWasHeardIsAnsweredByAnAlert(Over over) throws Exception {
        open(over);
        channel.call = self -> {
            try (Ear ear = self.ear()) {
                send("good");
                byte[] bad = coded("bad");
                bad[bad.length - 1] ^= 1;
                peer.send(bad);
                assertThat(listen(ear, text -> ear.ended())).isEqualTo("xgood");
            }
        };
        send("x");
        bench.until("the end", () -> channel.closed);
        assertThat(channel.got).hasToString("xgood");
        assertThat(channel.cause).isInstanceOf(SSLException.class);
        assertThatThrownBy(() -> bench.until("the alert", () -> {
            secured.poll();
            return false;
        })).rootCause().hasMessageContaining("bad_record_mac");
        expectFaultless();
    }
}
