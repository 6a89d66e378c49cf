package medusa.gui.shell;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

import medusa.gui.connections.ConnectionsScreen;
import medusa.gui.dashboard.DashboardScreen;
import medusa.gui.log.LogScreen;
import medusa.gui.monitor.MonitorScreen;
import medusa.gui.server.ServerModel;
import medusa.gui.ui.Desk;
import medusa.gui.ui.Screen;

/// A screen that each server has.
///
/// @param id   its name for [Desk#go], and of its text
/// @param make makes it for one server
record ScreenKind(String id, Ikon icon, BiFunction<ServerModel, Desk, Screen> make) {
    /// In the order of the rail.
    static final List<ScreenKind> ALL = List.of(
            new ScreenKind("dashboard", Feather.BAR_CHART_2, DashboardScreen::new),
            new ScreenKind("connections", Feather.REPEAT, ConnectionsScreen::new),
            new ScreenKind("monitor", Feather.TERMINAL, MonitorScreen::new),
            new ScreenKind("log", Feather.ALIGN_LEFT, LogScreen::new));

    /// The one called `id`.
    static Optional<ScreenKind> named(String id) {
        return ALL.stream().filter(kind -> kind.id().equals(id)).findFirst();
    }
}
