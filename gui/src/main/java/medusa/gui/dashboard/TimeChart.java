package medusa.gui.dashboard;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;

import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.Region;
import javafx.scene.text.Font;
import javafx.scene.text.TextAlignment;

import medusa.gui.ui.Format;
import medusa.gui.ui.Ink;

/// Lines over the last minutes, the newest values at the right edge, with a crosshair that all charts of the model share. Drawn
/// when the window next draws itself, and only while it is part of one.
final class TimeChart extends Region {
    private static final double LEFT = 68;
    private static final double RIGHT = 12;
    private static final double ABOVE = 8;
    private static final double BELOW = 22;
    private static final double TIME_WIDTH = 90;
    private static final Font SMALL = Font.font(11);

    private final DashboardModel model;
    private final DoubleFunction<Scale> scale;
    private final DoubleFunction<String> label;
    private final Canvas canvas = new Canvas();
    private final Ink text = new Ink("-color-fg-muted", this::requestLayout);
    private final Ink grid = new Ink("-color-border-muted", this::requestLayout);
    private final Ink cross = new Ink("-color-fg-default", this::requestLayout);
    private final Map<Series.Look, Ink> inks = new LinkedHashMap<>();
    private List<Series> series = List.of();

    /// @param scale of the largest value
    /// @param label what a line of the scale says
    TimeChart(String id, DashboardModel model, DoubleFunction<Scale> scale, DoubleFunction<String> label) {
        this.model = model;
        this.scale = scale;
        this.label = label;
        setId(id);
        getStyleClass().add("time-chart");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setFocusTraversable(true);
        setMinSize(0, 80);
        setPrefSize(300, 220);
        canvas.setManaged(false);
        getChildren().addAll(canvas, text, grid, cross);
        for (Series.Look look : Series.Look.values()) {
            inks.put(look, look.ink(this::requestLayout));
        }
        getChildren().addAll(inks.values());
        setOnMouseMoved(this::point);
        setOnMouseDragged(this::point);
        setOnMouseExited(_ -> model.crosshairProperty().set(DashboardModel.NOWHERE));
        setOnMousePressed(event -> {
            requestFocus();
            event.consume(); // the pane that scrolls would take the focus
        });
        setOnKeyPressed(this::key);
        model.figuresProperty().subscribe(_ -> requestLayout());
        model.minutesProperty().subscribe(_ -> requestLayout());
        model.crosshairProperty().subscribe(_ -> requestLayout());
        focusedProperty().subscribe(_ -> requestLayout());
    }

    void setSeries(List<Series> now) {
        series = List.copyOf(now);
        requestLayout();
    }

    private int seconds() {
        return 60 * model.minutesProperty().get();
    }

    private double width() {
        return Math.max(1, getWidth() - LEFT - RIGHT);
    }

    private double height() {
        return Math.max(1, getHeight() - ABOVE - BELOW);
    }

    private double x(int age) {
        return LEFT + width() * (1 - (double) age / (seconds() - 1));
    }

    private void point(MouseEvent event) {
        double share = 1 - (event.getX() - LEFT) / width();
        model.crosshairProperty().set(share < -0.02 || share > 1.02
                ? DashboardModel.NOWHERE
                : Math.clamp(Math.round(share * (seconds() - 1)), 0, seconds() - 1));
    }

    private void key(KeyEvent event) {
        int step = event.isShiftDown() || event.isControlDown() ? 10 : 1;
        switch (event.getCode()) {
            case LEFT -> model.move(step * model.minutesProperty().get());
            case RIGHT -> model.move(-step * model.minutesProperty().get());
            case HOME -> model.move(History.SECONDS);
            case END -> model.move(-History.SECONDS);
            case ESCAPE -> model.crosshairProperty().set(DashboardModel.NOWHERE);
            default -> {
                return;
            }
        }
        event.consume();
    }

    // ---- drawing ----

