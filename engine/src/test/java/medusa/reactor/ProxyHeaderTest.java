package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.metrics.Counter;

/// The PROXY protocol, as text and on the wire.
@Timeout(60)
class ProxyHeaderTest {
    private static final Proxies LOOPBACK = new Proxies(List.of(AddressRange.parse("127.0.0.0/8")),
            Duration.ofSeconds(5));
    private static final String LINE = "PROXY TCP4 192.0.2.1 198.51.100.2 5678 80\r\n";
    private static final String SIGNATURE = "\r\n\r\n\0\r\nQUIT\n";
    private static final String PORTS = "\u0016\u002e\u0000\u0050";

    /// @param rest addresses, ports and fields
    private static String binary(int command, int family, String rest) {
        return SIGNATURE + (char) command + (char) family + (char) (rest.length() >> 8) + (char) (rest.length() & 0xff)
                + rest;
    }

    private static final String FOUR = binary(0x21, 0x11, "\u00c0\0\2\1\u00c6\u0033\u0064\2" + PORTS);

    private static ProxyHeader parse(String text) throws ProtocolException {
        return ProxyHeader.parse(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
    }

    private static String client(String text) throws ProtocolException {
        ProxyHeader header = parse(text);
        return header.client() == null
                ? "itself"
                : Addresses.text(header.client().getAddress()) + " " + header.client().getPort();
    }

    @Test
    void saysWhoTheClientIs() throws ProtocolException {
        assertThat(client(LINE)).isEqualTo("192.0.2.1 5678");
        assertThat(client("PROXY TCP6 2001:db8::1 2001:db8::2 0 65535\r\n")).isEqualTo("2001:db8::1 0");
        assertThat(client("PROXY TCP6 ::ffff:192.0.2.1 ::ffff:192.0.2.2 1 2\r\n")).isEqualTo("192.0.2.1 1");
        assertThat(client(FOUR)).isEqualTo("192.0.2.1 5678");
        String six = "\u0020\u0001\r\u00b8" + "\0".repeat(11) + "\1";
        assertThat(client(binary(0x21, 0x21, six + six + PORTS))).isEqualTo("2001:db8::1 5678");
    }

    @Test
    void maySpeakForItself() throws ProtocolException {
        assertThat(client("PROXY UNKNOWN\r\n")).isEqualTo("itself");
        assertThat(client("PROXY UNKNOWN ffff::1 ffff::2 1 anything\r\n")).isEqualTo("itself");
        assertThat(client(binary(0x20, 0, ""))).isEqualTo("itself");
        assertThat(client(binary(0x20, 0x11, "whatever it is"))).isEqualTo("itself");
        assertThat(client(binary(0x21, 0, "\3"))).isEqualTo("itself");
        assertThat(client(binary(0x21, 0x31, "/".repeat(216)))).isEqualTo("itself");
    }

    private static String withChecksum(int spoil) {
        String header = binary(0x21, 0x11, "\u00c0\0\2\1\u00c6\u0033\u0064\2" + PORTS + "\3\0\4\0\0\0\0\4\0\1x");
        CRC32C sum = new CRC32C();
        sum.update(header.getBytes(StandardCharsets.ISO_8859_1));
        int value = (int) sum.getValue() + spoil;
        StringBuilder whole = new StringBuilder(header);
        for (int i = 0; i < 4; i++) {
            whole.setCharAt(16 + 12 + 3 + i, (char) (value >> 8 * (3 - i) & 0xff));
        }
        return whole.toString();
    }

    @Test
    void mayHaveFieldsAndAChecksumOfAllOfIt() throws ProtocolException {
        assertThat(client(withChecksum(0))).isEqualTo("192.0.2.1 5678");
        assertThatThrownBy(() -> parse(withChecksum(1))).hasMessageContaining("checksum");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "PROXY\tTCP4", "proxy ", "PROXY \r\n", "PROXY TCP4\r\n",
        "\r\n\r\nGET",
        "PROXY TCP4 192.0.2.1 198.51.100.2 5678 80\n", "PROXY TCP4 192.0.2.1  198.51.100.2 5678 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 5678 80 \r\n", "PROXY TCP4 192.0.2 198.51.100.2 5678 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.256 5678 80\r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 65536 80\r\n",
        "PROXY TCP4 192.0.2.1 198.51.100.2 -1 80\r\n", "PROXY TCP4 192.0.2.1 198.51.100.2 080 80\r\n",
        "PROXY TCP4 2001:db8::1 2001:db8::2 1 2\r\n", "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP6 2001:db8::1%eth0 2001:db8::2 1 2\r\n", "PROXY TCP6 a:b 2001:db8::2 1 2\r\n",
        "PROXY UDP4 192.0.2.1 198.51.100.2 5678 80\r\n", "PROXY TCP4 example.org 198.51.100.2 5678 80\r\n"})
    void isRefusedAsALine(String text) {
        assertThatThrownBy(() -> parse(text)).isInstanceOf(ProtocolException.class);
    }

