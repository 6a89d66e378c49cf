package medusa.gui.connections;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// The rates of one connection in the last minutes: in as a line, out as an area. Shapes, so that the colours are the theme's.
final class RateLines extends Region {
    private static final double TOP = 20;

    private final Messages messages;
    private final Polygon out = new Polygon();
    private final Polyline in = new Polyline();
    private final Label legend = new Label();
    private final StackPane legendBox = new StackPane(legend);
    private float[] inRates = new float[RateHistory.SECONDS];
    private float[] outRates = new float[RateHistory.SECONDS];

    RateLines(Messages messages) {
        this.messages = messages;
        getStyleClass().add("rate-lines");
        setId("connections-rates");
        out.getStyleClass().add("rate-out");
        in.getStyleClass().add("rate-in");
        out.setManaged(false);
        in.setManaged(false);
        legend.getStyleClass().add("small");
        legendBox.setAlignment(Pos.TOP_LEFT);
        legendBox.setManaged(false);
        setMinSize(160, 72);
        setPrefSize(280, 104);
        getChildren().addAll(out, in, legendBox);
    }

    void show(float[] newIn, float[] newOut) {
        inRates = newIn;
        outRates = newOut;
        String text = messages.text("rates", Format.rate(most()), RateHistory.SECONDS / 60);
        legend.setText(text);
        setAccessibleText(text);
        requestLayout();
    }

    private double most() {
        double most = 0;
        for (int i = 0; i < inRates.length; i++) {
            most = Math.max(most, Math.max(inRates[i], outRates[i]));
        }
        return most;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        legendBox.resizeRelocate(0, 0, width, TOP);
        double most = Math.max(1, most());
        Double[] inPoints = new Double[inRates.length * 2];
        Double[] outPoints = new Double[outRates.length * 2 + 4];
        for (int i = 0; i < inRates.length; i++) {
            double x = width * i / (inRates.length - 1);
            inPoints[2 * i] = x;
            inPoints[2 * i + 1] = y(inRates[i], most, height);
            outPoints[2 * i] = x;
            outPoints[2 * i + 1] = y(outRates[i], most, height);
        }
        outPoints[outPoints.length - 4] = width;
        outPoints[outPoints.length - 3] = height;
        outPoints[outPoints.length - 2] = 0.0;
        outPoints[outPoints.length - 1] = height;
        in.getPoints().setAll(inPoints);
        out.getPoints().setAll(outPoints);
    }

    private static double y(double rate, double most, double height) {
        return height - 1 - rate / most * (height - TOP - 2);
    }
}
