package medusa.gui.connections;

import javafx.scene.layout.Region;

/// How full something is, as a strip: much lighter than a progress bar, since every line of the table has some.
final class Bar extends Region {
    private final Region filled = new Region();
    private double value;

    /// As wide as it is made.
    Bar() {
        getStyleClass().add("fill-bar");
        filled.getStyleClass().add("filled");
        filled.setManaged(false);
        getChildren().add(filled);
    }

    Bar(double width) {
        this();
        setMinSize(width, 8);
        setPrefSize(width, 8);
        setMaxSize(width, 8);
    }

    /// @param next from 0 to 1
    void setValue(double next) {
        if (next != value) {
            value = next;
            requestLayout();
        }
    }

    double value() {
        return value;
    }

    @Override
    protected void layoutChildren() {
        double width = value <= 0 ? 0 : Math.max(2, getWidth() * value);
        filled.resizeRelocate(0, 0, width, getHeight());
    }
}