    @Test
    void isRefusedAsBytes() {
        for (String text : List.of(binary(0x11, 0x11, "x".repeat(12)), binary(0x22, 0x11, "x".repeat(12)),
                binary(0x21, 0x12, "x".repeat(12)), binary(0x21, 0x11, "x".repeat(11)),
                binary(0x21, 0x21, "x".repeat(35)), binary(0x21, 0x31, "x".repeat(215)),
                binary(0x21, 0x11, "x".repeat(12) + "\4"), binary(0x21, 0x11, "x".repeat(12) + "\4\0\2x"),
                binary(0x21, 0x11, "x".repeat(12) + "\3\0\1x"), binary(0x20, 0, "x".repeat(5000)),
                "PROXY UNKNOWN" + "x".repeat(200))) {
            assertThatThrownBy(() -> parse(text)).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void waitsForItsRest() throws ProtocolException {
        for (String text : List.of(LINE, FOUR, withChecksum(0))) {
            for (int i = 1; i < text.length(); i++) {
                assertThat(parse(text.substring(0, i))).isNull();
            }
            ByteBuffer data = ByteBuffer.wrap((text + "rest").getBytes(StandardCharsets.ISO_8859_1));
            assertThat(ProxyHeader.parse(data)).isNotNull();
            assertThat(data.remaining()).isEqualTo(4);
        }
    }

    // ---- on the wire ----

    /// Says who has come, and then what it is told.
    private static final class Greeter extends Channel {
        @Override
        protected void opened() {
            push(Addresses.text(address()) + ":");
        }

        @Override
        protected void received(ByteBuffer data) {
            byte[] bytes = new byte[data.remaining()];
            data.get(bytes);
            push(bytes);
        }
    }

    private static Acceptor.Options behind(Proxies proxies, ConnectionLimits limits) {
        return new Acceptor.Options(64, ChannelLimits.DEFAULT, BufferPolicy.DEFAULT, limits, "").with(proxies);
    }

    @Test
    void comesBeforeTheFirstByteOfTheProtocol() throws IOException {
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(behind(LOOPBACK, ConnectionLimits.none()), Greeter::new);
            bench.connect(acceptor).send(LINE + "hello").expect("192.0.2.1:hello");
            bench.connect(acceptor).dribble(FOUR + "hello").expect("192.0.2.1:hello");
            bench.connect(acceptor).dribble(LINE).expect("192.0.2.1:").send("later").expect("later");
            bench.connect(acceptor).send("PROXY UNKNOWN\r\nhello").expect("127.0.0.1:hello");
            bench.connect(acceptor).send(binary(0x20, 0, "")).expect("127.0.0.1:");
            bench.connect(acceptor).send(LINE + "hello").halfClose().expect("192.0.2.1:hello");
            assertThat(bench.reactor().bench().pool.figures().lent()).isZero();
        }
    }

    @Test
    void isNotBelievedOfOthers() throws IOException {
        Proxies elsewhere = new Proxies(List.of(AddressRange.parse("10.0.0.0/8")), Duration.ofSeconds(5));
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(behind(elsewhere, ConnectionLimits.none()), Greeter::new);
            bench.connect(acceptor).send(LINE).expect("127.0.0.1:" + LINE);
        }
    }

