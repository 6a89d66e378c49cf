package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.Attributes;
import medusa.filesystem.OpenFile;
import medusa.producer.Producer;
import medusa.reactor.Bench;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.Progress;

/// The life of a transfer: its ends, and what may come in between.
class TransferTest {
    private static final int BIG = 24 << 20;
    private static final String ABORTED = "426 The transfer was aborted.";
    private static final String ABOR = "226 ABOR command successful.";
    private static final String COMPLETE = "226 Transfer complete.";

    @TempDir
    Path root;
    private final GatedFilesystem gates = new GatedFilesystem();
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root, FtpBench.RIGHTS, gates::around);
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private Bench.Peer began(String line) throws IOException {
        Bench.Peer data = anna.data();
        assertThat(anna.ask(line)).startsWith("150 ");
        return data;
    }

    private void big() throws IOException {
        try (FileChannel file = FileChannel.open(root.resolve("big"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.allocate(1), BIG - 1);
        }
    }

    /// What is on the disk, with what uploads have for themselves.
    private List<String> names() throws IOException {
        try (Stream<Path> all = Files.list(root)) {
            return all.map(path -> path.getFileName().toString()).filter(name -> !name.equals("box"))
                    .filter(name -> !name.equals("shut")).sorted().toList();
        }
    }

    private void requireNothingLeft() throws IOException {
        ftp.bench.until("the end of data connections", () -> ftp.bench.reactor().channels().stream()
                .noneMatch(FtpDataChannel.class::isInstance));
        assertThat(ftp.ftp.sessions()).allMatch(session -> session.transfer().isEmpty());
        assertThat(ftp.ftp.sessions()).noneMatch(session -> session.data().isSet());
    }

    // ---- ABOR ----

    @Test
    void anAbortWithNothingToAbortIsAnswered() throws Exception {
        anna.ask("ABOR", ABOR).send("ABOR\r\nABOR").expect(ABOR, ABOR);
    }

    @Test
    void transfersThatWaitBeforeAnAbortAreNotBegun() throws Exception {
        big();
        InetSocketAddress port = anna.passive();
        Bench.Peer data = ftp.bench.connect(port);
        assertThat(anna.ask("RETR big")).startsWith("150 ");
        anna.send("RETR big\r\nSTOR other\r\nABOR\r\nNOOP");
        anna.expect(ABORTED, "425 Use PASV, EPSV, PORT or EPRT first.", "425 Use PASV, EPSV, PORT or EPRT first.", ABOR,
                "200 NOOP command successful.");
        data.expectGone();
        assertThat(names()).containsExactly("big");
    }

    @Test
    void anAbortInOnePieceWithWhatItAborts() throws Exception {
        big();
        Bench.Peer data = anna.data();
        gates.shut("open");
        anna.send("RETR big\r\nEPSV 1\r\nRETR big\r\nABOR\r\nNOOP");
        assertThat(anna.line()).isEqualTo(ABORTED);
        assertThat(anna.line()).startsWith("229 ");
        anna.expect(ABORTED, ABOR, "200 NOOP command successful.");
        gates.open("open");
        data.expectGone();
        requireNothingLeft();
    }

    @Test
    void anAbortOfAnUploadIsAnsweredWhenNothingOfItIsLeft() throws Exception {
        Bench.Peer data = began("STOR new");
        data.send("half");
        gates.shut("close");
        anna.send("ABOR");
        ftp.bench.until("the upload to be given up", () -> gates.isReached("close"));
        anna.control.poll();
        assertThat(anna.control.got()).isEmpty();
        gates.open("close");
        anna.expect(ABORTED, ABOR);
        assertThat(names()).isEmpty();
        data.expectGone();
    }

    @Test
    void anAbortBeforeTheFileIsOpen() throws Exception {
        anna.passive();
        gates.shut("write");
        anna.send("STOR new");
        ftp.bench.until("the opening", () -> gates.isReached("write"));
        anna.send("ABOR");
        ftp.bench.turn();
        gates.open("write");
        anna.expect(ABORTED, ABOR);
        assertThat(names()).isEmpty();
        requireNothingLeft();
    }

    @Test
    void anAbortWhileTheFileIsOpenedForReadingDoesNotWaitForIt() throws Exception {
        AtomicInteger open = countedFile();
        anna.passive();
        gates.shut("open");
        anna.send("RETR file");
        ftp.bench.until("the opening", () -> gates.isReached("open"));
        anna.send("ABOR").expect(ABORTED, ABOR);
        requireNothingLeft();
        assertThat(open).hasValue(1);
        gates.open("open");
        ftp.bench.until("the file to be closed", () -> open.get() == 0);
        ftp.write("file", "content");
        gates.instead(null);
        assertThat(anna.fetch("RETR file")).isEqualTo("content");
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }

    @Test
    void aSessionThatEndsWhileTheFileIsOpenedLeavesNothingOpen() throws Exception {
        AtomicInteger open = countedFile();
        anna.passive();
        gates.shut("open");
        anna.send("RETR file");
        ftp.bench.until("the opening", () -> gates.isReached("open"));
        anna.control.reset();
        ftp.bench.until("the end of the session", () -> ftp.ftp.sessions().isEmpty());
        gates.open("open");
        ftp.bench.until("the file to be closed", () -> open.get() == 0);
        assertThat(ftp.bench.reactor().channels()).isEmpty();
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }

    @Test
    void aFileThatCannotBeOpenedIsNotToldToWhomHasAborted() throws Exception {
        anna.passive();
        gates.shut("open");
        anna.send("RETR none");
        ftp.bench.until("the opening", () -> gates.isReached("open"));
        anna.send("ABOR").expect(ABORTED, ABOR);
        gates.open("open");
        FtpBench.Client other = ftp.login("anna");
        other.passive();
        other.ask("RETR none", "550 No such file or folder."); // which was asked for behind that one
        anna.ask("NOOP", "200 NOOP command successful.");
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }

    /// @return how often what is opened for reading from now on is not closed, which begins with once
    private AtomicInteger countedFile() {
        AtomicInteger open = new AtomicInteger(1);
        byte[] content = "content".getBytes(StandardCharsets.ISO_8859_1);
        OpenFile file = OpenFile.of(Attributes.of(Attributes.Kind.FILE, content.length, FtpBench.NOW), content);
        gates.instead((OpenFile) Proxy.newProxyInstance(TransferTest.class.getClassLoader(),
                new Class<?>[]{OpenFile.class}, (_, method, args) -> {
                    Object result = method.invoke(file, args);
                    return result instanceof Producer bytes ? new Counted(bytes, open) : result;
                }));
        return open;
    }

    /// Bytes of which it is known when they are closed.
    private record Counted(Producer bytes, AtomicInteger open) implements Producer {
        @Override
        public Next more(ByteBuffer into) throws IOException {
            return bytes.more(into);
        }

        @Override
        public void close() {
            open.decrementAndGet();
            bytes.close();
        }
    }

    @Test
    void anAbortWhileTheFileGetsItsNameIsTooLate() throws Exception {
        Bench.Peer data = began("STOR new");
        gates.shut("commit");
        data.send("content").hangUp();
        ftp.bench.until("the end", () -> gates.isReached("commit"));
        anna.send("ABOR");
        ftp.bench.turn();
        gates.open("commit");
        anna.expect(COMPLETE, ABOR);
        assertThat(ftp.read("new")).isEqualTo("content");
    }

    // ---- the ends of connections ----

    @Test
    void whoQuitsInATransferHasItToItsEnd() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        anna.send("QUIT");
        ftp.bench.until("all of it", () -> data.poll(1 << 20) < 0);
        assertThat(data.got()).hasSizeGreaterThanOrEqualTo(16 << 20);
        anna.expect(COMPLETE, "221 Goodbye.").expectEnd();
    }

    @Test
    void whoSaysGoodbyeAndLeavesHasHisFileStored() throws Exception {
        Bench.Peer data = began("STOR new");
        data.send("content");
        anna.send("QUIT");
        anna.control.halfClose();
        data.hangUp();
        anna.expect(COMPLETE, "221 Goodbye.");
        assertThat(ftp.read("new")).isEqualTo("content");
    }

    @Test
    void aClientThatWasKilledHasStoredNothing() throws Exception {
        Bench.Peer data = began("STOR new");
        data.send("half of it");
        ftp.bench.until("the half", () -> ftp.ftp.sessions().iterator().next().transfer().orElseThrow().bytes() == 10);
        anna.control.hangUp();
        data.hangUp();
        ftp.bench.until("the end", () -> ftp.ftp.sessions().isEmpty());
        ftp.bench.until("nothing", () -> isEmpty());
        assertThat(incomplete()).isEqualTo(1);
    }

    private boolean isEmpty() {
        try {
            return names().isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private long incomplete() {
        return ftp.events.stream().filter(FtpEvent.Transferred.class::isInstance).map(FtpEvent.Transferred.class::cast)
                .filter(event -> !event.complete()).count();
    }

    @Test
    void aControlConnectionThatIsResetEndsItsTransfer() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        anna.control.reset();
        data.expectGone();
        ftp.bench.until("the end", () -> ftp.ftp.sessions().isEmpty());
        assertThat(incomplete()).isEqualTo(1);
    }

    @Test
    void aControlConnectionThatIsLostWhileTheFileGetsItsNameLosesNothing() throws Exception {
        Bench.Peer data = began("STOR new");
        gates.shut("commit");
        data.send("content").hangUp();
        ftp.bench.until("the end", () -> gates.isReached("commit"));
        anna.control.reset();
        ftp.bench.until("the end of the session", () -> ftp.ftp.sessions().isEmpty());
        gates.open("commit");
        ftp.bench.until("the file", () -> Files.exists(root.resolve("new")));
        ftp.bench.until("the event", () -> ftp.events.stream()
                .anyMatch(event -> event instanceof FtpEvent.Transferred done && done.complete()));
        assertThat(ftp.read("new")).isEqualTo("content");
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }

    @Test
    void aDataConnectionThatIsResetIsNoEndOfAFile() throws Exception {
        Bench.Peer data = began("STOR new");
        data.send("half").reset();
        anna.expect("426 The data connection broke off; the transfer is not complete.");
        assertThat(names()).isEmpty();
        big();
        data = began("RETR big");
        data.reset();
        anna.expect("426 The data connection broke off; the transfer is not complete.")
                .ask("NOOP", "200 NOOP command successful.");
        requireNothingLeft();
    }

    @Test
    void whoOnlyEndsHisSideOfTheDataConnectionGetsAll() throws Exception {
        ftp.write("file", "content");
        Bench.Peer data = anna.data();
        data.halfClose();
        assertThat(anna.ask("RETR file")).startsWith("150 ");
        data.expectEnd();
        assertThat(data.got()).isEqualTo("content");
        anna.expect(COMPLETE);
    }

    @Test
    void whatWasSentBeforeTheCommandIsNotLost() throws Exception {
        Bench.Peer data = anna.data();
        data.send("content").hangUp();
        ftp.bench.turn();
        assertThat(anna.ask("STOR early")).startsWith("150 ");
        anna.expect(COMPLETE);
        assertThat(ftp.read("early")).isEqualTo("content");
    }

    // ---- time ----

    @Test
    void whoStandsStillIsCutOff() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        settled();
        ftp.pass(Duration.ofSeconds(61));
        anna.expect("426 The data connection stood still for too long; the transfer is not complete.");
        data.expectGone();
        began("STOR new").send("half");
        settled();
        ftp.pass(Duration.ofSeconds(61));
        anna.expect("426 The data connection stood still for too long; the transfer is not complete.");
        assertThat(names()).containsExactly("big");
    }

    @Test
    void whoIsTooSlowIsCutOff() throws Exception {
        Bench.Peer data = began("STOR new");
        for (int i = 0; i < 4; i++) {
            data.send("x");
            settled();
            ftp.pass(Duration.ofSeconds(20));
        }
        anna.expect("426 The data connection was too slow; the transfer is not complete.");
    }

    @Test
    void aDiskThatIsSlowIsNotTheClientsFault() throws Exception {
        Bench.Peer data = began("STOR new");
        gates.shut("write");
        ByteBuffer much = ByteBuffer.allocate(4 << 20);
        ftp.bench.until("the disk to be behind", () -> {
            try {
                data.offer(much);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return isBusy();
        });
        settled();
        ftp.pass(Duration.ofSeconds(61));
        ftp.pass(Duration.ofSeconds(61));
        assertThat(isBusy()).isTrue();
        gates.open("write");
        data.send(much).hangUp();
        anna.expect(COMPLETE);
        assertThat(root.resolve("new")).hasSize(4 << 20);
    }

    private boolean isBusy() { return ftp.ftp.sessions().iterator().next().transfer().orElseThrow().isBusy(); }

    private void settled() throws IOException {
        for (int i = 0; i < 50; i++) {
            ftp.bench.turn();
        }
    }

    // ---- what is sent ----

    @Test
    void aFileThatShrinksIsNotToldToBeComplete() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        ftp.bench.until("the beginning", () -> data.poll() > 0);
        try (FileChannel file = FileChannel.open(root.resolve("big"), StandardOpenOption.WRITE)) {
            file.truncate(1 << 20);
        }
        ftp.bench.until("the end", () -> data.poll() < 0);
        anna.expect("451 It could not be read to its end; the transfer is not complete.");
        requireNothingLeft();
    }

    @Test
    void progressIsShown() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        ftp.bench.until("a third", () -> {
            data.poll(1 << 16);
            return data.got().length() > BIG / 3;
        });
        String doing = ftp.ftp.sessions().iterator().next().doing();
        assertThat(doing).matches("anna: RETR /big \\d\\d % of 24 MiB");
        assertThat(ftp.bench.reactor().channels()).anyMatch(channel -> channel.toString().startsWith("FtpDataChannel"));
        for (String protocol : List.of("ftp", "ftp-data")) {
            ChannelSnapshot shown = snapshot(protocol);
            assertThat(shown.user()).isEqualTo("anna");
            assertThat(shown.progress().done()).isBetween(BIG / 3L, BIG - 1L);
            assertThat(shown.progress().total()).isEqualTo(BIG);
        }
        anna.send("ABOR").expect(ABORTED, ABOR);
        began("STOR new").send("x".repeat(3000));
        ftp.bench.until("the bytes", () -> ftp.ftp.sessions().iterator().next().doing()
                .equals("anna: STOR /new 2.9 KiB"));
        assertThat(snapshot("ftp").progress()).isEqualTo(new Progress(3000, -1));
        assertThat(snapshot("ftp-data").progress()).isEqualTo(new Progress(3000, -1));
        anna.send("ABOR").expect(ABORTED, ABOR);
        assertThat(snapshot("ftp").progress()).isEqualTo(Progress.NONE);
        assertThat(snapshot("ftp").user()).isEqualTo("anna");
    }

    /// The latest connection that speaks so, as it shows itself.
    private ChannelSnapshot snapshot(String protocol) throws IOException {
        var all = ftp.bench.reactor().snapshot();
        ftp.bench.until("a picture", all::isDone);
        return all.join().channels().stream().filter(channel -> channel.protocol().equals(protocol))
                .reduce((_, last) -> last).orElseThrow();
    }

    @Test
    void aServerThatStopsLetsATransferEnd() throws Exception {
        big();
        Bench.Peer data = began("RETR big");
        boolean[] drained = {false};
        ftp.bench.reactor().drain(() -> drained[0] = true);
        ftp.bench.until("all of it", () -> data.poll(1 << 20) < 0);
        data.hangUp();
        anna.expect(COMPLETE, "421 The server is about to stop; goodbye.").expectEnd();
        anna.control.hangUp();
        ftp.bench.until("the end", () -> drained[0]);
    }
}
