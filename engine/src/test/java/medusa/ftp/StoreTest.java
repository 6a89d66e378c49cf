package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.filesystem.VirtualPath;
import medusa.reactor.Bench;

/// STOR, APPE and STOU: what becomes of a file that comes, and of one that does not come to its end.
class StoreTest {
    private static final String DONE = "226 Transfer complete.";

    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        ftp.user("ben", 64 << 10, -1, 0);
        ftp.user("carl", -1, 10_000, 0);
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private void inPlace() {
        FtpSettings now = FtpSettings.DEFAULT;
        ftp.ftp.settings(new FtpSettings(now.greeting(), now.limits(), now.ports(), now.rates(), true, true,
                now.hidden(), now.administrators(), now.fxp()));
    }

    private void rest(FtpBench.Client client, long offset) throws Exception {
        client.ask("REST " + offset, "350 Restarting at " + offset + ". Send STORE or RETRIEVE to initiate transfer.");
    }

    /// Begins a transfer, whose data connection it gives.
    private Bench.Peer begin(FtpBench.Client client, String command) throws Exception {
        Bench.Peer data = client.data();
        assertThat(client.ask(command)).startsWith("150 ");
        return data;
    }

    private void holds(String name, String content) throws Exception {
        ftp.bench.until(name + " to hold what it should", () -> {
            try {
                return Files.exists(root.resolve(name)) && ftp.read(name).equals(content);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private String names(String folder) throws Exception {
        try (var files = Files.list(root.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.matches("box|shut")).sorted()
                    .toList().toString();
        }
    }

    // ---- whole or not at all ----

    @Test
    void aFileIsReplacedAsAWholeOrNotAtAll() throws Exception {
        ftp.write("a", "long old content");
        Bench.Peer data = begin(anna, "STOR a");
        data.send("new").reset();
        assertThat(anna.line()).startsWith("426 ");
        assertThat(ftp.read("a")).isEqualTo("long old content");
        assertThat(anna.store("STOR a", "new")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("new");
        assertThat(names(".")).isEqualTo("[a]");
    }

    @Test
    void whatIsThereDecidesWhetherAFileCanBeStored() throws Exception {
        anna.data();
        anna.ask("STOR box", "550 It is a folder.").data();
        anna.ask("STOR nowhere/a", "550 No such file or folder.");
        anna.ask("STOR a", "425 Use PASV, EPSV, PORT or EPRT first.").data();
        anna.ask("STOR /", "550 The name of a file has no slash at its end.");
    }

    // ---- on and on ----

    @Test
    void aFileIsContinuedOrMade() throws Exception {
        assertThat(anna.store("APPE a", "one,")).isEqualTo(DONE);
        assertThat(anna.store("APPE a", "two")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("one,two");
    }

    @Test
    void whatBreaksOffCanBeContinued() throws Exception {
        ftp.write("a", "one,");
        begin(anna, "APPE a").send("two,").reset();
        assertThat(anna.line()).startsWith("426 ");
        String kept = ftp.read("a");
        assertThat("one,two,").startsWith(kept);
        rest(anna, 4);
        assertThat(anna.store("STOR a", "three")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("one,three");
    }

    @Test
    void aFileIsContinuedWithinAndWhatIsBehindIsCutOff() throws Exception {
        ftp.write("a", "0123456789");
        rest(anna, 6);
        assertThat(anna.store("STOR a", "ab")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("012345ab");
        rest(anna, 2);
        assertThat(anna.store("APPE a", "c")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("01c");
    }

    @Test
    void nothingIsCutOffBeforeSomethingHasCome() throws Exception {
        ftp.write("a", "0123456789");
        rest(anna, 6);
        begin(anna, "STOR a").reset();
        assertThat(anna.line()).startsWith("426 ");
        assertThat(ftp.read("a")).isEqualTo("0123456789");
    }

    @Test
    void behindTheEndThereIsAHoleOfZeros() throws Exception {
        ftp.write("a", "01");
        rest(anna, 5);
        assertThat(anna.store("STOR a", "ab")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("01\0\0\0ab");
    }

    @Test
    void aHoleCountsForLimits() throws Exception {
        ftp.write("a", "01");
        FtpBench.Client carl = ftp.login("carl");
        carl.data();
        rest(carl, 10_001);
        carl.ask("STOR a", "552 The file is larger than allowed.");
        rest(carl, 9_999);
        assertThat(carl.store("STOR a", "ab")).startsWith("552 ");
        FtpBench.Client ben = ftp.login("ben");
        for (long offset : new long[]{100_000, Long.MAX_VALUE}) {
            ben.data();
            rest(ben, offset);
            ben.ask("STOR a", "452 There is no room for it.");
        }
        rest(ben, 50_000);
        assertThat(ben.store("STOR a", "ab")).isEqualTo(DONE);
        assertThat(Files.size(root.resolve("a"))).isEqualTo(50_002);
    }

    @Test
    void thereMustBeAFileToGoOnWith() throws Exception {
        for (String command : new String[]{"STOR a", "APPE a"}) {
            anna.data();
            rest(anna, 5);
            anna.ask(command, "550 There is no such file to go on with.");
        }
        anna.data();
        rest(anna, 5);
        anna.ask("STOU", "554 There is nothing yet to go on with.");
        assertThat(names(".")).isEqualTo("[]");
        rest(anna, 0);
        assertThat(anna.store("STOR a", "x")).isEqualTo(DONE);
    }

    // ---- a name of its own ----

    @Test
    void aUniqueNameIsToldAsClientsLookForIt() throws Exception {
        String first = unique("STOU", "1");
        String second = unique("STOU", "2");
        assertThat(first).matches("upload-[0-9a-f]{16}").isNotEqualTo(second);
        assertThat(ftp.read(first) + ftp.read(second)).isEqualTo("12");
        String third = unique("STOU box", "3");
        assertThat(third).matches("/box/upload-[0-9a-f]{16}");
        assertThat(ftp.read(third.substring(1))).isEqualTo("3");
    }

    @Test
    void aNameThatIsTakenGetsANumber() throws Exception {
        assertThat(unique("STOU a", "1")).isEqualTo("a");
        assertThat(unique("STOU a", "2")).isEqualTo("a.1");
        Bench.Peer running = begin(anna, "STOU a");
        FtpBench.Client other = ftp.login("anna");
        Bench.Peer data = other.data();
        other.ask("STOU a", "150 FILE: a.3");
        data.send("4").hangUp();
        other.expect(DONE);
        running.send("3").hangUp();
        anna.expect(DONE);
        assertThat(names(".")).isEqualTo("[a, a.1, a.2, a.3]");
        assertThat(ftp.read("a") + ftp.read("a.1") + ftp.read("a.2") + ftp.read("a.3")).isEqualTo("1234");
        anna.data();
        anna.ask("STOU nowhere/a", "550 No such file or folder.");
    }

    @Test
    void aNameThatIsTakenOnlyWhenItIsWrittenGetsANumberToo() throws Exception {
        Files.createSymbolicLink(root.resolve("a"), Path.of("none")); // nothing is there, and nothing can be made
        assertThat(unique("STOU a", "1")).isEqualTo("a.1");
        assertThat(ftp.read("a.1")).isEqualTo("1");
        assertThat(ftp.events).last().isInstanceOfSatisfying(FtpEvent.Transferred.class,
                event -> assertThat(event.path()).isEqualTo(VirtualPath.parse("/a.1")));
    }

    @Test
    void aHundredNumbersAreTriedAndNoMore() throws Exception {
        ftp.write("a", "");
        for (int i = 1; i < 100; i++) {
            ftp.write("a." + i, "");
        }
        assertThat(unique("STOU a", "1")).isEqualTo("a.100");
        anna.data();
        anna.ask("STOU a", "450 There are too many files of this name.");
    }

    private String unique(String command, String content) throws Exception {
        Bench.Peer data = anna.data();
        String reply = anna.ask(command);
        assertThat(reply).startsWith("150 FILE: ");
        data.send(content).hangUp();
        anna.expect(DONE);
        return reply.substring("150 FILE: ".length());
    }

    // ---- in place ----

    @Test
    void inPlaceAFileIsThereFromItsFirstByteOn() throws Exception {
        inPlace();
        Bench.Peer data = begin(anna, "STOR a");
        holds("a", "");
        data.send("some");
        holds("a", "some");
        data.send(" more").hangUp();
        anna.expect(DONE);
        assertThat(ftp.read("a")).isEqualTo("some more");
        assertThat(names(".")).isEqualTo("[a]");
    }

    @Test
    void inPlaceWhatHasComeStays() throws Exception {
        inPlace();
        ftp.write("a", "a long old content");
        Bench.Peer data = begin(anna, "STOR a");
        assertThat(ftp.read("a")).isEqualTo("a long old content");
        data.send("new");
        holds("a", "new");
        anna.send("ABOR").expect("426 The transfer was aborted.", "226 ABOR command successful.");
        data.expectGone();
        assertThat(ftp.read("a")).isEqualTo("new");
    }

    // ---- two at once ----

    @Test
    void theSecondWriterOfAFileIsRefused() throws Exception {
        ftp.write("a", "old");
        Files.createSymbolicLink(root.resolve("link"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("."));
        FtpBench.Client other = ftp.login("anna");
        Bench.Peer data = begin(anna, "STOR a");
        for (String command : new String[]{"STOR a", "APPE a", "STOR link", "APPE loop/a", "STOR loop/link"}) {
            other.data();
            other.ask(command, "450 The file is being written by somebody else; try again later.");
        }
        assertThat(other.fetch("RETR a")).isEqualTo("old");
        assertThat(other.store("STOR b", "another")).isEqualTo(DONE);
        data.send("new").hangUp();
        anna.expect(DONE);
        assertThat(other.store("STOR link", "newer")).isEqualTo(DONE);
        assertThat(ftp.read("a")).isEqualTo("newer");
    }

    @Test
    void thePlaceIsFreeAgainWhateverTheEnd() throws Exception {
        FtpBench.Client other = ftp.login("anna");
        begin(other, "STOR new").reset();
        assertThat(other.line()).startsWith("426 ");
        assertThat(anna.store("STOR new", "1")).isEqualTo(DONE);
        begin(other, "STOR new");
        other.send("ABOR").expect("426 The transfer was aborted.", "226 ABOR command successful.");
        assertThat(anna.store("STOR new", "2")).isEqualTo(DONE);
        FtpBench.Client carl = ftp.login("carl");
        assertThat(carl.store("STOR new", "x".repeat(10_001))).startsWith("552 ");
        assertThat(anna.store("STOR new", "3")).isEqualTo(DONE);
        other.data();
        rest(other, 5);
        other.ask("STOR none", "550 There is no such file to go on with.");
        assertThat(anna.store("STOR none", "4")).isEqualTo(DONE);
        begin(other, "STOR new");
        other.control.reset();
        ftp.bench.until("the place to be free", () -> !ftp.ftp.writers().isWritten(VirtualPath.parse("/new")));
        assertThat(ftp.read("new")).isEqualTo("3");
    }

    // ---- the letter box ----

    @Test
    void aLetterBoxTakesWhatIsNewAndChangesNothing() throws Exception {
        FtpBench.Client guest = ftp.guest();
        assertThat(guest.store("STOR box/letter", "one")).isEqualTo(DONE);
        for (String command : new String[]{"STOR box/letter", "APPE box/letter"}) {
            guest.data();
            guest.ask(command, "550 There is something of this name already.");
        }
        guest.data();
        rest(guest, 1);
        guest.ask("STOR box/letter", "550 There is something of this name already.").data();
        guest.ask("STOU", "550 Permission denied.");
        Bench.Peer data = guest.data();
        assertThat(guest.ask("STOU box")).startsWith("150 FILE: /box/upload-");
        data.send("two").hangUp();
        guest.expect(DONE);
        assertThat(ftp.read("box/letter")).isEqualTo("one");
        inPlace();
        assertThat(guest.store("STOR box/third", "three")).isEqualTo(DONE);
        assertThat(ftp.read("box/third")).isEqualTo("three");
        assertThat(guest.store("APPE box/fourth", "four")).isEqualTo(DONE);
    }

    // ---- no room ----

    @Test
    void whatIsTooLargeIsRefusedAndTheDataConnectionEnds() throws Exception {
        FtpBench.Client carl = ftp.login("carl");
        Bench.Peer data = begin(carl, "STOR a");
        data.send("x".repeat(10_001));
        carl.expect("552 The file is larger than allowed.");
        data.expectGone();
        FtpBench.Client ben = ftp.login("ben");
        data = begin(ben, "STOR a");
        data.send("x".repeat((64 << 10) + 1));
        ben.expect("452 There is no room for it.");
        data.expectGone();
        assertThat(names(".")).isEqualTo("[]");
    }

    @Test
    void whoSaysHowMuchComesHearsOfAFullQuotaBefore() throws Exception {
        FtpBench.Client ben = ftp.login("ben");
        ben.ask("ALLO 70000", "202 Room need not be reserved.").data();
        ben.ask("STOR a", "452 There is no room for it.");
        ben.ask("ALLO 1000", "202 Room need not be reserved.");
        assertThat(ben.store("STOR a", "x")).isEqualTo(DONE);
        ben.ask("ALLO 70000 R 80", "202 Room need not be reserved.");
        assertThat(ben.store("STOR a", "y")).isEqualTo(DONE);
        ben.ask("ALLO 70000", "202 Room need not be reserved.").data();
        rest(ben, 0);
        ben.ask("STOR a", "452 There is no room for it.");
        FtpBench.Client carl = ftp.login("carl");
        carl.ask("ALLO 10001", "202 Room need not be reserved.").data();
        carl.ask("STOR b", "552 The file is larger than allowed.");
    }

    @Test
    void aFullDiskIsToldAtOnceAndLeavesNothing() throws Exception {
        try (FtpBench full = new FtpBench(root, FtpBench.RIGHTS, files -> instead(files, "write",
                arguments -> new FullDisk(files.write((VirtualPath) arguments[0], (WriteMode) arguments[1]))))) {
            FtpBench.Client client = full.login("anna");
            for (String command : new String[]{"STOR a", "STOU a", "APPE a"}) {
                Bench.Peer data = client.data();
                assertThat(client.ask(command)).startsWith("150 ");
                data.send("x".repeat(1001));
                client.expect("452 There is no room for it.");
                data.expectGone();
            }
            assertThat(client.store("STOR small", "x".repeat(1000))).isEqualTo(DONE);
        }
        assertThat(names(".")).isEqualTo("[small]");
    }

    /// Takes 1000 bytes.
    private static final class FullDisk extends WrappedUpload {
        FullDisk(Upload inner) {
            super(inner);
        }

        @Override
        public void write(ByteBuffer data) throws FilesystemException {
            if (position() + data.remaining() > 1000) {
                throw new FilesystemException(Reason.NO_SPACE, VirtualPath.ROOT, null);
            }
            super.write(data);
        }
    }

    private interface Call {
        Object with(Object[] arguments) throws FilesystemException;
    }

    /// The same filesystem, of which one method does something else.
    private static VirtualFilesystem instead(VirtualFilesystem files, String method, Call call) {
        return (VirtualFilesystem) Proxy.newProxyInstance(StoreTest.class.getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (_, called, arguments) -> {
                    try {
                        return called.getName().equals(method) ? call.with(arguments) : called.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The home of the first who writes with a quota is counted, which takes as long as the test wants.
    @Test
    void whoIsCountedMayGoMeanwhile() throws Exception {
        CountDownLatch counted = new CountDownLatch(1);
        try (FtpBench slow = new FtpBench(root, FtpBench.RIGHTS, files -> instead(files, "usage", arguments -> {
            await(counted);
            return files.usage((VirtualPath) arguments[0]);
        }))) {
            slow.user("ben", 64 << 10, -1, 0);
            FtpBench.Client waits = slow.login("ben");
            FtpBench.Client aborts = slow.login("ben");
            FtpBench.Client goes = slow.login("ben");
            Bench.Peer data = waits.data();
            waits.send("STOR a");
            aborts.data();
            aborts.send("STOR b").send("ABOR").expect("426 The transfer was aborted.", "226 ABOR command successful.");
            goes.data();
            goes.send("STOR c");
            slow.bench.turn();
            goes.control.reset();
            slow.bench.until("his end", () -> slow.ftp.sessions().size() == 2);
            counted.countDown();
            assertThat(waits.line()).startsWith("150 ");
            data.send("x").hangUp();
            waits.expect(DONE);
            aborts.ask("NOOP", "200 NOOP command successful.");
        }
        assertThat(names(".")).isEqualTo("[a]");
    }

    /// Otherwise his bytes would be lost, or be there under another name.
    @Test
    void whatIsBeingWrittenIsNeitherRemovedNorRenamed() throws Exception {
        ftp.write("log", "one");
        ftp.write("other", "x");
        Bench.Peer data = begin(anna, "APPE log");
        FtpBench.Client second = ftp.login("anna");
        second.ask("DELE log", "450 The file is being written by somebody else; try again later.");
        second.ask("RNFR log", "350 RNFR file exists, ready for destination name.").ask("RNTO old",
                "450 The file is being written by somebody else; try again later.");
        second.ask("RNFR other", "350 RNFR file exists, ready for destination name.").ask("RNTO log",
                "450 The file is being written by somebody else; try again later.");
        data.send(",two").hangUp();
        anna.expect("226 Transfer complete.");
        second.ask("DELE log", "250 DELE command successful.");
    }
}
