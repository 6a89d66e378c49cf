package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// What goes wrong in the middle of a transfer leaves the tree as it was, and nobody hears that it went well.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FtpFaultsTest {
    private static final int SIZE = 3_000_000;

    @TempDir
    private Path folder;

    private static byte[] content() {
        byte[] content = new byte[SIZE];
        new Random(9).nextBytes(content);
        return content;
    }

    private static void reset(Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    private static List<String> tree(FtpSite site) throws IOException {
        try (Stream<Path> all = Files.list(site.root)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    /// The server notices when it does.
    private static void awaitTree(FtpSite site, String... names) throws IOException {
        while (!tree(site).equals(List.of(names))) {
            Thread.onSpinWait();
        }
    }

    private static void plantOld(FtpSite site) throws IOException {
        Files.writeString(Distribution.give(Files.writeString(site.root.resolve("a.bin"), "")), "old");
    }

    /// What is left of the upload is hidden, and gone after the next start.
    @Test
    void anUploadThatTheServerDoesNotSurviveLeavesTheTreeAsItWas() throws Exception {
        try (FtpSite site = new FtpSite(folder)) {
            plantOld(site);
            try (FtpTalk talk = FtpTalk.of(site); Socket data = talk.begin("STOR a.bin")) {
                data.getOutputStream().write(Arrays.copyOf(content(), SIZE / 2));
                while (tree(site).size() < 2) {
                    Thread.onSpinWait(); // until the upload has begun
                }
                site.server.process.destroyForcibly();
                site.server.awaitEnd();
            }
            assertThat(site.root.resolve("a.bin")).hasContent("old");
            assertThat(tree(site)).hasSize(2);
        }
        try (FtpSite site = new FtpSite(folder); FtpTalk talk = FtpTalk.of(site)) {
            try (Socket data = talk.begin("NLST")) {
                assertThat(data.getInputStream().readAllBytes()).asString().isEqualTo("a.bin\r\n");
            }
            talk.reply("226");
            awaitTree(site, "a.bin");
            assertThat(site.root.resolve("a.bin")).hasContent("old");
        }
    }

    @Test
    void aFullDiskIsToldAndLeavesNothingBehind() throws Exception {
        RootRule.requireRoot("to mount a small disk");
        Tool mount = Tool.require("mount");
        try (FtpSite site = new FtpSite(folder)) {
            Path disk = Files.createDirectory(site.root.resolve("disk"));
            mount.run(folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString());
            try {
                Distribution.give(disk);
                try (FtpTalk talk = FtpTalk.of(site)) {
                    assertThat(store(talk, "disk/a.bin", content())).startsWith("452 ");
                    assertThat(Files.list(disk)).isEmpty();
                    byte[] fits = Arrays.copyOf(content(), 900_000);
                    assertThat(store(talk, "disk/a.bin", fits)).startsWith("226 ");
                    assertThat(store(talk, "disk/b.bin", fits)).startsWith("452 ");
                    assertThat(store(talk, "disk/a.bin", fits)).startsWith("452 ");
                    assertThat(Files.list(disk)).containsExactly(disk.resolve("a.bin"));
                    assertThat(disk.resolve("a.bin")).hasBinaryContent(fits);
                }
            } finally {
                Tool.require("umount").run(folder, disk.toString());
            }
        }
    }

    /// The last word on it.
    private static String store(FtpTalk talk, String name, byte[] content) throws IOException {
        try (Socket data = talk.begin("STOR " + name)) {
            data.getOutputStream().write(content);
        } catch (java.net.SocketException e) {
            // the server does not want any more
        }
        return talk.line();
    }

    @Test
    void aClientThatStandsStillIsCutOff() throws Exception {
        try (FtpSite site = new FtpSite(folder, "--set", "ftp.stall=1s"); FtpTalk talk = FtpTalk.of(site)) {
            plantOld(site);
            Files.write(site.root.resolve("large"), new byte[64 << 20]);
            try (Socket data = talk.begin("STOR a.bin")) {
                data.getOutputStream().write(content(), 0, SIZE / 2);
                talk.reply("426");
            }
            assertThat(tree(site)).containsExactly("a.bin", "large");
            try (Socket _ = talk.begin("RETR large")) {
                talk.reply("426"); // it reads nothing
            }
            talk.ask("200", "NOOP");
        }
    }

    /// By RST, in order, and with the control connection gone too.
    @Test
    void anUploadThatBreaksOffIsNotThere() throws Exception {
        try (FtpSite site = new FtpSite(folder)) {
            plantOld(site);
            try (FtpTalk talk = FtpTalk.of(site); Socket data = talk.begin("STOR a.bin")) {
                data.getOutputStream().write(content(), 0, SIZE / 2);
                reset(data);
                talk.reply("426");
                assertThat(tree(site)).containsExactly("a.bin");
            }
            for (boolean reset : new boolean[]{true, false}) {
                try (FtpTalk talk = FtpTalk.of(site); Socket data = talk.begin("STOR a.bin")) {
                    data.getOutputStream().write(content(), 0, SIZE / 2);
                    while (tree(site).size() < 2) {
                        Thread.onSpinWait();
                    }
                    if (reset) {
                        reset(talk.control());
                    } else {
                        talk.control().close(); // as with a client's process that is killed: this one first, then the other
                    }
                    awaitTree(site, "a.bin");
                }
            }
            assertThat(site.root.resolve("a.bin")).hasContent("old");
        }
    }

    @Test
    void aSlowReaderGetsItAllAndKeepsNobodyWaiting() throws Exception {
        try (FtpSite site = new FtpSite(folder); FtpTalk slow = FtpTalk.of(site); FtpTalk quick = FtpTalk.of(site)) {
            byte[] content = content();
            Files.write(site.root.resolve("a.bin"), content);
            try (Socket data = slow.begin("RETR a.bin")) {
                byte[] got = data.getInputStream().readNBytes(1000);
                try (Socket other = quick.begin("RETR a.bin")) {
                    assertThat(other.getInputStream().readAllBytes()).isEqualTo(content);
                }
                quick.reply("226");
                assertThat(got).isEqualTo(Arrays.copyOf(content, 1000));
                assertThat(data.getInputStream().readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
            }
            slow.reply("226");
        }
    }

    /// SIGTERM: those who transfer go on to their end, the others are sent away.
    @Test
    void aRunningTransferIsFinishedWhenTheServerStops() throws Exception {
        try (FtpSite site = new FtpSite(folder);
                FtpTalk idle = FtpTalk.of(site);
                FtpTalk sends = FtpTalk.of(site);
                FtpTalk reads = FtpTalk.of(site)) {
            byte[] content = new byte[64 << 20];
            new Random(10).nextBytes(content);
            Files.write(site.root.resolve("large"), content);
            try (Socket up = sends.begin("STOR a.bin"); Socket down = reads.begin("RETR large")) {
                up.getOutputStream().write(content(), 0, SIZE / 2);
                assertThat(down.getInputStream().readNBytes(1000)).isEqualTo(Arrays.copyOf(content, 1000));
                site.server.signal("TERM");
                idle.reply("421");
                idle.expectEnd();
                up.getOutputStream().write(content(), SIZE / 2, SIZE - SIZE / 2);
                up.shutdownOutput();
                assertThat(down.getInputStream().readAllBytes())
                        .isEqualTo(Arrays.copyOfRange(content, 1000, content.length));
            }
            sends.reply("226");
            reads.reply("226");
            sends.reply("421");
            reads.reply("421");
            assertThat(site.server.awaitEnd()).isZero();
            assertThat(site.root.resolve("a.bin")).hasBinaryContent(content());
        }
    }

    @Test
    void ofTwoWhoWriteOneFileTheSecondIsRefused() throws Exception {
        try (FtpSite site = new FtpSite(folder); FtpTalk first = FtpTalk.of(site); FtpTalk second = FtpTalk.of(site)) {
            try (Socket data = first.begin("STOR a.bin")) {
                data.getOutputStream().write(content(), 0, SIZE / 2);
                second.ask("229", "EPSV");
                second.ask("450", "STOR a.bin");
                second.ask("229", "EPSV");
                second.ask("450", "APPE a.bin");
                data.getOutputStream().write(content(), SIZE / 2, SIZE - SIZE / 2);
            }
            first.reply("226");
            assertThat(site.root.resolve("a.bin")).hasBinaryContent(content());
            assertThat(store(second, "a.bin", new byte[]{1, 2, 3})).startsWith("226 ");
            assertThat(tree(site)).containsExactly("a.bin");
        }
    }
}
