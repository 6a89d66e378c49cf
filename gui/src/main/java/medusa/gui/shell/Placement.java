package medusa.gui.shell;

import java.util.List;
import java.util.Optional;

import javafx.geometry.Rectangle2D;

import medusa.gui.ui.Preferences;

/// Where the window is, in its restored size.
record Placement(Rectangle2D bounds, boolean maximized) {
    /// So much of a title bar can be taken hold of.
    private static final double GRIP_WIDTH = 100;
    private static final double GRIP_HEIGHT = 30;

    /// Empty if none is remembered.
    static Optional<Placement> of(Preferences preferences) {
        Optional<Double> x = preferences.number("window.x");
        Optional<Double> y = preferences.number("window.y");
        Optional<Double> width = preferences.number("window.width").filter(each -> each > 0);
        Optional<Double> height = preferences.number("window.height").filter(each -> each > 0);
        if (x.isEmpty() || y.isEmpty() || width.isEmpty() || height.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Placement(new Rectangle2D(x.get(), y.get(), width.get(), height.get()),
                preferences.get("window.maximized").filter("true"::equals).isPresent()));
    }

    void remember(Preferences preferences) {
        preferences.put("window.x", bounds.getMinX());
        preferences.put("window.y", bounds.getMinY());
        preferences.put("window.width", bounds.getWidth());
        preferences.put("window.height", bounds.getHeight());
        preferences.put("window.maximized", maximized);
    }

    /// The same where somebody can see and move it: screens may be others than they were.
    ///
    /// @param screens what can be used of them; the main one first
    Placement on(List<Rectangle2D> screens) {
        Rectangle2D screen = screens.stream().filter(this::canBeHeldOn).findFirst().orElse(screens.getFirst());
        double width = Math.min(bounds.getWidth(), screen.getWidth());
        double height = Math.min(bounds.getHeight(), screen.getHeight());
        boolean here = canBeHeldOn(screen);
        double x = here ? bounds.getMinX() : screen.getMinX() + (screen.getWidth() - width) / 2;
        double y = here ? bounds.getMinY() : screen.getMinY() + (screen.getHeight() - height) / 2;
        return new Placement(new Rectangle2D(x, y, width, height), maximized);
    }

    private boolean canBeHeldOn(Rectangle2D screen) {
        double left = Math.max(bounds.getMinX(), screen.getMinX());
        double right = Math.min(bounds.getMaxX(), screen.getMaxX());
        return right - left >= GRIP_WIDTH && bounds.getMinY() >= screen.getMinY()
                && bounds.getMinY() <= screen.getMaxY() - GRIP_HEIGHT;
    }
}
