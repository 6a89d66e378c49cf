package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.UserFolders;

/// The end of a server that this program has started.
class LocalServerTest {
    private static final long LIMIT = 60;

    @TempDir
    private Path home;

    @Test
    void isNotOverBeforeWhatWasMadeForItIsGone() throws Exception {
        CountDownLatch removing = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        LocalServer server = LocalServer.start(new UserFolders(Map.of(), home), List.of("--no-such-option"), _ -> {},
                _ -> {}, () -> {
                    removing.countDown();
                    try {
                        removed.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
        assertThat(removing.await(LIMIT, TimeUnit.SECONDS)).isTrue();
        assertThat(server.ended()).isNotDone();
        assertThat(server.ready()).isNotDone();
        removed.countDown();
        assertThat(server.ended().get(LIMIT, TimeUnit.SECONDS)).isEqualTo(2);
        assertThat(server.ready()).isCompletedExceptionally();
    }
}
