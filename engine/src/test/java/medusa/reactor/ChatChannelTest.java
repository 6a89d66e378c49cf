package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChatChannelTest {

    /// Records each piece as one string, and takes its next terminator from a list.
    private static final class Recorder extends ChatChannel {
        final List<String> pieces = new ArrayList<>();
        final List<Terminator> next = new ArrayList<>();
        String piece = "";

        @Override
        protected void collect(ByteBuffer data) {
            assertThat(data.hasRemaining()).isTrue();
            piece += StandardCharsets.ISO_8859_1.decode(data);
        }

        @Override
        protected void foundTerminator() {
            pieces.add(piece);
            piece = "";
            if (!next.isEmpty()) {
                terminator(next.removeFirst());
            }
        }
    }

    private static Recorder feed(Terminator terminator, List<Terminator> next, String... reads) throws Exception {
        Recorder recorder = new Recorder();
        try (Bench bench = new Bench()) {
            Acceptor acceptor = bench.listen(() -> recorder);
            var peer = bench.connect(acceptor);
            bench.until("the connection", recorder::isOpen);
            recorder.terminator(terminator);
            recorder.next.addAll(next);
            for (String read : reads) {
                // straight to the parser, since the network may join what was sent apart
                recorder.received(ByteBuffer.wrap(read.getBytes(StandardCharsets.ISO_8859_1)));
            }
            peer.hangUp();
        }
        return recorder;
    }

    @Test
    void aPauseInTheMiddleOfAPieceStopsBehindIt() throws Exception {
        List<String> calls = new ArrayList<>();
        ChatChannel pausing = new ChatChannel() {
            @Override
            protected void collect(ByteBuffer data) {
                calls.add(StandardCharsets.ISO_8859_1.decode(data).toString());
                pauseInput();
            }

            @Override
            protected void foundTerminator() {
                calls.add("found");
            }
        };
        try (Bench bench = new Bench()) {
            var peer = bench.connect(bench.listen(() -> pausing)).send("one\r\ntwo\r\n");
            bench.until("the first piece", () -> !calls.isEmpty());
            bench.turn();
            assertThat(calls).containsExactly("one", "found");
            pausing.execute(() -> {
                pausing.terminator(Terminator.count(3));
                pausing.resumeInput();
            });
            bench.until("the second piece", () -> calls.size() > 2);
            assertThat(calls).containsExactly("one", "found", "two", "found");
            peer.hangUp();
        }
    }

    @Test
    void linesAreCutAndTheRestIsScannedAgain() throws Exception {
        Recorder recorder = feed(Terminator.CRLF, List.of(), "one\r\ntwo\r\n\r\nthr");
        assertThat(recorder.pieces).containsExactly("one", "two", "");
        assertThat(recorder.piece).isEqualTo("thr");
    }

    @Test
    void aTerminatorMayBeSplitAndMayAlmostMatch() throws Exception {
        Recorder recorder = feed(Terminator.CRLF, List.of(), "a\r", "\nb\r", "c\r\r", "\n", "\r", "\r", "d");
        assertThat(recorder.pieces).containsExactly("a", "b\rc\r");
        assertThat(recorder.piece).isEqualTo("\r\rd");
    }

    @Test
    void aTerminatorThatOverlapsItselfIsFound() throws Exception {
        Recorder recorder = feed(Terminator.bytes("aab"), List.of(), "aaa", "aab", "xaab");
        assertThat(recorder.pieces).containsExactly("aaa", "x");
    }

    @Test
    void aTerminatorMayChangeInsideTheBuffer() throws Exception {
        Recorder recorder = feed(Terminator.CRLF, List.of(Terminator.count(4), Terminator.bytes("."), Terminator.NONE),
                "4\r\nbodytail.all the", " rest\r\n");
        assertThat(recorder.pieces).containsExactly("4", "body", "tail");
        assertThat(recorder.piece).isEqualTo("all the rest\r\n");
    }

    @Test
    void aCountRepeats() throws Exception {
        Recorder recorder = feed(Terminator.count(3), List.of(), "ab", "cdefgh", "i");
        assertThat(recorder.pieces).containsExactly("abc", "def", "ghi");
    }

    /// However the bytes are split, the pieces are the same as with an ordinary search over the whole.
    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\r\n\r\n", "aab", "abab", "x"})
    void everySplitGivesTheSamePieces(String terminator) throws Exception {
        Random random = new Random(terminator.hashCode());
        for (int round = 0; round < 200; round++) {
            StringBuilder text = new StringBuilder();
            String alphabet = terminator + "z";
            for (int i = 0; i < 60; i++) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            List<String> reads = new ArrayList<>();
            for (int at = 0; at < text.length();) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(7));
                reads.add(text.substring(at, end));
                at = end;
            }
            List<String> expected = new ArrayList<>();
            String rest = text.toString();
            for (int at = rest.indexOf(terminator); at >= 0; at = rest.indexOf(terminator)) {
                expected.add(rest.substring(0, at));
                rest = rest.substring(at + terminator.length());
            }
            Recorder recorder = feed(Terminator.bytes(terminator), List.of(), reads.toArray(String[]::new));
            assertThat(recorder.pieces).as("%s in %s", terminator, reads).isEqualTo(expected);
            assertThat(rest).as("%s in %s", terminator, reads).startsWith(recorder.piece);
        }
    }
}
