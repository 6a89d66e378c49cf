package medusa.gui.ui;

import java.time.Clock;
import java.util.function.BiConsumer;

/// What the window has for its screens.
///
/// @param clock     this machine's
/// @param navigator see [#go]
public record Desk(UiExecutor ui, Clock clock, Notices notices, Tasks tasks, Preferences preferences,
        BiConsumer<String, String> navigator) {

    /// Shows another screen of the same server.
    ///
    /// @param screen `connections`, …
    /// @param what   is wanted there: a filter as a rule; empty for nothing in particular
    public void go(String screen, String what) {
        navigator.accept(screen, what);
    }
}
