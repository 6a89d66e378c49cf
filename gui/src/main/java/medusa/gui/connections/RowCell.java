package medusa.gui.connections;

import java.time.Duration;
import java.util.OptionalDouble;

import javafx.beans.value.ChangeListener;
import javafx.beans.value.WeakChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.TableCell;
import javafx.scene.control.Tooltip;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;

/// One value of a line.
class RowCell extends TableCell<Item, Row> {
    private static final Messages MESSAGES = Messages.of(RowCell.class);

    private final Column column;
    private final ConnectionsModel model;
    /// Held here, since the model knows it weakly.
    private final ChangeListener<Number> beat = (_, _, _) -> again();

    RowCell(Column column, ConnectionsModel model) {
        this.column = column;
        this.model = model;
        setAlignment(column.isNumber() ? Pos.CENTER_RIGHT : Pos.CENTER_LEFT);
        if (column == Column.PEER || column == Column.DOING || column == Column.NAME) {
            getStyleClass().add("mono");
        }
        if (column == Column.PEER) {
            setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        }
        if (column.ages() || column == Column.NAME) {
            model.beatsProperty().addListener(new WeakChangeListener<>(beat));
        }
        Tooltip exact = new Tooltip();
        exact.setOnShowing(_ -> exact.setText(getItem() == null ? "" : exact(model.seen(getItem()))));
        exact.setWrapText(true);
        exact.setMaxWidth(480);
        setTooltip(exact);
    }

    /// The cell that fits `column`.
    static RowCell of(Column column, ConnectionsModel model) {
        return switch (column) {
            case DOING -> new Doing(model);
            case QUEUE, BUFFER -> new Filled(column, model);
            default -> new RowCell(column, model);
        };
    }

    @Override
    protected void updateItem(Row row, boolean empty) {
        super.updateItem(row, empty);
        if (empty || row == null) {
            setText(null);
            setGraphic(null);
        } else {
            show(model.seen(row));
        }
    }

    private void again() {
        if (getItem() != null && !isEmpty()) {
            show(model.seen(getItem()));
        }
    }

    void show(Seen seen) {
        String text = column.shown(seen);
        setText(text.isEmpty() ? "–" : text);
    }

    String exact(Seen seen) {
        return column.exact(seen);
    }

    /// With a bar and what remains, while something is transferred.
    private static final class Doing extends RowCell {
        private final DoingLine line = new DoingLine();

        Doing(ConnectionsModel model) {
            super(Column.DOING, model);
        }

        @Override
        void show(Seen seen) {
            String doing = Column.DOING.shown(seen);
            OptionalDouble progress = seen.row().gone() ? OptionalDouble.empty() : seen.row().progress();
            if (progress.isEmpty()) {
                line.show(doing.isEmpty() ? "–" : doing);
            } else {
                line.show(doing, progress.getAsDouble(), rest(seen));
            }
            setAccessibleText(doing);
            setGraphic(line);
        }

        @Override
        String exact(Seen seen) {
            Row row = seen.row();
            return row.isTransferring()
                    ? super.exact(seen) + "\n" + Format.exactBytes(row.info().done().getAsLong())
                            + row.info().total().stream().mapToObj(total -> " / " + Format.exactBytes(total))
                                    .findFirst().orElse("")
                    : super.exact(seen);
        }
    }

    /// `71% · 12 s`
    static String rest(Seen seen) {
        int percent = (int) Math.floor(seen.row().progress().orElse(0) * 100);
        return seen.row().remaining(seen.now())
                .map(remaining -> MESSAGES.text("percent-remaining", percent, Format.duration(rounded(remaining))))
                .orElseGet(() -> MESSAGES.text("percent", percent));
    }

    /// Tenths of seconds are no help, nor are the seconds of minutes, and both are restless.
    private static Duration rounded(Duration remaining) {
        return remaining.toSeconds() < 60
                ? Duration.ofSeconds(remaining.toSeconds() + 1)
                : Duration.ofMinutes(remaining.plusSeconds(30).toMinutes());
    }

    /// With a bar that says how full the buffer is.
    private static final class Filled extends RowCell {
        private final boolean out;
        private final Bar bar = new Bar(28);

        Filled(Column column, ConnectionsModel model) {
            super(column, model);
            out = column == Column.QUEUE;
            setContentDisplay(ContentDisplay.RIGHT);
            setGraphicTextGap(8);
        }

        @Override
        void show(Seen seen) {
            super.show(seen);
            Row row = seen.row();
            bar.setValue(!out
                    ? row.fill()
                    : row.info().outSize() <= 0
                            ? 0
                            : Math.clamp((double) row.info().queued() / row.info().outSize(), 0, 1));
            setGraphic(bar);
        }

        @Override
        String exact(Seen seen) {
            Row row = seen.row();
            return out
                    ? super.exact(seen)
                            + row.info().producers().stream().limit(20).map(each -> "\n" + Column.line(each))
                                    .reduce("", String::concat)
                    : MESSAGES.text("unread-of", super.exact(seen), Format.exactBytes(row.info().inSize()));
        }
    }
}
