package medusa.gui.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;

import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.RichTextArea;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;

/// The monitor's screen on a real server, as a person uses it.
class MonitorScreenTest {
    @TempDir
    private Path folder;

    /// The tab that is looked at.
    private record Tab(ConsoleStand console) {
        static Tab in(ConsoleStand console) {
            console.click("#rail-monitor");
            Tab tab = new Tab(console);
            console.await("the editor has the keys", () -> tab.editor().isFocused());
            console.await("it is connected", () -> !console.stage().getScene().lookup("#monitor-stale").isVisible());
            return tab;
        }

        private Node content() {
            TabPane tabs = (TabPane) console.stage().getScene().lookup("#monitor-tabs");
            return tabs.getSelectionModel().getSelectedItem().getContent();
        }

        CodeArea editor() {
            return (CodeArea) content().lookup("#monitor-editor");
        }

        String typed() {
            return ConsoleStand.fx(() -> editor().getText());
        }

        String transcript() {
            RichTextArea area = (RichTextArea) content().lookup("#monitor-transcript");
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < area.getParagraphCount(); i++) {
                text.append(area.getPlainText(i)).append('\n');
            }
            return text.toString();
        }

        void run(String code) {
            console.type(code);
            console.press(KeyCode.ENTER);
        }

        void sees(String text) {
            console.await("“" + text + "” in the transcript", () -> transcript().contains(text));
        }
    }

    @Test
    void whatIsTypedIsRun() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            console.picture("monitor-empty");
            tab.run("1 + 1");
            tab.sees("❯ 1 + 1");
            tab.sees("$1 : int = 2");
            tab.run("connections.size()");
            tab.sees("int = 1");
            assertThat(tab.typed()).isEmpty();
            console.picture("monitor-values");
        }
    }
}
