package medusa.gui.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

import javafx.geometry.VerticalDirection;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;
import medusa.gui.client.ServerLink;
import medusa.gui.dashboard.Ftp;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorClient;

/// The log of a real server.
class LogTest {
    private static final String REFUSED = "mallory";
    /// Of a line that each server has in its log.
    private static final String ALWAYS = "descriptors in use";

    @TempDir
    private Path folder;

    private static String text(ConsoleStand console) {
        return console.<ListView<LogLine>>node("#log-list").getItems().stream().map(LogText::of)
                .collect(Collectors.joining("\n"));
    }

    private static ConsoleStand open(Path folder, TestServer server) {
        ConsoleStand console = ConsoleStand.on(folder, server.monitor());
        console.click("#rail-log");
        console.await("the log", () -> text(console).contains(ALWAYS));
        return console;
    }

    @Test
    void aRefusedLogInAppearsAndTheFilterHidesTheRest() throws Exception {
        try (TestServer server = new TestServer(folder); ConsoleStand console = open(folder, server)) {
            Ftp.refused(server.listener("ftp"));
            console.await("the line", () -> text(console).contains(REFUSED));
            console.click("#log-level-warn");
            console.await("warnings only",
                    () -> text(console).contains(REFUSED) && !text(console).contains(ALWAYS));
            console.click("#log-filter");
            console.type("descriptors");
            console.await("nothing fits", () -> text(console).isEmpty());
            console.click("#log-level-trace");
            console.await("the words count",
                    () -> text(console).contains(ALWAYS) && !text(console).contains(REFUSED));
            console.picture("log-filter");
            console.click("#log-filter");
            console.press(KeyCode.ESCAPE);
            console.await("all again", () -> text(console).contains(REFUSED));
        }
    }

    @Test
    void aPauseHoldsLinesBack() throws Exception {
        try (TestServer server = new TestServer(folder); ConsoleStand console = open(folder, server)) {
            console.click("#log-pause");
            Ftp.refused(server.listener("ftp"));
            ToggleButton pause = console.node("#log-pause");
            console.await("it is counted", () -> pause.getText().matches("[1-9].* new, resume"));
            assertThat(text(console)).doesNotContain(REFUSED);
            console.click("#log-pause");
            console.await("the line", () -> text(console).contains(REFUSED) && pause.getText().equals("Pause"));
        }
    }

