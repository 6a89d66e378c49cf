package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Many sessions at once, each of which stores and fetches a file of its own, byte for byte.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FtpLoadTest {
    private static final int SESSIONS = 300;
    private static final int PIECE = 64 << 10;
    private static final int PIECES = 160; // 10 MiB
    /// Files that may be on the disk at one time, so that a small machine has room for them.
    private static final int MOST_FILES = 140;
    private static final int SHARED = -1;

    private final byte[] base = new byte[PIECE];
    private final Semaphore room = new Semaphore(MOST_FILES);
    private final CyclicBarrier everybody = new CyclicBarrier(SESSIONS);

    @TempDir
    private Path folder;

    @Test
    void manySessionsStoreAndFetchAtOnce() throws Exception {
        new Random(11).nextBytes(base);
        try (FtpSite site = new FtpSite(folder, "--set", "limits.connections-per-address=0", "--set",
                "ftp.anonymous=on", "--set",
                "rights=[{path=\"/\",who=[\"*\"],may=[\"list\",\"read\",\"write\",\"delete\"]}]");
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            try (OutputStream shared = Files.newOutputStream(site.root.resolve("shared"))) {
                send(SHARED, shared);
            }
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                int number = i;
                all.add(clients.submit(() -> transfer(site, number)));
            }
            for (Future<?> each : all) {
                each.get();
            }
            try (var left = Files.list(site.root)) {
                assertThat(left).containsExactly(site.root.resolve("shared"));
            }
            assertThat(site.server.log()).doesNotContain("ERROR", "Exception");
        }
    }

    /// All begin together, one half with what they fetch and the other with what they store.
    private Void transfer(FtpSite site, int number) throws Exception {
        try (FtpTalk talk = new FtpTalk(site.port(), "anonymous", "me@example.org")) {
            everybody.await();
            if (number % 2 == 0) {
                fetch(talk, "shared", SHARED);
            }
            room.acquire();
            try {
                String name = "file " + number;
                try (Socket data = talk.begin("STOR " + name)) {
                    send(number, data.getOutputStream());
                }
                talk.reply("226");
                fetch(talk, name, number);
                talk.ask("250", "DELE " + name);
            } finally {
                room.release();
            }
            talk.ask("221", "QUIT");
            talk.expectEnd();
        }
        return null;
    }

    private void fetch(FtpTalk talk, String name, int number) throws IOException {
        try (Socket data = talk.begin("RETR " + name)) {
            check(number, data.getInputStream());
        }
        talk.reply("226");
    }

    private void send(int number, OutputStream out) throws IOException {
        byte[] piece = base.clone();
        for (int i = 0; i < PIECES; i++) {
            out.write(stamp(piece, number, i));
        }
    }

    private void check(int number, InputStream in) throws IOException {
        byte[] piece = base.clone();
        for (int i = 0; i < PIECES; i++) {
            byte[] got = in.readNBytes(PIECE);
            if (!Arrays.equals(got, stamp(piece, number, i))) {
                throw new AssertionError("file " + number + " is another one in piece " + i + " of " + got.length);
            }
        }
        assertThat(in.read()).isEqualTo(-1);
    }

    /// No two pieces of any two files are the same.
    private static byte[] stamp(byte[] piece, int number, int index) {
        ByteBuffer.wrap(piece).putInt(number).putInt(index);
        return piece;
    }
}
