package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.stage.Window;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramKeys;
import medusa.server.ConsoleWindow.Wish;

/// What somebody sees who may only look.
class ForbiddenTest {
    @TempDir
    private Path home;

    private TestServer server() throws Exception {
        Path users = home.resolve("users");
        ScramKeys keys = ScramKeys.of("secret".toCharArray(), new byte[16], 4096);
        Files.writeString(users, "anna:view:" + keys.text() + "\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Installed.openToAll(home);
        return new TestServer(Files.createDirectories(home.resolve("server")), "--monitor", "127.0.0.1:0", "--set",
                "monitor.users=" + users, "--set", "state-folder=" + home.resolve("server").resolve("state"));
    }

    private static void awaitForbidden(ConsoleStand console, String id) {
        console.await(id + " is disabled and says why", () -> {
            Node node = console.node(id);
            return node.isDisabled() && String.valueOf(node.getAccessibleHelp()).contains("with the role view");
        });
    }

    @Test
    void whatMayNotBeDoneIsThereAndSaysWhy() throws Exception {
        try (TestServer server = server();
                ConsoleStand console = new ConsoleStand(home,
                        new Wish(Optional.of(server.monitor()), Optional.of("anna"), Optional.empty()),
                        Map.of("MEDUSA_MONITOR_PASSWORD", "secret"))) {
            awaitForbidden(console, "#drain");
            awaitForbidden(console, "#stop");
            console.picture("forbidden-light");
            console.robot().moveTo("#drain");
            console.await("the tooltip", () -> Window.getWindows().stream().anyMatch(window -> window.isShowing()
                    && window instanceof Tooltip tooltip && tooltip.getText().contains("take the role manage")));
            console.click("#rail-monitor");
            awaitForbidden(console, "#monitor-new-tab");
            awaitForbidden(console, "#monitor-menu");
            console.picture("forbidden-monitor");
            console.press(KeyCode.CONTROL, KeyCode.K);
            ListView<?> found = console.node("#palette-list");
            assertThat(found.getItems()).asString().doesNotContain("Monitor: New tab", "Drain the server")
                    .contains("Connections: ");
        }
    }
}
