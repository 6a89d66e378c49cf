package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.reactor.Bench;

/// A client that does what was generated for it, and looks at what it gets.
final class FuzzedClient {
    private static final Pattern PASSIVE = Pattern
            .compile("(?m)^22[79] .*\\((?:\\d+,\\d+,\\d+,\\d+,(\\d+),(\\d+)|\\|\\|\\|(\\d+)\\|)\\)");
    private static final int CALM = 2;
    private static final int LONGEST_CALM = 8;
    private static final int MOST_PASSES = 60;
    private static final Duration STEP = Duration.ofSeconds(31);
    private static final ByteBuffer MUCH = ByteBuffer.allocate(1 << 20);

    private final FtpBench ftp;
    private final InetAddress address;
    private final Consumer<Duration> whenTimePasses;
    private final Bench.Peer control;
    private final ReplyScanner replies = new ReplyScanner();
    private final StringBuilder sent = new StringBuilder();
    private final StringBuilder did = new StringBuilder();
    private final List<Bench.Peer> data = new ArrayList<>();
    private ServerSocketChannel offered;
    private boolean reads;
    private boolean gone;
    private boolean halfClosed;
    private int got;
    private int calm;

    FuzzedClient(FtpBench ftp, InetAddress address, Consumer<Duration> whenTimePasses) throws IOException {
        this.ftp = ftp;
        this.address = address;
        this.whenTimePasses = whenTimePasses;
        control = ftp.bench.connectFrom(address, ftp.acceptor.address());
    }

    void perform(List<FuzzedTalk.Act> acts) throws IOException {
        for (FuzzedTalk.Act act : acts) {
            if (gone || halfClosed || control.gone()) {
                return;
            }
            did.append(act).append('\n');
            switch (act) {
                case FuzzedTalk.Say(String bytes) -> say(bytes);
                case FuzzedTalk.Data(FuzzedTalk.Kind kind) -> data(kind);
                case FuzzedTalk.Await() -> settle();
                case FuzzedTalk.Leave(boolean reset) -> leave(reset);
            }
            ftp.bench.turn();
            poll();
        }
    }

    private void say(String bytes) throws IOException {
        ByteBuffer rest = ByteBuffer.wrap(bytes.getBytes(StandardCharsets.ISO_8859_1));
        sent.append(bytes);
        ftp.bench.until("the server to read", () -> {
            try {
                control.offer(rest);
            } catch (IOException e) {
                return true; // it has ended the connection
            }
            poll();
            return !rest.hasRemaining() || control.gone();
        });
    }

    private void leave(boolean reset) throws IOException {
        if (reset) {
            control.reset();
            gone = true;
        } else {
            control.halfClose();
            halfClosed = true;
        }
    }

    private void data(FuzzedTalk.Kind kind) throws IOException {
        switch (kind) {
            case CONNECT -> connect();
            case OFFER -> offer();
            case OFFER_NOTHING -> {
                offer();
                offered.close();
                offered = null;
            }
            case READ -> reads = true;
            case SEND, SEND_MUCH -> send(kind == FuzzedTalk.Kind.SEND ? ByteBuffer.wrap("a\r\nb\n".getBytes()) : MUCH);
            case CLOSE, RESET -> close(kind == FuzzedTalk.Kind.RESET);
        }
    }

