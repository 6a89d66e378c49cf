package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Transfers whose events come in generated orders: commands one by one and in one piece, aborts at any moment, connections that
/// come too early, too late, never, twice, end in order or by a reset. Each command has exactly one last reply for as long as its
/// client can be told, and in the end no connection, listener, timer, file or part of an upload is left.
class TransferStormTest {
    private static final int CONVERSATIONS = Integer.getInteger("medusa.storm.conversations", 300);
    private static final long SEED = 2577;
    private static final int MOST_ACTS = 40;
    private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
    private static final List<String> LINES = List.of("EPSV", "EPSV", "EPSV", "PASV", "RETR large", "RETR large",
            "RETR file", "RETR none", "STOR new", "STOR new", "STOR large", "APPE new", "NLST", "LIST", "ABOR", "ABOR",
            "ABOR", "\u00ff\u00f4\u00ff\u00f2ABOR", "STAT", "NOOP", "REST 5", "TYPE A", "TYPE I", "MODE Z", "MODE S",
            "EPSV 2", "PORT 127,0,0,1,0,25");

    @TempDir
    Path root;

    @Test
    void whateverTheOrderEachCommandIsAnsweredOnceAndNothingIsLeft() throws Exception {
        try (FtpBench ftp = new FtpBench(root)) {
            ftp.write("large", "x".repeat(3 << 20));
            ftp.write("file", "content\r\n".repeat(50));
            int timers = ftp.bench.timers();
            for (int i = 0; i < CONVERSATIONS; i++) {
                converse(ftp, i);
                requireNothingLeft(ftp, i, timers);
            }
        }
    }

    private static void converse(FtpBench ftp, int number) throws IOException {
        Random random = new Random(SEED + number);
        List<FuzzedTalk.Act> acts = new ArrayList<>(
                List.of(new FuzzedTalk.Say("USER anna\r\nPASS secret\r\n"), new FuzzedTalk.Await()));
        for (int left = 1 + random.nextInt(MOST_ACTS); left > 0; left--) {
            acts.add(act(random));
        }
        FuzzedClient client = new FuzzedClient(ftp, InetAddress.ofLiteral("127.0.0.1"), _ -> {});
        try {
            client.perform(acts);
            client.end();
        } catch (IOException | RuntimeException | AssertionError e) {
            throw new AssertionError("conversation " + number + ":\n" + client.transcript(), e);
        }
    }

    private static FuzzedTalk.Act act(Random random) {
        int kind = random.nextInt(100);
        if (kind < 55) {
            return new FuzzedTalk.Say(lines(random));
        } else if (kind < 75) {
            return new FuzzedTalk.Data(FuzzedTalk.Kind.CONNECT);
        } else if (kind < 92) {
            FuzzedTalk.Kind[] kinds = FuzzedTalk.Kind.values();
            return new FuzzedTalk.Data(kinds[random.nextInt(kinds.length)]);
        } else if (kind < 97) {
            return new FuzzedTalk.Await();
        } else if (kind == 97) {
            return new FuzzedTalk.Say("QUIT\r\n");
        }
        return new FuzzedTalk.Leave(random.nextBoolean());
    }

    private static String lines(Random random) {
        StringBuilder lines = new StringBuilder();
        for (int left = random.nextInt(3) == 0 ? 1 + random.nextInt(6) : 1; left > 0; left--) {
            lines.append(LINES.get(random.nextInt(LINES.size()))).append("\r\n");
        }
        return lines.toString();
    }

    private void requireNothingLeft(FtpBench ftp, int number, int timers) throws IOException {
        ftp.bench.until("the sessions of conversation " + number + " to end", () -> ftp.ftp.sessions().isEmpty());
        ftp.bench.until("its connections to end", () -> ftp.bench.reactor().channels().isEmpty());
        assertThat(ftp.bench.listeners()).as("listeners after conversation %d", number).isEqualTo(1);
        ftp.bench.until("workers to let go of its files", () -> open().isEmpty() && parts() == 0);
        ftp.bench.turn();
        assertThat(ftp.bench.reactor().errors().snapshot()).as("errors in conversation %d", number).isEmpty();
        if (ftp.bench.timers() > timers) {
            ftp.pass(Duration.ofMinutes(1)); // what was due soon anyhow
        }
        assertThat(ftp.bench.timers()).as("timers after conversation %d", number).isLessThanOrEqualTo(timers);
    }

    private long parts() {
        try (Stream<Path> all = Files.list(root)) {
            return all.filter(path -> path.getFileName().toString().startsWith(".medusa-upload-")).count();
        } catch (IOException e) {
            return 1;
        }
    }

    /// The files of the tree that this process has open, where the system tells.
    private List<Path> open() {
        if (!Files.isDirectory(DESCRIPTORS)) {
            return List.of();
        }
        List<Path> open = new ArrayList<>();
        try (Stream<Path> all = Files.list(DESCRIPTORS)) {
            for (Path each : all.toList()) {
                Path file = target(each);
                if (file != null && file.startsWith(root) && !file.equals(root)) {
                    open.add(file);
                }
            }
        } catch (IOException e) {
            open.add(DESCRIPTORS);
        }
        return open;
    }

    /// @return null if it is closed again
    private static Path target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor);
        } catch (IOException e) {
            return null;
        }
    }
}
