package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeProperty;

import medusa.metrics.Counter;
import medusa.reactor.Bench;

/// Generated inputs over the wire: each is answered with well-formed replies, exactly those that its reading demands and
/// never more than any other reader sees requests, then the connection ends; and a bystander is served all the while.
class ServerFuzzTest {
    private static final String BYSTANDER = "GET /bystander HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final List<OtherReader> OTHERS = OtherReader.all();
    /// A bench keeps what its peers have got.
    private static final int INPUTS_A_BENCH = 1000;

    private EchoServer server;
    private Bench.Peer bystander;
    private int inputs;

    @Provide
    Arbitrary<FuzzInputs.Input> inputs() {
        return FuzzInputs.inputs();
    }

    @BeforeProperty
    void open() throws IOException {
        server = new EchoServer();
        bystander = server.bench.connect(server.acceptor);
    }

    @AfterProperty
    void close() throws IOException {
        server.close();
    }

    @Fuzzed(oneIn = 50)
    @Property(seed = "4714", edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF) // that would be another thread
    void anyInputEndsInRepliesAndAClose(@ForAll("inputs") FuzzInputs.Input input) throws IOException {
        if (++inputs % INPUTS_A_BENCH == 0) {
            close();
            open();
        }
        Reading reading = Reading.of(input.toBytes(), RequestLimits.DEFAULT);
        Expected expected = Expected.of(reading);
        Bench.Peer peer = server.bench.connect(server.acceptor);
        int sent = 0;
        for (int cut : input.places()) {
            peer.send(input.bytes().substring(sent, cut));
            server.bench.turn();
            sent = cut;
        }
        peer.send(input.bytes().substring(sent)).halfClose().expectEnd();
        peer.hangUp();
        List<ReplyReader.Reply> replies = ReplyReader.read(peer.got(), expected.methods());
        assertThat(replies.stream().map(ReplyReader.Reply::status).toList()).isEqualTo(expected.statuses());
        assertThat(replies.stream().filter(reply -> reply.status() == 200).count())
                .isLessThanOrEqualTo(requestsOthersSee(input.bytes()));
        for (int i = 0; i < replies.size() - 1; i++) {
            assertThat(replies.get(i).saysClose()).as("a close before the last reply").isFalse();
        }
        serveBystander();
    }

    private void serveBystander() throws IOException {
        bystander.send(BYSTANDER);
        server.bench.until("the bystander's reply", () -> {
            bystander.poll();
            return bystander.got().endsWith(EchoServer.text("GET", "/bystander", 0));
        });
        assertThat(server.bench.reactor().counters().get(Counter.HTTP_FAULTS)).isZero();
    }

    /// The most that one of them finds before it wants more.
    private static int requestsOthersSee(String input) {
        int most = 0;
        for (OtherReader other : OTHERS) {
            int seen = 0;
            for (int at = 0; at != OtherReader.MORE && at < input.length(); seen++) {
                at = other.end(input, at);
            }
            most = Math.max(most, seen);
        }
        return most;
    }

    /// What is to be sent for what has been read.
    private static final class Expected {
        private final List<Integer> statuses = new ArrayList<>();
        private final List<String> methods = new ArrayList<>();

        static Expected of(Reading reading) {
            Expected expected = new Expected();
            for (Reading.Message message : reading.messages()) {
                if (!expected.goesOn(message.head(), true)) {
                    return expected;
                }
            }
            expected.rest(reading);
            return expected;
        }

        List<Integer> statuses() {
            return statuses;
        }

        List<String> methods() {
            return methods;
        }

        private boolean add(int status) {
            statuses.add(status);
            return status < 300;
        }

        /// @return whether the connection goes on with what follows of the request, or with the next one
        private boolean goesOn(RequestHead head, boolean whole) {
            methods.add(head.method());
            List<String> wanted = head.minorVersion() == 1 ? head.headers().tokens("Expect") : List.of();
            if (!wanted.isEmpty() && !wanted.equals(List.of("100-continue"))) {
                return add(417);
            }
            if (!head.bodyLength().mayHaveContent()) {
                wanted = List.of();
            }
            if (head.method().equals("CONNECT")) {
                return add(501);
            }
            if (head.target().regionMatches(true, 0, "https:", 0, 6)) {
                boolean drained = wanted.isEmpty() && head.bodyLength().kind() != BodyLength.Kind.CHUNKED;
                statuses.add(421);
                return whole && drained && head.isPersistent();
            }
            if (target(head).startsWith("/early")) {
                boolean drained = wanted.isEmpty() && head.bodyLength().kind() != BodyLength.Kind.CHUNKED;
                return add(200) && whole && drained && head.isPersistent();
            }
            if (!wanted.isEmpty()) {
                add(100);
            }
            return !whole || add(200) && head.isPersistent();
        }

        private static String target(RequestHead head) {
            try {
                return RequestTarget.of(head).path();
            } catch (HttpException e) {
                throw new AssertionError(e);
            }
        }

        /// An error, or a request that is not complete when the client ends.
        private void rest(Reading reading) {
            if (reading.head() != null && reading.hasReachedBody()) {
                if (goesOn(reading.head(), false)) {
                    add(reading.error() == 0 ? 400 : reading.error());
                }
            } else if (reading.error() != 0) {
                methods.add(reading.head() != null ? reading.head().method() : reading.unreadMethod());
                add(reading.error());
            } else if (reading.begun()) {
                methods.add(reading.unreadMethod());
                add(400);
            }
        }
    }
}
