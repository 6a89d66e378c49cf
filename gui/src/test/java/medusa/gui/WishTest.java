package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import javafx.scene.control.Button;
import javafx.stage.Stage;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import medusa.server.ConsoleWindow.Wish;
import medusa.state.UserFolders;

/// What the window begins with.
class WishTest {
    private static final Wish NOTHING = new Wish(Optional.empty(), Optional.empty(), Optional.empty());

    @TempDir
    private Path home;

    @BeforeEach
    void open() throws Exception {
        Installed.openToAll(home); // for whom a server becomes that root starts
    }

    /// The ports of the server may be taken by somebody: then the window says so, and so does the log.
    @Test
    void aFolderIsServedAndTheProgramTellsOfIt() throws Exception {
        Path files = Files.createDirectories(home.resolve("files"));
        Installed.openToAll(home);
        Installed.use();
        FxToolkit.registerPrimaryStage();
        Queue<String> out = new ConcurrentLinkedQueue<>();
        Queue<String> err = new ConcurrentLinkedQueue<>();
        UserFolders folders = new UserFolders(Map.of("XDG_CONFIG_HOME", home.resolve("config").toString()), home);
        Stage stage = ConsoleStand.fx(Stage::new);
        ConsoleApp app = ConsoleStand.fx(() -> {
            ConsoleApp made = new ConsoleApp(stage, new Wish(Optional.empty(), Optional.empty(), Optional.of(files)),
                    folders, Clock.systemDefaultZone(), out::add, err::add);
            stage.show();
            return made;
        });
        try {
            WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS,
                    () -> ConsoleStand.fx(() -> has(stage, "#own-stop") || has(stage, "#serve-failed")));
            if (ConsoleStand.fx(() -> has(stage, "#own-stop"))) {
                assertThat(out).contains("medusa: http listening on 127.0.0.1:8080", "medusa: ready");
            } else {
                assertThat(err).anyMatch(line -> line.contains("cannot listen on 127.0.0.1:"));
            }
        } finally {
            app.endServers().get(20, TimeUnit.SECONDS);
            ConsoleStand.fx(() -> {
                stage.hide();
                app.close();
                return null;
            });
        }
    }

    private static boolean has(Stage stage, String selector) {
        return stage.getScene().lookup(selector) != null;
    }

    @Test
    void theOneServerThatRunsHereIsOpened() throws Exception {
        Path sockets = home.resolve(".medusa/run");
        try (TestServer server = new TestServer(Files.createDirectories(home.resolve("one")), "--monitor",
                "unix:" + Files.createDirectories(sockets).resolve("monitor.sock"));
                ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            assertThat(server.monitor().toString()).contains("monitor.sock");
            console.await("it is connected", () -> console.robot().lookup("#dashboard-stale").tryQuery()
                    .filter(stale -> !stale.isVisible()).isPresent());
        }
    }

    @Test
    void ofSeveralThatRunHereTheUserChooses() throws Exception {
        Path sockets = Files.createDirectories(home.resolve(".medusa/run"));
        try (TestServer one = new TestServer(Files.createDirectories(home.resolve("one")), "--monitor",
                "unix:" + sockets.resolve("monitor.sock"));
                TestServer two = new TestServer(Files.createDirectories(home.resolve("two")), "--monitor",
                        "unix:" + sockets.resolve("monitor-2.sock"));
                ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            assertThat(List.of(one.monitor(), two.monitor())).doesNotHaveDuplicates();
            console.await("both are there", () -> console.robot().lookup("#running").queryAll().size() == 2);
            console.picture("servers-two");
            Button first = console.node("#running");
            assertThat(first.getAccessibleText()).contains("monitor.sock");
            console.click("#running");
            console.await("it is connected", () -> console.robot().lookup("#dashboard-stale").tryQuery()
                    .filter(stale -> !stale.isVisible()).isPresent());
        }
    }
}
