package medusa.gui.shell;

import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import medusa.gui.ui.Preferences;

/// Puts a window where it was, and remembers where it is left. JavaFX thread only.
final class WindowMemory {
    private static final double LEAST_WIDTH = 720;
    private static final double LEAST_HEIGHT = 480;

    private final Stage stage;
    private Rectangle2D restored;

    private WindowMemory(Stage stage) {
        this.stage = stage;
    }

    /// @param stage not shown yet
    static void attach(Stage stage, Preferences preferences) {
        WindowMemory memory = new WindowMemory(stage);
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        Placement.of(preferences)
                .map(found -> found.on(Screen.getScreens().stream().map(Screen::getVisualBounds).toList()))
                .ifPresent(memory::place);
        stage.xProperty().subscribe(memory::moved);
        stage.yProperty().subscribe(memory::moved);
        stage.widthProperty().subscribe(memory::moved);
        stage.heightProperty().subscribe(memory::moved);
        stage.addEventHandler(WindowEvent.WINDOW_HIDING, _ -> {
            if (memory.restored != null) {
                new Placement(memory.restored, stage.isMaximized()).remember(preferences);
            }
        });
    }

    private void place(Placement placement) {
        restored = placement.bounds();
        stage.setX(restored.getMinX());
        stage.setY(restored.getMinY());
        stage.setWidth(restored.getWidth());
        stage.setHeight(restored.getHeight());
        stage.setMaximized(placement.maximized());
    }

    /// The size of a maximised or minimised window is not the one to go back to.
    private void moved() {
        if (stage.isShowing() && !stage.isMaximized() && !stage.isIconified() && !stage.isFullScreen()
                && stage.getWidth() >= LEAST_WIDTH && stage.getHeight() >= LEAST_HEIGHT) {
            restored = new Rectangle2D(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight());
        }
    }
}
