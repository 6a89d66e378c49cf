package medusa.gui.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxToolkit;

import medusa.gui.ConsoleStand;
import medusa.gui.client.Completion;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Evaluation;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// What a tab says to who may not use it.
class ReplViewTest {
    @TempDir
    private Path folder;

    private static final class Silent implements Interpreter {
        @Override
        public CompletableFuture<Evaluation> eval(String code, Place place) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Completion> complete(String code, int cursor) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<String> examine(String code) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<?> interrupt() {
            return new CompletableFuture<>();
        }
    }

    @Test
    void whoMayOnlyLookIsToldWhatItTakes() throws Exception {
        FxToolkit.registerPrimaryStage();
        String said = ConsoleStand.fx(() -> {
            UiExecutor ui = UiExecutor.fx();
            History history = new History(HistoryFile.of(folder, "x"), false, Runnable::run, ui);
            Repl repl = new Repl(new Silent(), history, ui, Clock.systemUTC());
            ReplView view = new ReplView(repl, ui);
            repl.connection(new State.Connected("anna", Role.MANAGE));
            Stage stage = new Stage();
            stage.setScene(new Scene(view, 800, 500));
            stage.show();
            view.applyCss();
            view.layout();
            assertThat(view.lookup("#monitor-editor").isDisabled()).isTrue();
            assertThat(view.lookup("#monitor-run").isDisabled()).isTrue();
            String text = view.lookup("#monitor-empty").lookupAll(".label").stream()
                    .map(node -> text(node)).collect(Collectors.joining("\n"));
            repl.connection(new State.Connected("anna", Role.EVAL));
            assertThat(view.lookup("#monitor-editor").isDisabled()).isFalse();
            stage.hide();
            return text;
        });
        assertThat(said).contains("anna with the role manage", "takes the role eval");
    }

    private static String text(Node node) {
        return ((Label) node).getText();
    }
}