    @Test
    void hasToBeThereAndInTime() throws IOException {
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(behind(LOOPBACK, ConnectionLimits.none()), Greeter::new);
            for (String bad : List.of("GET / HTTP/1.1\r\n\r\n", "PROXY TCP4 x\r\n", "\r\n\r\nx")) {
                assertThat(bench.connect(acceptor).send(bad).expectGone().got()).isEmpty();
            }
            assertThat(bench.connect(acceptor).send("PROXY").halfClose().expectGone().got()).isEmpty();
            var quiet = bench.connect(acceptor);
            var slow = bench.connect(acceptor).send(LINE.substring(0, 20));
            bench.until("both", () -> bench.reactor().channels().size() == 2);
            bench.turn();
            bench.pass(LOOPBACK.headerTime());
            quiet.expectGone();
            slow.expectGone();
            assertThat(bench.reactor().counters().get(Counter.PROXY_HEADERS_REFUSED)).isEqualTo(6);
            assertThat(bench.reactor().channels()).isEmpty();
            assertThat(bench.reactor().bench().pool.figures().lent()).isZero();
        }
    }

    @Test
    void limitsCountTheClientAndNotTheProxy() throws IOException {
        try (Bench bench = new Bench()) {
            ConnectionLimits limits = new ConnectionLimits(100, 2);
            Acceptor acceptor = bench.listen(behind(LOOPBACK, limits), Greeter::new);
            List<Bench.Peer> served = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                served.add(bench.connect(acceptor).send(LINE).expect("192.0.2.1:"));
                bench.connect(acceptor).send(LINE.replace("192.0.2.1", "192.0.2.9")).expect("192.0.2.9:");
                bench.connect(acceptor).send("PROXY UNKNOWN\r\n").expect("127.0.0.1:");
                bench.connect(acceptor).send("PROXY UNKNOWN\r\n").expect("127.0.0.1:");
            }
            assertThat(bench.connect(acceptor).send(LINE).expectGone().got()).isEmpty();
            assertThat(bench.reactor().counters().get(Counter.REFUSED_ADDRESS)).isEqualTo(1);
            assertThat(limits.open()).isEqualTo(8);
            served.getFirst().hangUp();
            bench.until("its place is free", () -> limits.open() == 7);
            bench.connect(acceptor).send(LINE).expect("192.0.2.1:");
            assertThat(limits.take(InetAddress.ofLiteral("192.0.2.1"))).isNull();
        }
    }

    @Test
    void comesBeforeTheHandshake() throws IOException {
        try (TlsBench tls = new TlsBench("TLSv1.3", false)) {
            Acceptor acceptor = tls.bench().listen(Acceptor.Options.defaults().with(tls.tls(false)).with(LOOPBACK),
                    Greeter::new);
            TlsPeer apart = tls.connect(acceptor);
            apart.peer().dribble(LINE);
            apart.handshake().send("hello").expect("192.0.2.1:hello");
            TlsPeer together = tls.connect(acceptor);
            byte[] hello = together.nextFlight();
            byte[] both = (LINE + new String(hello, StandardCharsets.ISO_8859_1))
                    .getBytes(StandardCharsets.ISO_8859_1);
            together.peer().send(both);
            together.handshake().send("hello").expect("192.0.2.1:hello");
            assertThat(tls.count(Counter.HANDSHAKES)).isEqualTo(2);
        }
    }
}