    @Override
    protected void layoutChildren() {
        canvas.setWidth(getWidth());
        canvas.setHeight(getHeight());
        GraphicsContext graphics = canvas.getGraphicsContext2D();
        graphics.clearRect(0, 0, getWidth(), getHeight());
        graphics.setFont(SMALL);
        Scale lines = scale.apply(largest());
        drawGrid(graphics, lines);
        drawTimes(graphics);
        for (Series each : series) {
            each.look().use(graphics, inks.get(each.look()));
            draw(graphics, each.course().get(), lines.top());
        }
        graphics.setLineDashes();
        drawCrosshair(graphics, lines.top());
    }

    private double largest() {
        double most = 0;
        for (Series each : series) {
            Course course = each.course().get();
            for (int age = 0; age < seconds(); age++) {
                double value = course.at(age);
                most = value > most ? value : most;
            }
        }
        return most;
    }

    private void drawGrid(GraphicsContext graphics, Scale lines) {
        graphics.setLineWidth(1);
        graphics.setLineDashes();
        graphics.setTextAlign(TextAlignment.RIGHT);
        graphics.setTextBaseline(VPos.CENTER);
        graphics.setFill(text.paint());
        graphics.setStroke(grid.paint());
        for (double value = 0; value <= lines.top() * 1.001; value += lines.step()) {
            double y = Math.round(y(value, lines.top())) + 0.5;
            graphics.strokeLine(LEFT, y, getWidth() - RIGHT, y);
            graphics.fillText(label.apply(value), LEFT - 8, y);
        }
    }

    private double y(double value, double top) {
        return ABOVE + height() * (1 - value / top);
    }

    private void drawTimes(GraphicsContext graphics) {
        Instant newest = model.history().newest();
        int steps = width() > 6 * TIME_WIDTH ? 5 : width() > 4 * TIME_WIDTH ? 3 : 2;
        graphics.setTextBaseline(VPos.TOP);
        for (int i = 0; i <= steps && !newest.equals(Instant.EPOCH); i++) {
            int age = (seconds() - 1) * (steps - i) / steps;
            graphics.setTextAlign(
                    i == 0 ? TextAlignment.LEFT : i == steps ? TextAlignment.RIGHT : TextAlignment.CENTER);
            graphics.fillText(Format.clock(newest.minusSeconds(age)), x(age), getHeight() - BELOW + 6);
        }
    }

    /// Several values that share a column of pixels are drawn as the largest of them, so that no peak is lost.
    private void draw(GraphicsContext graphics, Course course, double top) {
        int together = Math.max(1, (int) Math.ceil(seconds() / width()));
        boolean drawing = false;
        graphics.beginPath();
        for (int age = seconds() - 1; age >= 0; age -= together) {
            double most = Double.NaN;
            for (int i = age; i > Math.max(-1, age - together); i--) {
                double value = course.at(i);
                most = Double.isNaN(most) || value > most ? value : most;
            }
            if (!Double.isNaN(most)) {
                to(graphics, drawing, x(age), y(most, top));
            }
            drawing = !Double.isNaN(most);
        }
        graphics.stroke();
    }

    private static void to(GraphicsContext graphics, boolean drawing, double x, double y) {
        if (drawing) {
            graphics.lineTo(x, y);
        } else {
            graphics.moveTo(x, y);
            graphics.lineTo(x + 1, y); // a value alone is a dot
        }
    }

    private void drawCrosshair(GraphicsContext graphics, double top) {
        int age = model.crosshairProperty().get();
        if (age == DashboardModel.NOWHERE || age >= seconds()) {
            return;
        }
        double x = Math.round(x(age)) + 0.5;
        graphics.setStroke(cross.paint());
        graphics.setLineWidth(1);
        graphics.strokeLine(x, ABOVE, x, ABOVE + height());
        for (Series each : series) {
            double value = each.course().get().at(age);
            if (!Double.isNaN(value)) {
                graphics.setFill(inks.get(each.look()).paint());
                graphics.fillOval(x - 3.5, y(value, top) - 3.5, 7, 7);
            }
        }
    }
}
