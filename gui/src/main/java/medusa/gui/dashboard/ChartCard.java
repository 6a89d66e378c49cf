package medusa.gui.dashboard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.Supplier;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// A chart with its title, and a legend that says the values under the crosshair, or else the newest.
final class ChartCard extends VBox {
    private final Messages messages = Messages.of(ChartCard.class);
    private final String id;
    private final String title;
    private final DashboardModel model;
    private final DoubleFunction<String> words;
    private final Supplier<List<Series>> series;
    private final TimeChart chart;
    private final Label time = new Label();
    private final FlowPane legend = new FlowPane();
    private final List<Label> values = new ArrayList<>();
    private List<Series> shown = List.of();

    /// @param words  how a value is told
    /// @param series asked for with each new value
    ChartCard(String id, DashboardModel model, DoubleFunction<Scale> scale, DoubleFunction<String> words,
            Supplier<List<Series>> series) {
        this.id = id;
        this.model = model;
        this.words = words;
        this.series = series;
        title = messages.text(id);
        chart = new TimeChart(id, model, scale, words);
        getStyleClass().add("card");
        Label name = new Label(title);
        name.getStyleClass().add("card-title");
        name.setMinWidth(USE_PREF_SIZE);
        time.setId(id + "-time");
        time.getStyleClass().add("small");
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox top = new HBox(name, between, time);
        top.setAlignment(Pos.BASELINE_LEFT);
        legend.getStyleClass().add("legend");
        legend.setId(id + "-legend");
        legend.setMinHeight(USE_PREF_SIZE); // as many rows as it takes
        VBox.setVgrow(chart, Priority.ALWAYS);
        getChildren().addAll(top, legend, chart);
        model.figuresProperty().subscribe(_ -> show());
        model.crosshairProperty().subscribe(_ -> show());
        model.liveProperty().subscribe(_ -> show());
    }

    private void show() {
        List<Series> now = series.get();
        if (!names(now).equals(names(shown))) {
            arrange(now);
        }
        int at = model.crosshairProperty().get();
        int age = at == DashboardModel.NOWHERE ? 0 : at;
        Instant newest = model.history().newest();
        time.setText(newest.equals(Instant.EPOCH)
                ? ""
                : at == DashboardModel.NOWHERE
                        ? messages.text(model.liveProperty().get() ? "chart.newest" : "chart.as-of",
                                Format.clock(newest))
                        : messages.text("chart.at", Format.clock(newest.minusSeconds(age)),
                                Format.duration(Duration.ofSeconds(age))));
        StringBuilder told = new StringBuilder(title).append(", ").append(time.getText());
        for (int i = 0; i < shown.size(); i++) {
            double value = shown.get(i).course().get().at(age);
            values.get(i).setText(Double.isNaN(value) ? "–" : words.apply(value));
            told.append(", ").append(shown.get(i).name()).append(' ').append(values.get(i).getText());
        }
        chart.setAccessibleText(told.toString());
    }

    private static List<String> names(List<Series> series) {
        return series.stream().map(Series::name).toList();
    }

    private void arrange(List<Series> now) {
        shown = List.copyOf(now);
        values.clear();
        legend.getChildren().clear();
        for (Series each : shown) {
            Label value = new Label();
            value.setId(id + "-" + values.size());
            value.getStyleClass().add("legend-value");
            values.add(value);
            HBox entry = new HBox(each.sample(), new Label(each.name()), value);
            entry.getStyleClass().add("legend-entry");
            entry.setAlignment(Pos.CENTER_LEFT);
            legend.getChildren().add(entry);
        }
        chart.setSeries(shown);
    }
}
