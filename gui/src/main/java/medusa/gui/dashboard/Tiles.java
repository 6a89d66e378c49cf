package medusa.gui.dashboard;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.DoubleFunction;

import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;

import medusa.gui.client.RateMeter;
import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;
import medusa.gui.dashboard.Tile.Words;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.UiExecutor;

/// The numbers that tell at a glance how the server does: in one row, or in two where there is no room.
final class Tiles extends GridPane {
    private static final double WIDE = 1000;
    /// In characters, where eight tiles stand in a row.
    private static final int LONGEST_BELOW = 17;
    private static final int LISTED_PROTOCOLS = 20;

    private final DashboardModel model;
    private final Messages messages = Messages.of(Tiles.class);
    private final List<Tile> tiles = List.of(new Tile(Metric.CONNECTIONS, 4, this::connections),
            new Tile(Metric.REQUESTS, 4, this::requests), new Tile(Metric.TRANSFERS, 1, this::transfers),
            new Tile(Metric.OUT, 1024, (figures, _) -> bytes(Metric.OUT, rates().out(), figures)),
            new Tile(Metric.IN, 1024, (figures, _) -> bytes(Metric.IN, rates().in(), figures)),
            new Tile(Metric.TURN, 10, this::turn), new Tile(Metric.DESCRIPTORS, 100, this::descriptors),
            new Tile(Metric.HEAP, 1 << 20, this::heap));

    Tiles(DashboardModel model, UiExecutor ui) {
        this.model = model;
        getStyleClass().add("tiles");
        setId("dashboard-tiles");
        arrange(4);
        widthProperty().subscribe(_ -> ui.execute(this::fit)); // in the middle of a layout nobody would hear of another height
        model.figuresProperty().subscribe(figures -> {
            if (figures != null) {
                tiles.forEach(tile -> tile.show(figures, model.history()));
            }
        });
    }

    private void fit() {
        arrange(getWidth() >= WIDE ? 8 : 4);
    }

    private void arrange(int columns) {
        if (getColumnConstraints().size() != columns) {
            getColumnConstraints().clear();
            getChildren().clear();
            for (int i = 0; i < columns; i++) {
                ColumnConstraints column = new ColumnConstraints();
                column.setPercentWidth(100.0 / columns);
                getColumnConstraints().add(column);
            }
            for (int i = 0; i < tiles.size(); i++) {
                add(tiles.get(i), i % columns, i / columns);
            }
        }
    }

    // ---- what they say ----

    private Rates rates() {
        return model.rates();
    }

    private Words connections(ServerFigures figures, History history) {
        List<String> each = figures.connections().entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .map(entry -> entry.getKey() + " " + Format.number(entry.getValue())).toList();
        return new Words(Format.number(figures.open()),
                fitting(each),
                String.join("\n", each.subList(0, Math.min(LISTED_PROTOCOLS, each.size()))));
    }

    /// As many as there is room for, and the first one.
    private static String fitting(List<String> parts) {
        String all = parts.isEmpty() ? "" : parts.getFirst();
        for (String part : parts.subList(Math.min(1, parts.size()), parts.size())) {
            String longer = all + " · " + part;
            if (longer.length() > LONGEST_BELOW) {
                break;
            }
            all = longer;
        }
        return all;
    }

    private Words requests(ServerFigures figures, History history) {
        String now = known(rates().requests(), Format::perSecond);
        return new Words(now, inAll(Format.number(RateMeter.requests(figures))), messages.text("tile.requests.exact",
                now, figures.counter("http-requests"), figures.counter("ftp-commands")));
    }

    private Words transfers(ServerFigures figures, History history) {
        double known = 0;
        for (int age = 0; age < 60; age++) {
            double value = history.of(Metric.TRANSFERS).at(age);
            known += Double.isNaN(value) ? 0 : value;
        }
        return new Words(messages.text("tile.transfers.value", Math.round(known)),
                inAll(Format.number((long) Metric.TRANSFERS.of(figures))),
                messages.text("tile.transfers.exact", figures.counter("ftp-downloads"), figures.counter("ftp-uploads"),
                        figures.counter("uploads")));
    }

    private Words bytes(Metric metric, double now, ServerFigures figures) {
        long all = (long) metric.of(figures);
        return new Words(known(now, Format::rate), inAll(Format.bytes(all)),
                messages.text("tile.in-all.exact", Format.exactBytes(all)));
    }

    private Words turn(ServerFigures figures, History history) {
        return new Words(millis(figures.recentTurnMillis()), messages.text("tile.turn.below"),
                messages.text("tile.turn.exact", figures.recentTurnMillis(), figures.longestTurnMillis(),
                        figures.counter("long-turns")));
    }

    private Words descriptors(ServerFigures figures, History history) {
        return new Words(number(figures.descriptors()), messages.text("tile.of", number(figures.descriptorLimit())),
                messages.text("tile.descriptors.exact"));
    }

    private Words heap(ServerFigures figures, History history) {
        return new Words(Format.bytes(figures.heap()), messages.text("tile.of", Format.bytes(figures.heapLimit())),
                Format.exactBytes(figures.heap()));
    }

    private static String millis(double millis) {
        return millis < 1000 ? "%.0f ms".formatted(millis) : "%.1f s".formatted(millis / 1000);
    }

    private String inAll(String number) {
        return messages.text("tile.in-all", number);
    }

    private static String number(OptionalLong number) {
        return number.isPresent() ? Format.number(number.getAsLong()) : "–";
    }

    private static String known(double number, DoubleFunction<String> words) {
        return Double.isNaN(number) ? "–" : words.apply(number);
    }
}
