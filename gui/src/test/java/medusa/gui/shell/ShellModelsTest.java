package medusa.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

import javafx.application.ColorScheme;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Rectangle2D;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.HandClock;
import medusa.gui.client.Profile;
import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;
import medusa.gui.client.ServerInfo;
import medusa.gui.shell.LinkState.Phase;
import medusa.gui.ui.Action;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices;
import medusa.gui.ui.Preferences;
import medusa.gui.ui.Tasks;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// The logic of the frame, without a window and with a clock that stands until it is moved.
class ShellModelsTest {
    private static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    private static final Profile DESK = new Profile("files@desk", MonitorAddress.parse("desk.example:9999"), "anna");

    @TempDir
    private Path folder;

    private final Messages messages = Messages.of(Shell.class);
    private final HandClock clock = new HandClock(START);
    private final SimpleObjectProperty<Profile> profile = new SimpleObjectProperty<>(DESK);
    private final SimpleObjectProperty<State> state = new SimpleObjectProperty<>(new State.Connecting());
    private final SimpleObjectProperty<ServerInfo> info = new SimpleObjectProperty<>();
    private final SimpleObjectProperty<ServerFigures> figures = new SimpleObjectProperty<>();
    private final SimpleObjectProperty<Rates> rates = new SimpleObjectProperty<>(Rates.UNKNOWN);
    private final SimpleObjectProperty<Instant> asOf = new SimpleObjectProperty<>();
    private final SimpleBooleanProperty quiet = new SimpleBooleanProperty();
    private final Watched watched = new Watched(profile, state, info, figures, rates, asOf, quiet);

    private static ServerFigures figures(Duration after, long requests, long out) {
        return new ServerFigures(START.plus(after), false, 1, 4000, 3.25, 1 << 20, 1 << 30, OptionalLong.empty(),
                OptionalLong.empty(), new ServerFigures.Pool(0, 0, 0, 0), Map.of("http", 3L, "monitor", 1L),
                List.of(new ServerFigures.Listener("http", "0.0.0.0:8080"),
                        new ServerFigures.Listener("monitor", "0.0.0.0:9999")),
                List.of(), Map.of("http-requests", requests, "bytes-out", out));
    }

    @Test
    void theTopBarCountsDownSecondBySecond() {
        TopModel top = new TopModel(watched, clock, messages);
        state.set(new State.Waiting(START.plusSeconds(4), "nobody listens"));
        assertThat(top.linkProperty().get())
                .isEqualTo(new LinkState(Phase.WAITING, "trying again in 4 s", "nobody listens"));
        asOf.set(START.minusSeconds(10)); // it has been there before
        clock.move(Duration.ofMillis(1100));
        top.tick();
        assertThat(top.linkProperty().get().words()).isEqualTo("reconnecting in 3 s");
        assertThat(top.linkProperty().get().canRetry()).isTrue();
        state.set(new State.Refused(MonitorClient.Cause.LOGIN, "wrong password".repeat(100)));
        assertThat(top.linkProperty().get().phase()).isEqualTo(Phase.REFUSED);
        assertThat(top.linkProperty().get().why()).hasSizeLessThan(210);
        profile.set(null);
        state.set(null);
        assertThat(top.linkProperty().get().phase()).isEqualTo(Phase.NONE);
    }

    @Test
    void theTopBarKnowsTheServer() {
        TopModel top = new TopModel(watched, clock, messages);
        state.set(new State.Connected("anna", Role.VIEW));
        info.set(new ServerInfo("1", "25", "Linux", 1, START.minus(Duration.ofHours(76)), START, List.of()));
        figures.set(figures(Duration.ZERO, 0, 0));
        assertThat(top.uptimeProperty().get()).isEqualTo("up 3 d 4 h");
        assertThat(top.listenersProperty().get())
                .containsExactly(new Listening("HTTP :8080", "0.0.0.0:8080", "http://desk.example:8080/"));
        assertThat(top.manageableProperty().get()).isFalse();
        state.set(new State.Connected("anna", Role.MANAGE));
        assertThat(top.manageableProperty().get()).isTrue();
    }

