package medusa.producer;

import static medusa.producer.Scripted.ask;
import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.more;
import static medusa.producer.Scripted.stalled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompositeProducerTest {

    @TempDir
    Path folder;

    private static BytesProducer bytes(String text) {
        return new BytesProducer(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static BytesProducer direct(String text) {
        return new BytesProducer(
                ByteBuffer.allocateDirect(text.length()).put(StandardCharsets.US_ASCII.encode(text)).flip());
    }

    private FileProducer file(String text) throws Exception {
        return new FileProducer(FileChannel.open(Files.writeString(folder.resolve("file"), text)), 0, text.length());
    }

    @Test
    void packsPartsAndClosesEachAsItEnds() throws Exception {
        Scripted first = new Scripted(more("one "), end("two "));
        Scripted second = new Scripted(end(""));
        Scripted third = new Scripted(stalled("three"), end(""));
        CompositeProducer all = new CompositeProducer(first, second, third);
        assertThat(ask(all, 256)).isEqualTo("one |MORE");
        assertThat(first.closes).isZero();
        assertThat(ask(all, 1000)).isEqualTo("two three|STALLED");
        assertThat(List.of(first.closes, second.closes, third.closes)).containsExactly(1, 1, 0);
        assertThat(ask(all, 256)).isEqualTo("|END");
        all.close();
        assertThat(List.of(first.closes, second.closes, third.closes)).containsExactly(1, 1, 1);
    }

    @Test
    void stopsBeforeAPartThatNeedsNoCopy() throws Exception {
        CompositeProducer withFile = new CompositeProducer(bytes("head "), file("file"), bytes(" foot"));
        assertThat(withFile.transferable()).isFalse();
        assertThat(ask(withFile, 1000)).isEqualTo("head |MORE");
        assertThat(withFile.transferable()).isTrue();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(withFile.transferTo(Channels.newChannel(out), 1000)).isEqualTo(4);
        assertThat(withFile.transferable()).isFalse();
        assertThat(withFile.remaining()).isEqualTo(5);
        assertThat(ask(withFile, 1000)).isEqualTo(" foot|END");

        CompositeProducer withBuffer = new CompositeProducer(bytes("head "), direct("body"));
        assertThat(withBuffer.ready()).isNull();
        assertThat(ask(withBuffer, 1000)).isEqualTo("head |MORE");
        assertThat(withBuffer.ready().remaining()).isEqualTo(4);
    }

    @Test
    void aBufferWithMoreBehindItDoesNotHoldAllTheBytesLeft() {
        CompositeProducer all = new CompositeProducer(direct("one"), direct("two"));
        assertThat(all.ready()).isNull();
    }

    @Test
    void doesNotOfferAFileWhileTheWholeLengthIsUnknown() throws Exception {
        try (CompositeProducer all = new CompositeProducer(file("file"), new Scripted(end("")))) {
            assertThat(all.remaining()).isEqualTo(-1);
            assertThat(all.transferable()).isFalse();
            assertThat(ask(all, 1000)).isEqualTo("file|END");
        }
    }

    @Test
    void takesPartsWhileItRuns() throws Exception {
        Runnable wake = () -> {};
        Scripted late = new Scripted(end("late"));
        Scripted tooLate = new Scripted();
        CompositeProducer all = new CompositeProducer(new Scripted(stalled(""), end("early ")));
        all.wakeWith(wake);
        assertThat(ask(all, 256)).isEqualTo("|STALLED");
        assertThat(all.add(late)).isTrue();
        assertThat(late.wake).isSameAs(wake);
        assertThat(ask(all, 1000)).isEqualTo("early late|END");
        assertThat(all.add(tooLate)).isFalse();
        assertThat(tooLate.closes).isEqualTo(1);
    }

    @Test
    void closesTheOthersWhenOneThrows() {
        Scripted first = new Scripted();
        Scripted last = new Scripted();
        Producer broken = new HookedProducer(new Scripted(), (bytes, complete) -> {
            throw new IllegalStateException("broken hook");
        });
        CompositeProducer all = new CompositeProducer(first, broken, last);
        assertThatThrownBy(all::close).hasMessage("broken hook");
        assertThat(first.closes + last.closes).isEqualTo(2);
        all.close();
        assertThat(first.closes + last.closes).isEqualTo(2);
    }

    @Test
    void namesItsPartsUpToAPoint() throws Exception {
        try (CompositeProducer two = new CompositeProducer(bytes("x"), new ChunkedProducer(file("y")))) {
            assertThat(two.name()).isEqualTo("composite(bytes, chunked(file))");
        }
        List<Producer> many = new ArrayList<>(Collections.nCopies(1000, bytes("x")));
        assertThat(new CompositeProducer(many).name()).isEqualTo("composite(bytes, bytes, bytes, bytes, +996)");
    }
}
