package medusa.http.extension;

import static medusa.http.extension.UploadBench.error;
import static medusa.http.extension.UploadBench.head;
import static medusa.http.extension.UploadBench.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.metrics.Counter;
import medusa.reactor.Bench;

/// Uploads to a disk of one MiB, which root can mount.
@Timeout(60)
class FullDiskTest {
    private static final String FULL = error("507 Insufficient Storage", "There is no room for this.");
    private static final int SMALL = 400 << 10;

    @TempDir
    private Path disk;
    private boolean mounted;
    private UploadBench up;

    @BeforeEach
    void mount() throws Exception {
        boolean isRoot = "root".equals(System.getProperty("user.name"));
        if (!isRoot || !run("mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk.toString())) {
            String reason = "needs root, and leave to mount a small disk";
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            abort(reason);
        }
        mounted = true;
        up = new UploadBench(disk, UploadBench.USUAL);
    }

    @AfterEach
    void unmount() throws Exception {
        if (up != null) {
            up.close();
        }
        if (mounted) {
            assertThat(run("umount", "-l", disk.toString())).isTrue();
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false; // there is no such program
        }
    }

    private String chunked(String path, int size) throws IOException {
        return up.talk(head("PUT", path, "Transfer-Encoding: chunked", "Connection: close")
                + Integer.toHexString(size) + "\r\n" + "x".repeat(size) + "\r\n0\r\n\r\n");
    }

    @Test
    void whatDoesNotFitIsNotThereAndTakesNoRoom() throws IOException {
        assertThat(status(up.put("/sub/kept", "k".repeat(SMALL)))).isEqualTo("201");
        for (int i = 0; i < 3; i++) {
            assertThat(up.put("/sub/large", "x".repeat(2 << 20))).isEqualTo(FULL);
            assertThat(chunked("/sub/large", 2 << 20)).isEqualTo(FULL);
        }
        assertThat(up.put("/sub/kept", "x".repeat(2 << 20))).as("in place of another").isEqualTo(FULL);
        assertThat(up.disk("sub")).containsExactly("kept");
        assertThat(up.read("sub/kept")).isEqualTo("k".repeat(SMALL));
        assertThat(status(up.put("/sub/fits", "f".repeat(SMALL)))).isEqualTo("201");
        assertThat(up.count(Counter.UPLOADS_BROKEN)).isEqualTo(7);
    }

    @Test
    void aPartThatFindsNoRoomIsGone() throws IOException {
        int total = 2 << 20;
        assertThat(status(up.put("/sub/a", "x".repeat(SMALL), "Content-Range: bytes 0-" + (SMALL - 1) + "/" + total)))
                .isEqualTo("202");
        assertThat(up.disk("sub")).containsExactly("~");
        assertThat(up.put("/sub/a", "x".repeat(total - SMALL),
                "Content-Range: bytes " + SMALL + "-" + (total - 1) + "/" + total)).isEqualTo(FULL);
        assertThat(up.disk("sub")).isEmpty();
    }

    @Test
    void ofTwoThatDoNotFitTogetherOneDoes() throws IOException {
        int size = 700 << 10;
        Bench.Peer first = up.peer().send(head("PUT", "/sub/a", "Content-Length: " + size) + "1".repeat(size / 2));
        Bench.Peer second = up.peer().send(head("PUT", "/sub/b", "Content-Length: " + size) + "2".repeat(size / 2));
        up.untilDisk("sub", "~", "~");
        String one = up.answer(first.send("1".repeat(size / 2)));
        String other = up.answer(second.send("2".repeat(size / 2)));
        assertThat(List.of(status(one), status(other))).containsExactlyInAnyOrder("201", "507");
        assertThat(up.disk("sub")).hasSize(1).doesNotContain("~");
    }
}
