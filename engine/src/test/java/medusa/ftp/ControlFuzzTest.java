package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;

import medusa.auth.Logins;

/// Generated conversations, each from an address of its own: whatever a client says, each line has exactly one last reply or
/// ends the connection, every reply is well formed, and a bystander is served all the while. In the end nothing is left open,
/// nothing has changed outside of the root, and nothing of an upload lies about. The profile `nightly` has a million lines.
class ControlFuzzTest {
    private static final int LINES = Integer.getInteger("medusa.fuzz.lines", 20_000);
    private static final long SEED = 959;
    /// A bench keeps what its peers have got, and the tree grows.
    private static final int CONVERSATIONS_A_BENCH = 400;
    private static final String SECRET = "what lies outside of the root";
    /// More than any single bound for a client who has logged in.
    private static final Duration OFTEN_ENOUGH = Duration.ofMinutes(2);

    private static final Logger LOG = (Logger) LoggerFactory.getLogger(Logins.class);

    @TempDir
    Path folder;
    private FtpBench ftp;
    private FtpBench.Client bystander;
    private long asked;

    /// Most of what it would have to say here is not worth a line.
    @BeforeAll
    static void beQuiet() {
        LOG.setLevel(Level.ERROR);
    }

    @AfterAll
    static void beAsBefore() {
        LOG.setLevel(null);
    }

    @Test
    void whateverIsSaidHasWellFormedRepliesOrAnEnd() throws Exception {
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.writeString(outside.resolve("secret"), SECRET);
        long lines = 0;
        int conversations = 0;
        while (lines < LINES) {
            start();
            for (int i = 0; i < CONVERSATIONS_A_BENCH && lines < LINES; i++) {
                lines += converse(conversations++, i);
            }
            stop();
            assertThat(Finder.names(outside)).containsExactly("secret");
            assertThat(outside.resolve("secret")).hasContent(SECRET);
            assertThat(Finder.names(folder)).containsExactlyInAnyOrder("outside");
        }
        System.out.printf("ControlFuzzTest: %,d lines in %,d conversations, seed %d%n", lines, conversations, SEED);
    }

    private int converse(int number, int address) throws Exception {
        Random random = new Random(SEED + number);
        List<FuzzedTalk.Act> acts = new FuzzedTalk(random, ftp.ftp).acts();
        InetAddress from = InetAddress
                .getByAddress(new byte[]{127, 9, (byte) (address >> 7), (byte) (2 + address % 128)});
        FuzzedClient client = new FuzzedClient(ftp, from, this::lookAtBystander);
        try {
            client.perform(acts);
            client.end();
            assertThat(client.everything()).doesNotContain(SECRET).doesNotContain(ftp.root.toString())
                    .doesNotContain("Exception").doesNotContain("java.");
            assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
        } catch (Exception | AssertionError e) {
            throw new AssertionError("conversation " + number + ":\n" + client.transcript(), e);
        }
        lookAtBystander(Duration.ZERO);
        return client.lines();
    }

    /// He would be sent away if he said nothing for too long.
    private void lookAtBystander(Duration passed) {
        try {
            bystander.ask("NOOP", "200 NOOP command successful.");
            asked++;
        } catch (IOException e) {
            throw new AssertionError("the bystander is not served", e);
        }
        assertThat(passed).isLessThan(OFTEN_ENOUGH);
    }

    private void start() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        ftp = new FtpBench(root);
        ftp.write("file", "some lines\r\nof text\r\n".repeat(100));
        ftp.write("large", "x".repeat(3 << 20));
        Files.createDirectory(root.resolve("folder"));
        ftp.write("folder/a b \"c\"", "content");
        Files.createSymbolicLink(root.resolve("out"), Path.of("../outside"));
        Files.createSymbolicLink(root.resolve("folder/secret"), Path.of("../../outside/secret"));
        bystander = ftp.login("anna");
    }

    private void stop() throws Exception {
        bystander.send("QUIT").expect("221 Goodbye.").expectEnd();
        bystander.control.hangUp();
        ftp.bench.until("everybody to be gone", () -> ftp.ftp.sessions().isEmpty()
                && ftp.bench.reactor().channels().isEmpty());
        ftp.bench.until("what is left of uploads to be gone", () -> Finder.leftovers(ftp.root).isEmpty());
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
        assertThat(asked).isPositive();
        ftp.close();
        Finder.delete(ftp.root);
    }

    /// Looks at the disk, past the server.
    private static final class Finder {
        static List<String> names(Path folder) throws IOException {
            try (Stream<Path> all = Files.list(folder)) {
                return all.map(path -> path.getFileName().toString()).toList();
            }
        }

        static List<Path> leftovers(Path root) {
            try (Stream<Path> all = Files.walk(root)) {
                return all.filter(path -> path.getFileName().toString().startsWith(".medusa-upload-")).toList();
            } catch (IOException | java.io.UncheckedIOException e) {
                return List.of(root); // it changes meanwhile
            }
        }

        static void delete(Path root) throws IOException {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
