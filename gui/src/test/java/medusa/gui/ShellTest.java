package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javafx.application.Application;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.monitor.MonitorAddress;

/// The window around the screens.
class ShellTest {
    @TempDir
    private Path folder;

    private static String text(ConsoleStand console, String selector) {
        return console.robot().lookup(selector).tryQuery()
                .map(node -> node instanceof Label label ? label.getText() : ((MenuButton) node).getText())
                .orElse("");
    }

    private static void connected(ConsoleStand console) {
        console.await("connected, with figures", () -> text(console, "#server-menu").endsWith("connected")
                && text(console, "#status-heap").startsWith("heap"));
    }

    @Test
    void theRailLeadsToTheScreensByMouseAndKeysAndFolds() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.click("#rail-connections");
            assertThat(console.node("#connections").isVisible()).isTrue();
            ToggleButton button = console.node("#rail-connections");
            assertThat(button.isSelected()).isTrue();
            console.press(KeyCode.CONTROL, KeyCode.DIGIT4);
            assertThat(console.node("#log").isVisible()).isTrue();
            assertThat(button.isSelected()).isFalse();
            assertThat(button.getContentDisplay()).isEqualTo(ContentDisplay.GRAPHIC_ONLY);
            assertThat(button.getAccessibleText()).isEqualTo("Connections");
            connected(console);
            console.picture("shell-960-light");
            ConsoleStand.fx(() -> {
                console.size(1280, 800);
                return null;
            });
            console.await("the rail has words", () -> button.getContentDisplay() == ContentDisplay.LEFT);
            console.picture("shell-1280-light");
        }
    }

    @Test
    void thePaletteFindsAndRuns() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            connected(console);
            console.press(KeyCode.CONTROL, KeyCode.K);
            ListView<?> list = console.node("#palette-list");
            assertThat(list.getItems()).hasSizeGreaterThan(8);
            console.picture("shell-palette");
            console.type("log");
            console.press(KeyCode.ENTER);
            assertThat(console.node("#log").isVisible()).isTrue();
            assertThat(console.robot().lookup("#palette").tryQuery()).isEmpty();

            console.press(KeyCode.CONTROL, KeyCode.K);
            console.type("copy http");
            console.press(KeyCode.ENTER);
            String url = "http://" + server.listener("http") + "/";
            console.await("the URL is on the clipboard",
                    () -> url.equals(Clipboard.getSystemClipboard().getString()));
            assertThat(console.node(".toast").isVisible()).isTrue();

            console.press(KeyCode.CONTROL, KeyCode.K);
            console.press(KeyCode.ESCAPE);
            assertThat(console.robot().lookup("#palette").tryQuery()).isEmpty();
            console.press(KeyCode.F1);
            console.node("#keys-help");
            assertThat(console.robot().lookup("#keys-help .label").<Label>queryAll()).extracting(Label::getText)
                    .contains("Ctrl+F", "Look for words in the log");
            console.picture("shell-keys");
        }
    }

    @Test
    void thePaletteHasWhatEachScreenCanDo() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            connected(console);
            console.press(KeyCode.CONTROL, KeyCode.K);
            ListView<?> list = console.node("#palette-list");
            assertThat(list.getItems()).asString().contains("Connections: Filter connections",
                    "Connections: Close the selected connections", "Connections: Save connections as CSV",
                    "Monitor: New tab", "Monitor: Clear the transcript", "Monitor: Search what was typed",
                    "Log: Look for words in the log");
            console.type("new tab");
            console.press(KeyCode.ENTER);
            console.node("#monitor-tab-2");
            console.press(KeyCode.CONTROL, KeyCode.K);
            console.type("look for words");
            console.press(KeyCode.ENTER);
            console.await("the field has the keys", () -> console.node("#log-filter").isFocused());
            console.press(KeyCode.CONTROL, KeyCode.K);
            console.type("filter connections");
            console.press(KeyCode.ENTER);
            console.await("the field has the keys", () -> console.node("#connections-filter").isFocused());
        }
    }

    @Test
    void theHelpHasTheKeysOfTheMonitor() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.click("#rail-monitor");
            console.press(KeyCode.F1);
            console.node("#keys-help");
            assertThat(console.robot().lookup("#keys-help .label").<Label>queryAll()).extracting(Label::getText)
                    .contains("Ctrl+Space", "Ctrl+R", "Shift+Enter", "Ctrl+Enter");
            console.picture("shell-keys-monitor", 960, 600);
        }
    }

    @Test
    void theThemeIsRememberedByTheNextWindow() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                connected(console);
                assertThat(Application.getUserAgentStylesheet()).contains("light");
                console.click("#theme");
                assertThat(Application.getUserAgentStylesheet()).contains("dark");
                console.picture("shell-960-dark");
                console.click("#rail-monitor");
                ConsoleStand.fx(() -> {
                    console.size(1280, 800);
                    return null;
                });
                console.picture("shell-1280-dark");
            }
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                console.node("#monitor");
                assertThat(Application.getUserAgentStylesheet()).contains("dark");
                connected(console);
                console.press(KeyCode.CONTROL, KeyCode.K);
                console.picture("shell-dark-palette");
            }
        }
    }

    @Test
    void theStatusLineCountsWhatIsAskedFor() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor());
                HttpClient client = HttpClient.newHttpClient()) {
            Files.write(server.files().resolve("a.bin"), new byte[100_000]);
            connected(console);
            assertThat(text(console, "#status-connection")).isEqualTo("connected · " + server.monitor());
            assertThat(text(console, "#status-turn")).endsWith(" ms");
            HttpRequest request = HttpRequest
                    .newBuilder(URI.create("http://" + server.listener("http") + "/a.bin")).build();
            console.await("requests and bytes are counted", () -> {
                try {
                    assertThat(client.send(request, BodyHandlers.ofByteArray()).body()).hasSize(100_000);
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
                return text(console, "#status-requests").matches("[1-9][0-9,.]* requests/s")
                        && text(console, "#status-out").matches("↑ .*[KM]B/s");
            });
        }
    }

    @Test
    void stoppingAsksFirstAndNamesWhoIsCutOff() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor());
                Socket visitor = new Socket("127.0.0.1", port(server))) {
            assertThat(visitor.isConnected()).isTrue();
            connected(console);
            console.await("the visitor is counted", () -> {
                console.robot().lookup("#stop").<Button>query().fire();
                return text(console, "#shell-question .label").contains("1 connection is open");
            });
            console.picture("shell-question");
            console.click("#shell-no");
            assertThat(console.robot().lookup("#shell-question").query().isVisible()).isFalse();
            assertThat(text(console, "#server-menu")).endsWith("connected");
            console.click("#stop");
            console.click("#shell-yes");
            console.await("it is gone", () -> text(console, "#server-menu").contains("reconnecting in"));
            console.click("#bell");
            console.await("the list tells it", () -> console.robot().lookup("#alerts .notice-text").tryQuery()
                    .map(node -> ((Label) node).getText()).orElse("").endsWith("is stopping."));
            console.picture("shell-alerts");
        }
    }

    private static int port(TestServer server) {
        String address = server.listener("http");
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    @Test
    void drainingWaitsForWhoIsThere() throws Exception {
        Files.createDirectories(folder.resolve("files"));
        try (TestServer server = new TestServer(folder, "--set", "drain-notice=3s");
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            connected(console);
            try (Socket visitor = new Socket("127.0.0.1", port(server))) {
                assertThat(visitor.isConnected()).isTrue();
                console.click("#drain");
                console.click("#shell-yes");
                console.await("it is said what goes on", () -> console.<Label>node("#task-text").getText()
                        .startsWith("1 connection is left: "));
                console.picture("shell-draining");
            }
            console.await("it is gone", () -> text(console, "#server-menu").contains("reconnecting in"));
            assertThat(console.robot().lookup("#task").query().isVisible()).isFalse();
        }
    }

    @Test
    void aLostServerIsWaitedForAndComesBack() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            connected(console);
            server.kill();
            console.await("a countdown", () -> text(console, "#server-menu").matches(".*reconnecting in [0-9]+ s"));
            assertThat(console.<Label>node("#status-as-of").getText()).matches("as of [0-9:]{8}");
            assertThat(console.node("#status-heap").getStyleClass()).contains("stale");
            assertThat(console.node("#retry").isVisible()).isTrue();
            assertThat(console.robot().lookup("#stop").query().isVisible()).isFalse();
            console.picture("shell-960-reconnecting");
            try (TestServer next = new TestServer(folder)) {
                console.press(KeyCode.F5);
                connected(console);
                assertThat(console.node("#status-heap").getStyleClass()).doesNotContain("stale");
                assertThat(console.robot().lookup("#status-as-of").query().isVisible()).isFalse();
                assertThat(next.pid()).isNotEqualTo(server.pid());
            }
        }
    }

    @Test
    void whatIsNoMonitorIsRefusedAndTheWindowSaysWhy() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, MonitorAddress.parse(server.listener("ftp")))) {
            console.await("refused", () -> text(console, "#server-menu").endsWith("refused"));
            assertThat(console.node("#server-dot").getStyleClass()).contains("link-refused");
            assertThat(console.node("#retry").isVisible()).isTrue();
            console.picture("shell-960-refused");
            console.click("#theme");
            console.picture("shell-960-refused-dark");
        }
    }

    @Test
    void theKeysReachEveryPartAndCloseTheServer() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            connected(console);
            List<String> reached = new ArrayList<>();
            for (int i = 0; i < 3; i++) { // wherever the focus was at first
                console.press(KeyCode.F6);
                reached.add(console.stage().getScene().getFocusOwner().getId());
            }
            assertThat(reached).contains("rail-dashboard", "status").doesNotHaveDuplicates();
            console.press(KeyCode.CONTROL, KeyCode.W);
            console.await("no server", () -> text(console, "#server-menu").equals("No server"));
            assertThat(console.robot().lookup("#dashboard").tryQuery()).isEmpty();
            console.picture("shell-none");
        }
    }
}
