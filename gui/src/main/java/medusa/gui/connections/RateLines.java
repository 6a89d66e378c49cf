package medusa.gui.connections;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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
        setMinSize(160, 56);
        setPrefSize(280, 64);
        getChildren().addAll(out, in, legendBox);
    }

    /// What is not known stays empty.
    void show(RateHistory history, Instant now) {
        inRates = history.in(now);
        outRates = history.out(now);
        String text = Float.isNaN(inRates[0])
                ? messages.text("rates.since", Format.rate(most()), Format.clock(history.since()))
                : messages.text("rates", Format.rate(most()), RateHistory.SECONDS / 60);
        legend.setText(text);
        setAccessibleText(text);
        requestLayout();
    }

    private double most() {
        double most = 0;
        for (int i = 0; i < inRates.length; i++) {
            if (!Float.isNaN(inRates[i])) {
                most = Math.max(most, Math.max(inRates[i], outRates[i]));
            }
        }
        return most;
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        legendBox.resizeRelocate(0, 0, width, TOP);
        double most = Math.max(1, most());
        int first = 0;
        while (first < inRates.length && Float.isNaN(inRates[first])) {
            first++;
        }
        List<Double> inPoints = new ArrayList<>();
        List<Double> outPoints = new ArrayList<>();
        for (int i = first; i < inRates.length; i++) {
            double x = width * i / (inRates.length - 1);
            inPoints.addAll(List.of(x, y(inRates[i], most, height)));
            outPoints.addAll(List.of(x, y(outRates[i], most, height)));
        }
        outPoints.addAll(List.of(width, height, width * first / (inRates.length - 1), height));
        in.getPoints().setAll(inPoints);
        out.getPoints().setAll(outPoints);
    }

    private static double y(double rate, double most, double height) {
        return height - 1 - rate / most * (height - TOP - 2);
    }
}
