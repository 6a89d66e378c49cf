package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// HASH (draft-bryan-ftpext-hash), and the commands that there were before.
class HashTest {
    private static final String TEXT = "0123456789".repeat(20_000);

    @TempDir
    Path root;
    private FtpBench ftp;
    /// Whoever opens a file has one.
    private final Semaphore opened = new Semaphore(1_000_000);
    private final AtomicInteger waits = new AtomicInteger();
    private final List<String> closed = Collections.synchronizedList(new ArrayList<>());

    /// Waits for a permit before it opens a file.
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
            return files.list(folder);
        }

        @Override
        public OpenFile open(VirtualPath file) throws FilesystemException {
            waits.incrementAndGet();
            opened.acquireUninterruptibly();
            OpenFile open = files.open(file);
            return new OpenFile() {
                @Override
                public Attributes attributes() {
                    return open.attributes();
                }

                @Override
                public Producer produce(long position, long count) {
                    return open.produce(position, count);
                }

                @Override
                public void close() {
                    open.close();
                    closed.add(file.toString());
                }
            };
        }
    }

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root, FtpBench.RIGHTS, Slow::new);
        ftp.write("a file", TEXT);
        ftp.write("empty", "");
    }

    @AfterEach
    void stop() throws Exception {
        opened.release(1_000_000);
        ftp.close();
    }

    private static String digest(String algorithm, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (algorithm.equals("CRC32")) {
            CRC32 sum = new CRC32();
            sum.update(bytes);
            return "%08x".formatted(sum.getValue());
        }
        return HexFormat.of().formatHex(MessageDigest.getInstance(algorithm).digest(bytes));
    }

    @Test
    void eachAlgorithmIsTold() throws Exception {
        FtpBench.Client guest = ftp.guest().ask("OPTS HASH", "200 SHA-256");
        for (String algorithm : List.of("SHA-512", "SHA-1", "MD5", "CRC32", "SHA-256")) {
            guest.ask("OPTS HASH " + algorithm.toLowerCase(Locale.ROOT), "200 " + algorithm);
            guest.ask("HASH a file", "213 " + algorithm + " 0-199999 " + digest(algorithm, TEXT) + " a file");
        }
        guest.ask("HASH empty", "213 SHA-256 0-0 " + digest("SHA-256", "") + " empty");
        guest.ask("OPTS HASH SHA-3", "501 That digest is not known; FEAT lists those that are.");
        guest.ask("OPTS HASH", "200 SHA-256");
    }

    @Test
    void aRangeCounts() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.ask("RANG 5 11");
        guest.ask("HASH a file", "213 SHA-256 5-11 " + digest("SHA-256", "5678901") + " a file");
        guest.ask("HASH empty", "213 SHA-256 0-0 " + digest("SHA-256", "") + " empty");
    }

    @Test
    void featTellsTheChoice() throws Exception {
        FtpBench.Client guest = ftp.guest().ask("OPTS HASH MD5", "200 MD5");
        List<String> lines = new ArrayList<>(List.of(guest.ask("FEAT")));
        while (!lines.getLast().startsWith("211 ")) {
            lines.add(guest.line());
        }
        assertThat(lines).contains(" HASH SHA-256;SHA-512;SHA-1;MD5*;CRC32", " XCRC", " XMD5", " XSHA256", " MD5");
    }

    @Test
    void olderCommandsTakePartsOfFiles() throws Exception {
        FtpBench.Client guest = ftp.guest();
        for (Map.Entry<String, String> each : Map.of("XCRC", "CRC32", "XMD5", "MD5", "XSHA", "SHA-1", "XSHA1", "SHA-1",
                "XSHA256", "SHA-256", "XSHA512", "SHA-512").entrySet()) {
            guest.ask(each.getKey() + " a file", "250 " + digest(each.getValue(), TEXT));
            guest.ask(each.getKey() + " \"a file\" 5 12", "250 " + digest(each.getValue(), "5678901"));
        }
        guest.ask("XMD5 a file 199999 300000", "250 " + digest("MD5", "9"));
        guest.ask("XMD5 a file 199998", "250 " + digest("MD5", "89"));
        guest.ask("XMD5 \"a file\"", "250 " + digest("MD5", TEXT));
        guest.ask("XMD5 a file 5 4", "501 That range ends before it begins.");
        guest.ask("MD5 a file", "251 a file " + digest("MD5", TEXT));
        ftp.write("a file 1 2", "other");
        guest.ask("XMD5 a file 1 2", "250 " + digest("MD5", "other"));
    }

    @Test
    void onlyFilesThatOneMayReadHaveOne() throws Exception {
        ftp.write("shut/x", "x");
        Files.createDirectory(root.resolve("d"));
        FtpBench.Client guest = ftp.guest();
        for (String command : List.of("HASH", "MD5", "XCRC", "XSHA256")) {
            guest.ask(command + " nothing", "550 No such file or folder.");
            guest.ask(command + " d", "550 It is a folder.");
            guest.ask(command + " shut/x", "550 Permission denied.");
            guest.ask(command + " shut/none", "550 Permission denied.");
            guest.ask(command + " a file/", "550 The name of a file has no slash at its end.");
        }
    }

    @Test
    void anAbortEndsItAtOnce() throws Exception {
        opened.drainPermits();
        FtpBench.Client guest = ftp.guest();
        guest.send("HASH a file\r\nHASH a file\r\nABOR").expect("426 It was aborted.", "426 It was aborted.",
                "226 ABOR command successful.");
        opened.release(10);
        guest.ask("HASH empty", "213 SHA-256 0-0 " + digest("SHA-256", "") + " empty");
    }

    @Test
    void strangersWaitInALineThatHasAnEndAndKeepNobodyElseWaiting() throws Exception {
        opened.drainPermits();
        List<FtpBench.Client> waiting = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            waiting.add(ftp.guest().send("HASH a file"));
            ftp.bench.until("the first to be read, the others to wait", opened::hasQueuedThreads);
        }
        FtpBench.Client late = ftp.guest();
        ftp.bench.until("all to wait", () -> ftp.ftp.sessions().stream()
                .filter(session -> session.doing().contains("HASH")).count() == 9);
        late.ask("HASH a file", "450 The server is busy; try again soon.");
        opened.release(1);
        waiting.get(0).expect("213 SHA-256 0-199999 " + digest("SHA-256", TEXT) + " a file");
        waiting.get(1).control.reset(); // who has gone waits no more
        ftp.bench.until("him to be gone", () -> ftp.ftp.sessions().size() == 9);
        opened.release(100);
        waiting.get(8).expect("213 SHA-256 0-199999 " + digest("SHA-256", TEXT) + " a file");
        ftp.login("anna").ask("HASH empty", "213 SHA-256 0-0 " + digest("SHA-256", "") + " empty");
    }

    /// A file of nothing but zeros, longer than several turns.
    private String large() throws IOException {
        try (RandomAccessFile large = new RandomAccessFile(root.resolve("large").toFile(), "rw")) {
            large.setLength(3L * DigestJob.TURN + 1);
        }
        return "large";
    }

    @Test
    void aLongOneLetsOthersHaveTheirTurn() throws Exception {
        opened.drainPermits();
        FtpBench.Client one = ftp.login("anna").send("XCRC " + large());
        ftp.bench.until("it to be opened", () -> waits.get() == 1);
        FtpBench.Client two = ftp.login("anna").send("XCRC empty");
        ftp.bench.until("the other one to wait", () -> ftp.ftp.sessions().stream()
                .allMatch(session -> session.doing().contains("XCRC")));
        opened.release(2);
        two.expect("250 00000000");
        CRC32 sum = new CRC32();
        sum.update(new byte[3 * DigestJob.TURN + 1]);
        one.expect("250 %08x".formatted(sum.getValue()));
        assertThat(closed).containsExactly("/empty", "/large");
    }

    @Test
    void anAbortBetweenTurnsLeavesNothingOpen() throws Exception {
        opened.drainPermits();
        FtpBench.Client one = ftp.login("anna").send("XCRC " + large());
        ftp.bench.until("it to be opened", () -> waits.get() == 1);
        FtpBench.Client two = ftp.login("anna").send("XCRC empty");
        ftp.bench.until("the other one to wait", () -> ftp.ftp.sessions().stream()
                .allMatch(session -> session.doing().contains("XCRC")));
        opened.release(1);
        ftp.bench.until("the other one to have its turn", () -> waits.get() == 2);
        one.ask("ABOR", "426 It was aborted.", "226 ABOR command successful.");
        assertThat(closed).containsExactly("/large");
        opened.release(1);
        two.expect("250 00000000");
    }
}