    @Test
    void scrollingUpStopsFollowing() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = open(folder, server);
                ServerLink link = new ServerLink(server.monitor(), Credentials.none(), _ -> {})) {
            console.await("it is connected", () -> link.state() instanceof MonitorClient.State.Connected);
            link.eval("for (int i = 0; i < 100; i++)"
                    + " org.slf4j.LoggerFactory.getLogger(\"test\").info(\"line {} of many\", i)").get();
            console.await("many lines", () -> text(console).contains("line 99 of many"));
            console.await("the last is seen", () -> last(console).contains("line 99"));
            console.robot().moveTo(console.<Node>node("#log-list")).scroll(VerticalDirection.UP);
            console.await("it does not follow", () -> !console.<ToggleButton>node("#log-follow").isSelected());
            Ftp.refused(server.listener("ftp"));
            console.await("the line", () -> text(console).contains(REFUSED));
            assertThat(last(console)).as("what is looked at stays").contains("of many");
            console.picture("log-stopped");
            console.click("#log-jump");
            console.await("the newest", () -> last(console).contains(REFUSED));
        }
    }

    /// The lowest cell with a line in it, as it is told to those who do not see it.
    private static String last(ConsoleStand console) {
        Node list = console.node("#log-list");
        return console.robot().from(list).lookup(".log-cell").<LogCell>queryAll().stream()
                .filter(cell -> cell.isVisible() && !cell.isEmpty() && cell.getParent() != null
                        && list.sceneToLocal(cell.localToScene(0, 0)).getY() < ((ListView<?>) list).getHeight() - 13)
                .max(Comparator.comparingInt(LogCell::getIndex)).map(LogCell::getAccessibleText)
                .orElse("");
    }

    @Test
    void aLineLeadsToItsConnections() throws Exception {
        try (TestServer server = new TestServer(folder); ConsoleStand console = open(folder, server)) {
            Ftp.refused(server.listener("ftp"));
            console.await("the line", () -> text(console).contains(REFUSED));
            console.click("#log-list");
            console.press(KeyCode.END);
            console.press(KeyCode.CONTROL, KeyCode.C);
            console.await("it is copied", () -> String.valueOf(Clipboard.getSystemClipboard().getString())
                    .contains("WARN"));
            console.press(KeyCode.ENTER);
            console.await("the connections", () -> console.<Node>node("#connections").isVisible());
        }
    }

    @Test
    void aServerThatComesBackGoesOn() throws Exception {
        try (TestServer first = new TestServer(folder); ConsoleStand console = open(folder, first)) {
            first.kill();
            console.await("it is stale", () -> console.<Label>node("#log-stale").isVisible());
            console.picture("log-disconnected");
            try (TestServer _ = new TestServer(folder)) {
                console.await("the gap is marked", () -> text(console).contains("the server has been started anew"));
                console.await("its log", () -> text(console).split(ALWAYS, -1).length == 3);
            }
        }
    }

    @Test
    void anotherScreenSetsTheFilter() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Ftp.refused(server.listener("ftp"));
            Node link = console.node("#attention-logins-refused");
            console.robot().interact(link::requestFocus);
            console.press(KeyCode.ENTER);
            console.await("the words", () -> console.<TextField>node("#log-filter").getText().equals("log-in"));
            assertThat(console.<ToggleButton>node("#log-level-warn").isSelected()).isTrue();
            console.await("the line", () -> text(console).contains(REFUSED));
            console.picture("log-asked");
        }
    }

    @Test
    void anEntryUnfoldsByClickAndByEnter() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = open(folder, server);
                ServerLink link = new ServerLink(server.monitor(), Credentials.none(), _ -> {})) {
            console.await("it is connected", () -> link.state() instanceof MonitorClient.State.Connected);
            link.eval("org.slf4j.LoggerFactory.getLogger(\"test\").warn(\"trouble\", new Error(\"deep\"))").get();
            console.await("the entry", () -> text(console).contains("trouble"));
            ListView<LogLine> list = console.node("#log-list");
            int folded = ConsoleStand.fx(() -> list.getItems().size());
            console.click(".log-fold");
            console.await("its lines", () -> list.getItems().size() > folded);
            console.picture("log-unfolded", 960, 600);
            console.click(".log-fold");
            console.await("no lines", () -> list.getItems().size() == folded);
            ConsoleStand.fx(() -> {
                list.getSelectionModel().clearAndSelect(folded - 1);
                list.requestFocus();
                return null;
            });
            console.press(KeyCode.ENTER);
            console.await("its lines", () -> list.getItems().size() > folded);
        }
    }

    @Test
    void theToolsAreIconsWithWordsForWhoCannotSeeThemWhereThereIsLittleRoom() throws Exception {
        try (TestServer server = new TestServer(folder); ConsoleStand console = open(folder, server)) {
            for (String id : List.of("#log-pause", "#log-follow", "#log-export")) {
                Labeled button = console.node(id);
                assertThat(button.getContentDisplay()).as(id).isEqualTo(ContentDisplay.GRAPHIC_ONLY);
                assertThat(button.getGraphic()).as(id).isInstanceOf(FontIcon.class);
                assertThat(button.getAccessibleText()).as(id).isEqualTo(button.getText()).isNotEmpty();
                assertThat(button.isDisabled()).as(id).isFalse();
            }
            console.click("#log-filter");
            console.type("nobody says this");
            console.node("There is nothing to show.");
            console.picture("log-960-empty");
        }
    }
}