    @Test
    void theStatusLineHasRatesAndSaysHowOldTheyAre() {
        StatusModel status = new StatusModel(watched, clock, messages);
        state.set(new State.Connected("anna", Role.VIEW));
        asOf.set(START);
        figures.set(figures(Duration.ZERO, 100, 0));
        assertThat(status.figuresProperty().get().requests()).isEqualTo("– requests/s");
        rates.set(new Rates(1000, 0, 2 << 20));
        figures.set(figures(Duration.ofMillis(500), 600, 1 << 20));
        assertThat(status.figuresProperty().get().requests()).isEqualTo("1,000 requests/s");
        assertThat(status.figuresProperty().get().out()).isEqualTo("↑ 2.0 MB/s");
        assertThat(status.figuresProperty().get().heap()).isEqualTo("heap 1.0 MB of 1.0 GB");
        assertThat(status.figuresProperty().get().turn()).as("of the last minute").isEqualTo("longest turn 3.3 ms");
        assertThat(status.staleProperty().get()).isFalse();
        state.set(new State.Waiting(START.plusSeconds(2), ""));
        assertThat(status.staleProperty().get()).isTrue();
        assertThat(status.asOfProperty().get()).startsWith("as of ");
        assertThat(status.connectionProperty().get()).isEqualTo("reconnecting in 2 s · desk.example:9999");
        rates.set(Rates.UNKNOWN);
        figures.set(figures(Duration.ofSeconds(9), 3, 0)); // started anew
        assertThat(status.figuresProperty().get().requests()).isEqualTo("– requests/s");
    }

    @Test
    void aServerThatStandsStillIsNotCalledConnected() {
        TopModel top = new TopModel(watched, clock, messages);
        StatusModel status = new StatusModel(watched, clock, messages);
        state.set(new State.Connected("anna", Role.VIEW));
        asOf.set(START);
        figures.set(figures(Duration.ZERO, 100, 0));
        quiet.set(true);
        assertThat(top.linkProperty().get().phase()).isEqualTo(Phase.WAITING);
        assertThat(top.linkProperty().get().words()).isEqualTo("no answer");
        assertThat(status.connectionProperty().get()).startsWith("no answer · ");
        assertThat(status.asOfProperty().get()).startsWith("as of ");
        assertThat(status.staleProperty().get()).isTrue();
        quiet.set(false);
        assertThat(top.linkProperty().get().phase()).isEqualTo(Phase.CONNECTED);
        assertThat(status.staleProperty().get()).isFalse();
    }

    @Test
    void thePaletteFindsWordsInAnyOrderAndTheBestFirst() {
        List<String> ran = new ArrayList<>();
        PaletteModel palette = new PaletteModel(() -> List.of(
                new Action("Copy http://a/", "", () -> ran.add("copy")),
                new Action("Log", "Ctrl+4", () -> ran.add("log")),
                new Action("Connections: close all of a log-in", "", () -> ran.add("close"))));
        palette.open();
        assertThat(palette.found()).hasSize(3);
        palette.typedProperty().set("log");
        assertThat(palette.found()).extracting(Action::name).startsWith("Log").hasSize(2);
        palette.move(-1);
        assertThat(palette.chosen().orElseThrow().name()).startsWith("Connections");
        palette.typedProperty().set("close conn");
        palette.chosen().orElseThrow().run().run();
        palette.typedProperty().set("cphtp");
        palette.chosen().orElseThrow().run().run();
        assertThat(ran).containsExactly("close", "copy");
        palette.typedProperty().set("zzz");
        assertThat(palette.chosen()).isEmpty();
    }

