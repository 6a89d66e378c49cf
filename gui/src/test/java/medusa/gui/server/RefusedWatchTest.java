package medusa.gui.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javafx.beans.property.SimpleBooleanProperty;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;
import medusa.gui.client.Profile;
import medusa.gui.client.Refusal;
import medusa.gui.client.ServerLink;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;

/// What the server will not tell.
class RefusedWatchTest {
    @TempDir
    private Path folder;

    @Test
    void aWatchThatTheServerRefusesIsHeardOf() throws Exception {
        List<Refusal> heard = new CopyOnWriteArrayList<>();
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor());
                ServerLink link = new ServerLink(server.monitor(), Credentials.none(), _ -> {}, heard::add)) {
            link.log(-1, _ -> {});
            console.await("it is told", () -> !heard.isEmpty());
            assertThat(heard.getFirst().method()).isEqualTo("log.tail");
            assertThat(heard.getFirst().why()).isNotEmpty();
            assertThat(heard.getFirst().unknown()).isFalse();
        }
    }

    @Test
    void noScreenLoadsForEver() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            ServerModel model = ConsoleStand.fx(() -> new ServerModel(new Profile("desk", server.monitor(), ""),
                    Credentials.none(), UiExecutor.fx(), Clock.systemDefaultZone()));
            Awaited awaited = ConsoleStand
                    .fx(() -> new Awaited("log", model, new SimpleBooleanProperty(), new Label("content")));
            console.await("it waits", () -> says(awaited, "Asking desk"));
            ConsoleStand.fx(() -> {
                model.refused(new Refusal("log.tail", "too many watches", false));
                return null;
            });
            assertThat(ConsoleStand.<Boolean>fx(() -> says(awaited, "desk would not tell"))).isTrue();
            assertThat(ConsoleStand.<Boolean>fx(() -> says(awaited, "too many watches"))).isTrue();
            ConsoleStand.fx(() -> {
                model.refused(new Refusal("log.tail", "there is no such method", true));
                return null;
            });
            assertThat(ConsoleStand.<Boolean>fx(() -> says(awaited, "older version"))).isTrue();
            ConsoleStand.fx(() -> {
                model.close();
                return null;
            });
        }
    }

    private static boolean says(Awaited awaited, String words) {
        return awaited.lookupAll(".label").stream().map(Label.class::cast)
                .anyMatch(label -> label.getText().contains(words));
    }
}
