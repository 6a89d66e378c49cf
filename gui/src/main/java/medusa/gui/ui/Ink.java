package medusa.gui.ui;

import javafx.scene.paint.Paint;
import javafx.scene.shape.Rectangle;

/// A colour of the theme for what draws on a Canvas, which style sheets do not reach. It is a child of who draws, of no size.
public final class Ink extends Rectangle {

    /// @param colour as style sheets have it: `-color-accent-emphasis`
    /// @param change the theme has another one now: draw again
    public Ink(String colour, Runnable change) {
        setStyle("-fx-fill: " + colour + ";");
        setManaged(false);
        setMouseTransparent(true);
        fillProperty().subscribe(_ -> change.run());
    }

    /// As it is now.
    public Paint paint() {
        return getFill();
    }
}