    @Test
    void whatIsDoneGoesByItselfAndProblemsStay() {
        Notices notices = new Notices(clock);
        AlertsModel alerts = new AlertsModel(notices, clock);
        notices.done("saved");
        notices.problem("not saved", "disk full");
        clock.move(Duration.ofSeconds(3));
        alerts.tick();
        assertThat(alerts.shown()).hasSize(2);
        clock.move(Duration.ofSeconds(1));
        alerts.tick();
        assertThat(alerts.shown()).extracting(Notices.Notice::text).containsExactly("not saved");
        assertThat(alerts.unreadProperty().get()).isEqualTo(2);
        alerts.dismiss(alerts.shown().getFirst());
        assertThat(alerts.unreadProperty().get()).isEqualTo(1);
        alerts.listOpen(true);
        assertThat(alerts.unreadProperty().get()).isZero();
        alerts.listOpen(false);
        assertThat(alerts.all()).hasSize(2);
        for (int i = 0; i < 6; i++) {
            notices.warn("warning " + i);
        }
        assertThat(alerts.shown()).hasSize(4);
        assertThat(alerts.unreadProperty().get()).isEqualTo(6);
    }

    @Test
    void theThemeFollowsTheDesktopUntilSomebodyChooses() {
        Preferences preferences = new Preferences(folder.resolve("p"));
        SimpleObjectProperty<ColorScheme> system = new SimpleObjectProperty<>(ColorScheme.LIGHT);
        ThemeModel theme = new ThemeModel(preferences, system);
        assertThat(theme.darkProperty().get()).isFalse();
        system.set(ColorScheme.DARK);
        assertThat(theme.darkProperty().get()).isTrue();
        theme.toggle();
        assertThat(theme.themeProperty().get()).isEqualTo(ThemeModel.Theme.LIGHT);
        assertThat(theme.darkProperty().get()).isFalse();
        preferences.flush();
        assertThat(new ThemeModel(new Preferences(folder.resolve("p")), system).darkProperty().get()).isFalse();
    }

    @Test
    void aWindowComesBackWhereItCanBeSeen() {
        Rectangle2D screen = new Rectangle2D(0, 0, 1000, 800);
        Rectangle2D second = new Rectangle2D(1000, 0, 1920, 1080);
        Placement placement = new Placement(new Rectangle2D(1200, 100, 900, 700), true);
        assertThat(placement.on(List.of(screen, second))).isEqualTo(placement);
        assertThat(placement.on(List.of(screen)))
                .isEqualTo(new Placement(new Rectangle2D(50, 50, 900, 700), true));
        assertThat(new Placement(new Rectangle2D(0, -500, 3000, 3000), false).on(List.of(screen)).bounds())
                .isEqualTo(screen);
        Preferences preferences = new Preferences(folder.resolve("p"));
        assertThat(Placement.of(preferences)).isEmpty();
        placement.remember(preferences);
        assertThat(Placement.of(preferences)).contains(placement);
        preferences.flush();
    }

    @Test
    void theEndOfAServerIsATaskUntilItIsGone() {
        Tasks tasks = new Tasks();
        Draining draining = new Draining("files@desk", tasks);
        draining.told(figures(false, 3));
        assertThat(tasks.list()).isEmpty();
        draining.told(figures(true, 3));
        Tasks.Task task = tasks.list().getFirst();
        assertThat(task.textProperty().get()).isEqualTo("3 connections are left: files@desk is about to end");
        draining.told(figures(true, 1));
        assertThat(task.textProperty().get()).isEqualTo("1 connection is left: files@desk is about to end");
        assertThat(task.progressProperty().get()).isBetween(0.66, 0.67);
        draining.close();
        assertThat(tasks.list()).isEmpty();
    }

    private static ServerFigures figures(boolean draining, long clients) {
        return new ServerFigures(START, draining, 1, 0, 0, 0, 0, OptionalLong.empty(), OptionalLong.empty(),
                new ServerFigures.Pool(0, 0, 0, 0), Map.of("http", clients, "monitor", 1L), List.of(), List.of(),
                Map.of());
    }
}
