package medusa.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileProducerTest {

    @TempDir
    Path folder;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final WritableByteChannel socket = Channels.newChannel(out);

    private FileProducer open(String text, long position, long count) throws IOException {
        Path path = Files.writeString(folder.resolve("file"), text);
        return new FileProducer(FileChannel.open(path, StandardOpenOption.READ), position, count);
    }

    @Test
    void aFileThatShrankIsAnErrorByEitherWay() throws Exception {
        try (FileProducer read = open("0123456789", 2, 8)) {
            Files.writeString(folder.resolve("file"), "01234");
            assertThat(Scripted.ask(read, 256)).isEqualTo("234|MORE");
            assertThatThrownBy(() -> Scripted.ask(read, 256)).isInstanceOf(EOFException.class)
                    .hasMessageContaining("5 bytes before");
        }
        try (FileProducer sent = open("0123456789", 2, 8)) {
            Files.writeString(folder.resolve("file"), "01234");
            assertThat(sent.transferTo(socket, 100)).isEqualTo(3);
            assertThatThrownBy(() -> sent.transferTo(socket, 100)).isInstanceOf(EOFException.class);
        }
    }

    @Test
    void aFileThatGrewIsSentAtItsLength() throws Exception {
        try (FileProducer file = open("0123", 0, 4)) {
            Files.writeString(folder.resolve("file"), "0123456789");
            assertThat(file.transferTo(socket, 3)).isEqualTo(3);
            assertThat(Scripted.ask(file, 256)).isEqualTo("3|END");
            assertThat(file.remaining()).isZero();
            assertThat(file.transferTo(socket, 100)).isZero();
            assertThat(out).hasToString("012");
        }
    }

    @Test
    void asksForNoMoreThanTheSystemSendsAtOnce() throws Exception {
        List<Long> asked = new ArrayList<>();
        long fiveGiB = 5L << 30;
        try (FileProducer file = new FileProducer(new FakeFile(fiveGiB, (position, count) -> {
            asked.add(position);
            asked.add(count);
            return count;
        }), 0, fiveGiB)) {
            while (file.remaining() > 0) {
                file.transferTo(socket, Long.MAX_VALUE);
            }
        }
        long most = 0x7ffff000L;
        assertThat(asked).containsExactly(0L, most, most, most, 2 * most, fiveGiB - 2 * most);
    }

    @Test
    void zeroFromAFileThatIsLongEnoughMeansAFullSocket() throws Exception {
        try (FileProducer file = new FileProducer(new FakeFile(10, (position, count) -> 0), 0, 10)) {
            assertThat(file.transferTo(socket, 10)).isZero();
            assertThat(file.remaining()).isEqualTo(10);
        }
    }

    @Test
    void theErrorOfATruncatedMappingEndsOnlyThisFile() {
        try (FileProducer file = new FileProducer(new FakeFile(10, (position, count) -> {
            throw new InternalError("a fault occurred in an unsafe memory access operation");
        }), 0, 10)) {
            assertThatThrownBy(() -> file.transferTo(socket, 10)).isInstanceOf(IOException.class)
                    .hasCauseInstanceOf(InternalError.class);
        }
    }

    @Test
    void refusesANegativeRange() {
        assertThatThrownBy(() -> open("0", -1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> open("0", 0, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void fillsARealSocketAndGoesOnWhenItHasRoom() throws Exception {
        byte[] content = new byte[8 << 20];
        new Random(1).nextBytes(content);
        Path path = Files.write(folder.resolve("large"), content);
        ByteBuffer received = ByteBuffer.allocate(content.length);
        int full = 0;
        try (ServerSocketChannel server = ServerSocketChannel.open()
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel peer = SocketChannel.open(server.getLocalAddress());
                SocketChannel sender = server.accept();
                FileProducer file = new FileProducer(FileChannel.open(path), 0, content.length)) {
            sender.configureBlocking(false);
            while (received.hasRemaining()) {
                if (file.remaining() > 0 && file.transferTo(sender, 1 << 20) > 0) {
                    continue;
                }
                full++;
                peer.read(received);
            }
        }
        assertThat(received.array()).isEqualTo(content);
        assertThat(full).isGreaterThan(1);
    }
}
