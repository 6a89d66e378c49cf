package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.reactor.Bench;

/// Listings and searches that take long: they end with the wish for them, and keep nobody else waiting.
class LongLookTest {
    private static final VirtualPath SLOW = VirtualPath.parse("/slow");
    private static final String[] ABORTED = {"426 It was aborted.", "226 ABOR command successful."};
    /// What may wait of one customer, and what is looked at meanwhile.
    private static final int MOST = 64;
    private static final int STRANGERS = 2;
    private static final int USERS = 4;

    @TempDir
    Path root;
    private FtpBench ftp;
    /// Each entry of `/slow` takes one.
    private final Semaphore permits = new Semaphore(0);
    private final AtomicInteger entries = new AtomicInteger();
    private final AtomicInteger left = new AtomicInteger();

    /// Shows each entry of `/slow` when there is a permit for it.
    private final class Slow implements VirtualFilesystem {
        private final VirtualFilesystem files;

        Slow(VirtualFilesystem files) {
            this.files = files;
        }

        @Override
        public Attributes attributes(VirtualPath path) throws FilesystemException {
            return files.attributes(path);
        }

        @Override
        public Listing list(VirtualPath folder) throws FilesystemException {
            Listing listing = files.list(folder);
            return folder.equals(SLOW) ? new SlowListing(listing) : listing;
        }

        @Override
        public OpenFile open(VirtualPath file) throws FilesystemException {
            return files.open(file);
        }

        @Override
        public Upload write(VirtualPath file, WriteMode mode) throws FilesystemException {
            return files.write(file, mode);
        }

        @Override
        public void createFolder(VirtualPath folder) throws FilesystemException {
            files.createFolder(folder);
        }

        @Override
        public void deleteFile(VirtualPath file) throws FilesystemException {
            files.deleteFile(file);
        }

        @Override
        public void rename(VirtualPath from, VirtualPath to, boolean replace) throws FilesystemException {
            files.rename(from, to, replace);
        }
    }

    private final class SlowListing implements Listing {
        private final Listing listing;

        SlowListing(Listing listing) {
            this.listing = listing;
        }

        @Override
        public boolean hasNext() {
            return listing.hasNext();
        }

        @Override
        public Entry next() {
            entries.incrementAndGet();
            permits.acquireUninterruptibly();
            return listing.next();
        }

        @Override
        public void close() {
            listing.close();
            left.incrementAndGet();
        }
    }

    @BeforeEach
    void start() throws Exception {
        Files.createDirectory(root.resolve("slow"));
        for (String name : List.of("a", "b", "c")) {
            Files.createFile(root.resolve("slow").resolve(name));
        }
        Files.createDirectory(root.resolve("d"));
        Files.createFile(root.resolve("d/e"));
        ftp = new FtpBench(root, FtpBench.RIGHTS, Slow::new);
    }

    @AfterEach
    void stop() throws Exception {
        permits.release(1_000_000);
        ftp.close();
    }

    /// A worker is at the first entry.
    private void untilAt(int entry) throws IOException {
        ftp.bench.until("the look to be at entry " + entry, () -> entries.get() == entry);
    }

    /// The worker goes on, and has stopped by itself before the second entry.
    private void requireGivenUp() throws IOException {
        permits.release(1_000_000);
        ftp.bench.until("the folder to be left", () -> left.get() == 1);
        assertThat(entries).hasValue(1);
    }

    @Test
    void anAbortIsAnsweredAtOnceAndTheWorkerStops() throws Exception {
        for (String command : List.of("LIST slow", "NLST slow/*", "NLST -R slow", "STAT slow", "STAT slow/*")) {
            permits.drainPermits();
            entries.set(0);
            left.set(0);
            FtpBench.Client guest = ftp.guest();
            Bench.Peer data = guest.data();
            guest.send(command);
            untilAt(1);
            guest.ask("ABOR", ABORTED);
            if (!command.startsWith("STAT")) {
                data.expectGone();
            }
            requireGivenUp();
            assertThat(guest.fetch("NLST d")).isEqualTo("d/e\r\n");
        }
    }

    @Test
    void anAbortThatIsThereAlreadyLetsItNotBegin() throws Exception {
        FtpBench.Client guest = ftp.guest();
        Bench.Peer data = guest.data();
        guest.ask("STAT d\r\nLIST slow\r\nABOR", "426 It was aborted.", "426 It was aborted.",
                "226 ABOR command successful.");
        data.expectGone();
        permits.release(1_000_000);
        assertThat(guest.fetch("NLST d")).isEqualTo("d/e\r\n");
        assertThat(entries).hasValue(0);
    }

