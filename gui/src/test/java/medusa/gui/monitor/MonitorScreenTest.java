package medusa.gui.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.control.ListView;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
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
            console.click("#monitor-editor");
            Tab tab = new Tab(console);
            console.await("the editor has the keys", () -> tab.editor().isFocused());
            console.await("it is connected", tab::ready);
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

        @SuppressWarnings("unchecked") // it is
        ListView<String> offered() {
            return (ListView<String>) content().lookup("#monitor-completions");
        }

        /// Whether a snippet can be run.
        boolean ready() {
            return !content().lookup("#monitor-run").isDisabled();
        }

        void run(String code) {
            console.type(code);
            console.press(KeyCode.ENTER);
        }

        /// Runs it again and again, for what comes true a moment after something else.
        void runUntil(String code, String text) {
            for (int i = 0; i < 100 && !ConsoleStand.fx(this::transcript).contains(text); i++) {
                String before = ConsoleStand.fx(this::transcript);
                run(code);
                console.await("an answer",
                        () -> ready() && transcript().length() > before.length() + code.length() + 3);
            }
            sees(text);
        }

        void sees(String text) {
            console.await("“" + text + "” in the transcript", () -> transcript().contains(text));
        }
    }

    @Test
    void whatIsTypedIsRunAndDefinitionsStay() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            console.picture("monitor-empty");
            tab.run("1 + 1");
            tab.sees("❯ 1 + 1");
            tab.sees("$1 : int = 2");
            tab.run("connections.size()");
            tab.sees("$2 : int = 1");
            assertThat(tab.typed()).isEmpty();
            tab.run("int twice(int n) {");
            console.await("a line more", () -> tab.editor().getText().equals("int twice(int n) {\n    "));
            tab.run("return 2 * n; }");
            tab.sees("twice is defined");
            tab.run("twice(21)");
            tab.sees("int = 42");
        }
    }

    @Test
    void anEndlessSnippetIsInterrupted() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("while (true) {}");
            console.node("#monitor-interrupt");
            console.press(KeyCode.ESCAPE);
            tab.sees("· interrupted");
            tab.run("40 + 2");
            tab.sees("int = 42");
        }
    }

    @Test
    void anErrorIsMarkedAtItsColumn() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("int x = nothing + 1;");
            tab.sees("  1 | int x = nothing + 1;\n    |         ^^^^^^^\n");
            console.await("it is back", () -> tab.editor().getText().equals("int x = nothing + 1;"));
            console.await("it is underlined", () -> tab.editor().lookup(".problem-underline") != null);
            console.type(" ");
            console.await("it is no more", () -> tab.editor().lookup(".problem-underline") == null);
        }
    }

    @Test
    void completionsAreOfferedAndTaken() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            console.type("server.");
            console.press(KeyCode.CONTROL, KeyCode.SPACE);
            ListView<String> offered = tab.offered();
            console.await("there is something to choose", () -> offered.isVisible() && offered.getItems().size() > 3);
            console.picture("monitor-completions");
            int all = offered.getItems().size();
            String second = offered.getItems().get(1);
            console.type(second.substring(0, 1));
            console.await("there are fewer", () -> offered.getItems().size() < all);
            console.press(KeyCode.BACK_SPACE);
            console.await("all are there again", () -> offered.getItems().size() == all);
            console.press(KeyCode.DOWN);
            console.press(KeyCode.TAB);
            console.await("it is taken", () -> tab.editor().getText().equals("server." + second));
            assertThat(offered.isVisible()).isFalse();
        }
    }

    @Test
    void whatWasTypedIsFoundAgain() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                Tab tab = Tab.in(console);
                tab.run("\"first\".length()");
                tab.sees("int = 5");
                tab.run("100 + 11");
                tab.sees("int = 111");
                console.type("draft");
                console.press(KeyCode.UP);
                console.press(KeyCode.UP);
                console.await("the older one", () -> tab.editor().getText().equals("\"first\".length()"));
                console.press(KeyCode.DOWN);
                console.press(KeyCode.DOWN);
                console.await("the draft", () -> tab.editor().getText().equals("draft"));
            }
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                Tab tab = Tab.in(console);
                console.press(KeyCode.UP);
                console.await("what the other window ran", () -> tab.editor().getText().equals("100 + 11"));
                console.press(KeyCode.CONTROL, KeyCode.R);
                console.await("the search", () -> console.stage().getScene().getFocusOwner() instanceof TextField);
                console.type("FIRST");
                console.await("it is found", () -> tab.editor().getText().equals("\"first\".length()"));
                console.picture("monitor-search");
                console.press(KeyCode.ENTER);
                console.await("the editor has the keys", () -> tab.editor().isFocused());
                console.press(KeyCode.ENTER);
                tab.sees("int = 5");
            }
        }
    }

    @Test
    void eachTabHasDefinitionsOfItsOwn() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("int here = 1");
            tab.sees("here : int = 1");
            console.click("#monitor-new-tab"); // and into its editor
            console.await("the other editor has the keys", () -> tab.editor().isFocused() && tab.ready());
            assertThat(tab.transcript()).doesNotContain("here");
            tab.run("here");
            tab.sees("cannot find symbol");
            console.press(KeyCode.CONTROL, KeyCode.A);
            tab.run("connections.size()");
            tab.sees("int = 2");
            console.picture("monitor-tabs");
        }
    }

    @Test
    void whatRunsEndsWithItsTab() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            console.click("#monitor-new-tab");
            console.await("the other editor has the keys", () -> tab.editor().isFocused() && tab.ready());
            tab.run("while (true) {}"); // and everybody waits
            console.node("#monitor-interrupt");
            console.click("#monitor-tab-2 .tab-close-button");
            console.await("the first one has the keys", () -> tab.editor().isFocused());
            tab.runUntil("connections.size()", "int = 1 "); // when the server has heard of the tab's end
        }
    }

    @Test
    void whatRunsEndsWithTheWindow() throws Exception {
        try (TestServer server = new TestServer(folder)) {
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                Tab tab = Tab.in(console);
                tab.run("while (true) {}");
                console.node("#monitor-interrupt");
            }
            try (ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
                Tab tab = Tab.in(console);
                tab.runUntil("connections.size()", "int = 1 ");
            }
        }
    }

    @Test
    void snippetsAndResultsAreCopied() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("20 + 22");
            tab.sees("int = 42");
            console.robot().rightClickOn("#monitor-transcript");
            console.robot().clickOn("#monitor-copy-snippet");
            console.await("the snippet", () -> "20 + 22".equals(Clipboard.getSystemClipboard().getString()));
            console.click("#monitor-transcript");
            console.press(KeyCode.CONTROL, KeyCode.A);
            console.press(KeyCode.CONTROL, KeyCode.C);
            console.await("the result", () -> String.valueOf(Clipboard.getSystemClipboard().getString())
                    .contains("int = 42"));
        }
    }

    @Test
    void aServerThatIsKilledIsToldOfAndFoundAgain() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("int here = 1");
            tab.sees("here : int = 1");
            tab.run("while (true) {}");
            console.node("#monitor-interrupt");
            server.kill();
            tab.sees("Whether the snippet has done its work is not known.");
            tab.sees("The connection has ended.");
            console.picture("monitor-disconnected");
            try (TestServer next = new TestServer(folder)) {
                assertThat(next.monitor()).isEqualTo(server.monitor());
                tab.sees("what was defined before is gone");
                tab.run("1 + 1");
                tab.sees("int = 2");
            }
        }
    }

    /// Everything at once, to be looked at: `target/pictures/monitor-full-*.png`.
    @Test
    void muchIsToBeSeen() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            Tab tab = Tab.in(console);
            tab.run("server.facts() // how are you?");
            tab.sees("Facts =");
            tab.run("for (int i = 0; i < 30; i++) System.out.println(\"line \" + i);");
            tab.sees("show all 30 lines that it has printed");
            tab.run("Object fail(String why) { throw new IllegalStateException(why); }");
            tab.sees("fail is defined");
            tab.run("fail(\"no such luck\")");
            tab.sees("show where it was");
            tab.run("int x = nothing + 1;");
            tab.sees("cannot find symbol");
            for (boolean dark : new boolean[]{false, true}) {
                ConsoleStand.fx(() -> {
                    Theme theme = dark ? new PrimerDark() : new PrimerLight();
                    Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
                    return null;
                });
                console.picture("monitor-full-" + (dark ? "dark" : "light"));
            }
            console.press(KeyCode.CONTROL, KeyCode.A);
            console.type("server.");
            console.press(KeyCode.CONTROL, KeyCode.SPACE);
            console.await("there is something to choose", () -> tab.offered().isVisible());
            console.picture("monitor-completions-dark");
            server.kill();
            tab.sees("The connection has ended.");
            console.picture("monitor-disconnected-dark");
        } finally {
            ConsoleStand.fx(() -> {
                Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheet());
                return null;
            });
        }
    }
}
