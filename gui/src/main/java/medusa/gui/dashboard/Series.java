package medusa.gui.dashboard;

import java.util.function.Supplier;

import javafx.scene.Node;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.StackPane;

import medusa.gui.ui.Ink;

/// A line of a chart, told from others by its colour and by its dashes.
///
/// @param course asked each time, since it may come later
record Series(String name, Look look, Supplier<Course> course) {
    private static final double SAMPLE_WIDTH = 28;
    private static final double SAMPLE_HEIGHT = 12;

    /// How a line looks.
    enum Look {
        FIRST("-color-accent-fg"),
        SECOND("-color-success-fg", 7, 3),
        THIRD("-color-warning-fg", 2, 3),
        FOURTH("-color-danger-fg", 10, 3, 2, 3),
        FIFTH("-color-fg-default", 4, 4),
        SIXTH("-color-fg-muted", 1, 5);

        private final String colour;
        /// Lengths of strokes and gaps; none for a line without gaps.
        private final double[] dashes;

        Look(String colour, double... dashes) {
            this.colour = colour;
            this.dashes = dashes;
        }

        Ink ink(Runnable change) {
            return new Ink(colour, change);
        }

        void use(GraphicsContext graphics, Ink ink) {
            graphics.setStroke(ink.paint());
            graphics.setLineWidth(1.75);
            graphics.setLineDashes(dashes);
        }
    }

    /// A piece of it, for the legend.
    Node sample() {
        Canvas canvas = new Canvas(SAMPLE_WIDTH, SAMPLE_HEIGHT);
        StackPane pane = new StackPane(canvas);
        Ink[] ink = new Ink[1];
        ink[0] = look.ink(() -> {
            if (ink[0] != null) {
                draw(canvas.getGraphicsContext2D(), ink[0]);
            }
        });
        draw(canvas.getGraphicsContext2D(), ink[0]);
        pane.getChildren().add(ink[0]);
        return pane;
    }

    private void draw(GraphicsContext graphics, Ink ink) {
        graphics.clearRect(0, 0, SAMPLE_WIDTH, SAMPLE_HEIGHT);
        look.use(graphics, ink);
        graphics.strokeLine(1, SAMPLE_HEIGHT / 2, SAMPLE_WIDTH - 1, SAMPLE_HEIGHT / 2);
    }
}