    private void connect() throws IOException {
        poll();
        Matcher matcher = PASSIVE.matcher(replies.text());
        int port = 0;
        while (matcher.find()) {
            port = matcher.group(3) == null
                    ? Integer.parseInt(matcher.group(1)) << 8 | Integer.parseInt(matcher.group(2))
                    : Integer.parseInt(matcher.group(3));
        }
        if (port > 0) {
            try {
                data.add(ftp.bench.connectFrom(address,
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
            } catch (IOException e) {
                // it is closed already
            }
        }
    }

    private void offer() throws IOException {
        if (offered == null) {
            offered = ServerSocketChannel.open().bind(new InetSocketAddress(address, 0));
            offered.configureBlocking(false);
        }
        int port = ((InetSocketAddress) offered.getLocalAddress()).getPort();
        say(port % 2 == 0
                ? "PORT " + address.getHostAddress().replace('.', ',') + ',' + (port >> 8) + ',' + (port & 0xff)
                        + "\r\n"
                : "EPRT |1|" + address.getHostAddress() + '|' + port + "|\r\n");
    }

    private void send(ByteBuffer bytes) {
        data.removeIf(peer -> {
            try {
                peer.offer(bytes.duplicate());
                return false;
            } catch (IOException e) {
                return true; // the server has ended it
            }
        });
    }

    private void close(boolean reset) throws IOException {
        for (Bench.Peer peer : data) {
            if (reset) {
                peer.reset();
            } else {
                peer.hangUp();
            }
        }
        data.clear();
    }

    /// Reads what is there.
    private void poll() {
        int before = got;
        if (!gone) {
            control.poll();
            got = control.got().length();
            replies.read(control.got());
        }
        if (offered != null) {
            accept();
        }
        if (reads) {
            data.forEach(peer -> got += Math.max(0, peer.poll()));
        }
        calm = got == before ? calm + 1 : 0;
    }

    private void accept() {
        try {
            ftp.bench.accepted(offered).ifPresent(data::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Lets time pass where nothing happens any more, until each line is answered.
    private void settle() throws IOException {
        for (int passes = 0; !isAnsweredSoon(CALM << Math.min(passes, LONGEST_CALM)); passes++) {
            if (passes == MOST_PASSES) {
                throw new AssertionError("not every line is answered");
            }
            ftp.pass(STEP);
            whenTimePasses.accept(STEP);
        }
    }

    /// @param most turns in which nothing happens; what workers do takes its time
    private boolean isAnsweredSoon(int most) throws IOException {
        calm = 0;
        ftp.bench.until("calm", () -> {
            poll();
            return calm >= most || isAnswered();
        });
        return isAnswered();
    }

    private boolean isAnswered() { return gone || control.gone() || replies.finals() > lines(); }

    /// Looks at everything that has come, and leaves.
    void end() throws IOException {
        settle();
        calm = 0;
        ftp.bench.until("whatever is too much", () -> {
            poll();
            return calm >= 2;
        });
        boolean ended = control.gone();
        if (!gone) {
            assertThat(replies.isOpen()).as("half a reply at the end").isFalse();
            assertThat(replies.finals() - 1).as("answers").isLessThanOrEqualTo(lines() + (ended ? 1 : 0));
            if (ended && !halfClosed) {
                assertThat(replies.last()).as("the last word").isIn(221, 421, 500);
            }
            control.hangUp();
        }
        close(false);
        if (offered != null) {
            offered.close();
        }
        long mine = ftp.ftp.sessions().size();
        ftp.bench.until("its session to be gone", () -> ftp.ftp.sessions().size() <= 1);
        assertThat(mine).isLessThanOrEqualTo(2);
    }

    /// The lines that the server has been given, Telnet taken out: the first one says whether an LF alone ends one.
    int lines() {
        int lines = 0;
        char last = 0;
        boolean alone = false;
        for (int i = 0; i < sent.length(); i++) {
            char c = sent.charAt(i);
            if (c == 0xff) {
                boolean doubled = i + 1 < sent.length() && sent.charAt(i + 1) == 0xff;
                last = doubled ? c : last;
                i = pastTelnet(i + 1);
                continue;
            }
            if (c == '\n' && lines == 0) { // the first LF ends a line, whatever stands before it
                alone = last != '\r';
            }
            boolean end = c == '\n' && (alone || last == '\r');
            lines += end ? 1 : 0;
            last = end ? 0 : c;
        }
        return lines;
    }

    /// @param i of what follows IAC
    /// @return where its last byte is
    private int pastTelnet(int i) {
        if (i >= sent.length()) {
            return i;
        }
        return switch (sent.charAt(i)) {
            case 0xfb, 0xfc, 0xfd, 0xfe -> i + 1;
            case 0xf4 -> i + 1 < sent.length() && sent.charAt(i + 1) == 0xf2 ? i + 1 : i;
            case 0xfa -> pastSubnegotiation(i + 1);
            default -> i;
        };
    }

    private int pastSubnegotiation(int from) {
        int i = from;
        while (i < sent.length() && !(sent.charAt(i) == 0xff && i + 1 < sent.length() && sent.charAt(i + 1) == 0xf0)) {
            i += sent.charAt(i) == 0xff ? 2 : 1;
        }
        return i + 1;
    }

    /// What the server has said.
    String everything() {
        return replies.text();
    }

    String transcript() {
        return "did:\n" + did + "\ngot:\n" + control.got();
    }
}
