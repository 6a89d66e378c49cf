package medusa.gui.ui;

import java.util.Arrays;

import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;

/// The course of a number, small enough for a tile or a cell of a table: no axes, from 0 to the largest value. It is drawn
/// when the window next draws itself, and only while it is part of one.
public final class Sparkline extends Region {
    private static final double THICK = 1.5;

    private final double[] ring;
    private final Canvas canvas = new Canvas();
    private final Ink line;
    private int count;
    private double least;

    /// @param capacity how many values it has room for
    /// @param colour   as style sheets have it: `-color-accent-emphasis`
    public Sparkline(int capacity, String colour) {
        ring = new double[capacity];
        line = new Ink(colour, this::requestLayout);
        getStyleClass().add("sparkline");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        canvas.setManaged(false);
        getChildren().addAll(canvas, line);
        setPrefSize(80, 20);
        setMinSize(0, 0);
    }

    /// What the top stands for at least, so that a small value does not look like a large one.
    public void setLeast(double value) { least = value; }

    /// Adds the newest value; NaN for none, which leaves a gap.
    public void add(double value) {
        ring[count++ % ring.length] = value;
        requestLayout();
    }

    /// Takes other values in place of those that it has.
    ///
    /// @param values oldest first; those that there is no room for are left out at the beginning
    public void set(double[] values) {
        int from = Math.max(0, values.length - ring.length);
        Arrays.fill(ring, Double.NaN);
        System.arraycopy(values, from, ring, 0, values.length - from);
        count = values.length - from;
        requestLayout();
    }

    /// Forgets all values.
    public void clear() {
        count = 0;
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        graphics.clearRect(0, 0, getWidth(), getHeight());
        graphics.setStroke(line.paint());
        graphics.setLineWidth(THICK);
        int shown = Math.min(count, ring.length);
        double top = least;
        for (int i = 0; i < shown; i++) {
            top = Double.isNaN(ring[i]) ? top : Math.max(top, ring[i]);
        }
        trace(graphics, shown, top == 0 ? 1 : top);
    }

    /// The newest value is at the right edge; several that share a column of pixels are drawn as the largest of them.
    private void trace(GraphicsContext graphics, int shown, double top) {
        double room = getHeight() - 2 * THICK;
        double step = getWidth() / Math.max(1, ring.length - 1);
        int together = Math.max(1, (int) Math.ceil(1 / Math.max(step, 1e-6)));
        boolean drawing = false;
        graphics.beginPath();
        for (int i = 0; i < shown; i += together) {
            double value = largest(count - shown + i, Math.min(together, shown - i));
            double x = getWidth() - (shown - 1 - i) * step;
            double y = THICK + room * (1 - value / top);
            if (Double.isNaN(value)) {
                drawing = false;
            } else if (drawing) {
                graphics.lineTo(x, y);
            } else {
                graphics.moveTo(x, y);
                graphics.lineTo(x + THICK, y); // a value alone is a dot
                drawing = true;
            }
        }
        graphics.stroke();
    }

    private double largest(int from, int length) {
        double most = Double.NaN;
        for (int i = from; i < from + length; i++) {
            double value = ring[i % ring.length];
            most = Double.isNaN(most) || value > most ? value : most;
        }
        return most;
    }
}