    @Test
    void aListingUnderWayStopsWithItsTransfer() throws Exception {
        FtpBench.Client guest = ftp.guest();
        Bench.Peer data = guest.data();
        guest.ask("NLST -R", "150 Opening ASCII mode data connection for file list.");
        untilAt(1);
        guest.ask("ABOR", "426 The transfer was aborted.", "226 ABOR command successful.");
        data.expectGone();
        requireGivenUp();
    }

    @Test
    void aListingUnderWayStopsWhenTheDataConnectionIsGone() throws Exception {
        FtpBench.Client guest = ftp.guest();
        Bench.Peer data = guest.data();
        guest.ask("NLST -R", "150 Opening ASCII mode data connection for file list.");
        untilAt(1);
        data.reset();
        guest.expect("426 The data connection broke off; the transfer is not complete.");
        requireGivenUp();
    }

    @Test
    void whoIsGoneHasNothingLookedFor() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.data();
        guest.send("LIST slow/*");
        untilAt(1);
        guest.control.reset();
        ftp.bench.until("him to be gone", () -> ftp.ftp.sessions().isEmpty());
        requireGivenUp();
    }

    @Test
    void whoHangsUpWithoutAWordHasNothingListed() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.data();
        guest.send("LIST slow/*");
        untilAt(1);
        guest.control.halfClose();
        guest.expect("426 It was aborted.").expectEnd();
        requireGivenUp();
    }

    @Test
    void whoSaysGoodbyeHasItAll() throws Exception {
        FtpBench.Client guest = ftp.guest();
        Bench.Peer data = guest.data();
        guest.send("NLST slow/*\r\nQUIT");
        untilAt(1);
        guest.control.halfClose();
        permits.release(3);
        data.expectEnd();
        assertThat(data.got()).isEqualTo("slow/a\r\nslow/b\r\nslow/c\r\n");
        guest.expect("150 Opening ASCII mode data connection for file list.", "226 Transfer complete.", "221 Goodbye.");
    }

    /// @return clients of whom as many are looked after as there are workers, and the others wait
    private List<FtpBench.Client> look(int count, boolean strangers) throws IOException {
        int before = entries.get();
        List<FtpBench.Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add((strangers ? ftp.guest() : ftp.login("anna")).send("STAT slow/*"));
        }
        untilAt(before + Math.min(count, strangers ? STRANGERS : USERS));
        ftp.bench.until("all to be heard",
                () -> ftp.ftp.sessions().stream().filter(it -> it.doing().endsWith(": STAT")).count() >= count);
        return clients;
    }

    @Test
    void strangersKeepNoUserWaiting() throws Exception {
        look(USERS + 1, true);
        assertThat(ftp.login("anna").fetch("NLST d")).isEqualTo("d/e\r\n");
        assertThat(ftp.login("anna").ask("STAT d/*")).isEqualTo("213-Status of d/*:");
    }

    @Test
    void changesAndTransfersDoNotWaitBehindLooks() throws Exception {
        look(STRANGERS + 1, true);
        look(USERS + 1, false);
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("MKD new", "257 \"/new\" is made.");
        assertThat(anna.store("STOR new/x", "content")).isEqualTo("226 Transfer complete.");
        anna.ask("RNFR new/x", "350 RNFR file exists, ready for destination name.")
                .ask("RNTO new/y", "250 RNTO command successful.");
        assertThat(anna.fetch("RETR new/y")).isEqualTo("content");
        anna.ask("DELE new/y", "250 DELE command successful.");
        assertThat(ftp.guest().store("STOR box/x", "content")).isEqualTo("226 Transfer complete.");
    }

    @Test
    void whoIsGoneWaitsNoMoreAndOneCustomerHasABound() throws Exception {
        List<FtpBench.Client> clients = look(STRANGERS + MOST, true);
        FtpBench.Client late = ftp.guest();
        late.ask("STAT d/*", "450 The server is busy; try again soon.");
        late.data();
        late.ask("LIST d", "450 The server is busy; try again soon.");
        FtpBench.Client other = ftp.connectFrom("127.0.0.2").ask("USER anonymous", "331 Password required.")
                .ask("PASS me@example.org", "230 You are logged in.").send("STAT d/*");
        clients.getLast().control.reset();
        ftp.bench.until("him to be gone", () -> ftp.ftp.sessions().size() == STRANGERS + MOST + 1);
        late.send("STAT d/*");
        clients.getFirst().ask("ABOR", ABORTED); // whose worker is at something still
        permits.release(1_000_000);
        for (FtpBench.Client each : List.of(other, late)) {
            assertThat(each.line()).isEqualTo("213-Status of d/*:");
        }
    }
}
