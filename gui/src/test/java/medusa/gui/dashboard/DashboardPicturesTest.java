package medusa.gui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;

import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.text.Text;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;
import medusa.gui.client.BanInfo;
import medusa.gui.client.Profile;
import medusa.gui.client.Rates;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.Tasks;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials;

/// The dashboard of a busy server, with figures made by hand, to be looked at.
class DashboardPicturesTest {
    @TempDir
    private Path folder;

    private final DashboardModel model = new DashboardModel();

    @AfterEach
    void lightAgain() {
        use(new PrimerLight());
    }

    private static void use(Theme theme) {
        ConsoleStand.fx(() -> {
            Application.setUserAgentStylesheet(theme.getUserAgentStylesheet());
            return null;
        });
    }

    private void fill() {
        Hand hand = new Hand().count("timed-out", 12).count("logins-refused", 1);
        for (int second = 0; second < 900; second++) {
            double wave = 1 + Math.sin(second / 60.0);
            hand.connections(Map.of("http", Math.round(900 + 300 * wave), "ftp", Math.round(40 * wave), "ftp-data",
                    Math.round(20 * wave), "monitor", 2L)).count("http-requests", Math.round(4000 * wave))
                    .count("bytes-out", Math.round(400e6 * wave)).count("bytes-in", Math.round(2e6 + second * 1e5))
                    .count("ftp-downloads", second % 7 == 0 ? 1 : 0).heap((100 + second % 90) << 20)
                    .count("logins-refused", second % 50 == 0 ? 3 : 0).descriptors(500 + second / 2);
            if (second < 400 || second > 450) {
                model.told(hand.at(second), Rates.UNKNOWN);
            } else {
                model.connected(false);
            }
        }
        model.told(hand.count("faults", 2).count("http-requests", 3712).count("bytes-out", 380_000_000).at(900),
                new Rates(3712.4, 91e6, 380e6));
        model.banned(IntStream.range(1, 32)
                .mapToObj(i -> new BanInfo("192.0.2." + i, 10, Duration.ofSeconds(272 + i), 31)).toList());
        model.crosshairProperty().set(200);
    }

    @Test
    void itCanBeLookedAt() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.await("it is connected",
                    () -> console.robot().lookup("#tile-requests-value").tryQuery().isPresent());
            ServerModel busy = ConsoleStand
                    .fx(() -> new ServerModel(new Profile("files@desk", server.monitor(), "anna"),
                            Credentials.none(), UiExecutor.fx(), Clock.systemDefaultZone()));
            DashboardScreen screen = ConsoleStand.fx(() -> new DashboardScreen(busy,
                    new Desk(UiExecutor.fx(), Clock.systemDefaultZone(), new Notices(Clock.systemDefaultZone()),
                            new Tasks(), new Preferences(folder.resolve("pictures")), (_, _) -> {}),
                    model));
            Node view = ConsoleStand.fx(screen::view);
            ConsoleStand.fx(() -> {
                ((BorderPane) console.stage().getScene().lookup("#dashboard").getParent()).setCenter(view);
                return null;
            });
            console.picture("dashboard-empty");
            ConsoleStand.fx(() -> {
                fill();
                model.minutesProperty().set(15);
                return null;
            });
            console.await("the newest", () -> console.<Label>node("#tile-requests-value").getText().length() > 1);
            assertThat(console.<Label>node("#throughput-time").getText()).endsWith("3 min 20 s earlier");
            assertThat(console.<Label>node("#more-bans").getText())
                    .isEqualTo("and 11 more addresses that may not log in");
            assertThat(view.lookupAll("#dashboard-attention .button")).hasSize(20);
            console.picture("dashboard-full-light");
            console.picture("dashboard-usual-light", 1280, 800);
            for (Node below : view.lookupAll(".tile > .small")) {
                assertThat(((Text) below.lookup(".text")).getText()).as("not cut").doesNotEndWith("…")
                        .doesNotEndWith("...");
            }
            use(new PrimerDark());
            console.picture("dashboard-full-dark");
            console.picture("dashboard-large-dark", 1920, 1080);
            use(new PrimerLight());
            console.picture("dashboard-large-light", 1920, 1080);
            server.kill();
            console.await("it is stale", () -> view.lookup("#dashboard-stale").isVisible());
            assertThat(console.<Label>node("#protocols-time").getText()).isNotEmpty();
            console.picture("dashboard-disconnected");
            console.picture("dashboard-disconnected-usual", 1280, 800);
            ConsoleStand.fx(() -> {
                screen.close();
                busy.close();
                return null;
            });
        }
    }
}
