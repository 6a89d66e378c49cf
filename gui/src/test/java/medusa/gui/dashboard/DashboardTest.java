package medusa.gui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;
import medusa.gui.client.ServerLink;
import medusa.monitor.Credentials;
import medusa.monitor.MonitorClient;

/// The dashboard of a real server.
class DashboardTest {
    @TempDir
    private Path folder;

    private static void request(TestServer server, int times) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.listener("http") + "/")).build();
            for (int i = 0; i < times; i++) {
                client.send(request, BodyHandlers.discarding());
            }
        }
    }

    private static String text(ConsoleStand console, String id) {
        return console.<Label>node(id).getText();
    }

    @Test
    void requestsMoveTheTileAndTheChart() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("the figures", () -> text(console, "#tile-requests-value").equals("0"));
            String quiet = text(console, "#throughput-0");
            request(server, 30);
            console.await("all requests", () -> text(console, "#tile-requests-below").equals("30 in all"));
            console.await("a rate", () -> !text(console, "#throughput-0").equals(quiet));
            assertThat(text(console, "#tile-connections-below")).contains("monitor 1");
            console.picture("dashboard");
        }
    }

    @Test
    void theCrosshairIsSharedAndTheKeysMoveIt() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("the figures", () -> text(console, "#throughput-time").startsWith("now"));
            console.robot().moveTo(console.<Node>node("#throughput")).moveBy(20, 0);
            console.await("a time in both", () -> text(console, "#throughput-time").contains("earlier")
                    && text(console, "#protocols-time").equals(text(console, "#throughput-time")));
            console.click("#throughput");
            console.press(KeyCode.ESCAPE);
            console.await("the newest", () -> text(console, "#protocols-time").startsWith("now"));
            console.click("#zoom-1");
            Node chart = console.node("#protocols");
            console.robot().interact(chart::requestFocus);
            console.press(KeyCode.LEFT);
            console.press(KeyCode.LEFT);
            console.await("two steps back", () -> text(console, "#throughput-time").contains("2.0 s earlier"));
        }
    }

    @Test
    void itGathersWhileOthersAreShownAndOutlivesTheServer() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("the figures", () -> text(console, "#tile-requests-value").equals("0"));
            console.click("#rail-log");
            request(server, 5);
            server.kill();
            console.await("it is stale", () -> console.node("#log-stale").isVisible());
            console.click("#rail-dashboard");
            assertThat(console.node("#dashboard-stale").isVisible()).isTrue();
            try (TestServer _ = new TestServer(folder)) {
                console.await("it lives again", () -> console.robot().lookup("#dashboard-stale").tryQuery()
                        .filter(Node::isVisible).isEmpty()
                        && text(console, "#tile-requests-below").startsWith("0 "));
            }
        }
    }

    @Test
    void aRefusedLogInIsNewAndLeadsToTheLog() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("the figures", () -> text(console, "#tile-requests-value").equals("0"));
            for (int i = 0; i < 10; i++) {
                Ftp.refused(server.listener("ftp"));
            }
            Node link = console.node("#attention-logins-refused");
            console.robot().interact(link::requestFocus);
            console.press(KeyCode.ENTER);
            console.await("the log", () -> console.node("#log").isVisible());
        }
    }

    @Test
    void aBanCanBeLifted() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            try (ServerLink link = new ServerLink(server.monitor(), Credentials.none(), _ -> {})) {
                console.await("it is connected", () -> link.state() instanceof MonitorClient.State.Connected);
                link.ban("192.0.2.1", Duration.ofMinutes(5)).get();
            }
            Node lift = console.node("#lift-192-0-2-1");
            console.robot().interact(lift::requestFocus);
            console.press(KeyCode.SPACE);
            console.await("it is gone",
                    () -> console.robot().lookup("#lift-192-0-2-1").tryQuery().isEmpty());
        }
    }

    @Test
    void aServerThatStandsStillIsNotTakenForOneThatLives() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("the figures", () -> text(console, "#protocols-time").startsWith("now"));
            signal(server, "STOP");
            console.await("the screen says so", () -> text(console, "#dashboard-stale").startsWith("No answer since"));
            assertThat(text(console, "#status-connection")).startsWith("no answer · ");
            assertThat(text(console, "#status-as-of")).startsWith("as of ");
            assertThat(text(console, "#protocols-time")).startsWith("as of ");
            console.picture("dashboard-frozen");
            signal(server, "CONT");
            console.await("it lives", () -> text(console, "#status-connection").startsWith("connected")
                    && text(console, "#protocols-time").startsWith("now"));
            assertThat(console.robot().lookup("#dashboard-stale").query().isVisible()).isFalse();
        }
    }

    private static void signal(TestServer server, String name) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start().waitFor()).isZero();
    }
}
