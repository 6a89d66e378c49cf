package medusa.gui.shell;

import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices.Notice;
import medusa.gui.ui.Placeholder;

/// All notices that are kept, newest first.
final class AlertList extends VBox {
    private static final double WIDTH = 400;
    private static final double HEIGHT = 440;

    private final AlertsModel model;
    private final Messages messages;
    private final VBox rows = new VBox();
    private final Button clear;

    AlertList(AlertsModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        setId("alerts");
        getStyleClass().addAll("overlay-panel", "alerts");
        setMaxWidth(WIDTH);
        setPrefSize(WIDTH, HEIGHT);
        Label title = new Label(messages.text("alerts"));
        title.getStyleClass().add("alerts-title");
        clear = new Button(messages.text("alerts.clear"));
        clear.setId("alerts-clear");
        clear.getStyleClass().add(Styles.FLAT);
        clear.setOnAction(_ -> model.all().clear());
        Region between = new Region();
        HBox.setHgrow(between, Priority.ALWAYS);
        HBox header = new HBox(title, between, clear);
        header.setAlignment(Pos.CENTER_LEFT);
        ScrollPane scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        getChildren().addAll(header, scroll);
        model.all().addListener((ListChangeListener<Notice>) _ -> fill());
    }

    /// Shows what there is.
    ///
    /// @return what gets the focus
    Button begin() {
        fill();
        return clear;
    }

    private void fill() {
        rows.getChildren().setAll(model.all().stream().map(each -> new NoticeView(each, messages, new Region()))
                .toList());
        if (model.all().isEmpty()) {
            rows.getChildren().setAll(new Placeholder(Feather.BELL, messages.text("alerts.none"), ""));
        }
    }

    /// The bell that leads here, with the number of those that nobody has read.
    static Button bell(AlertsModel model, Messages messages, Runnable open) {
        Button bell = new Button("", new FontIcon(Feather.BELL));
        bell.setId("bell");
        bell.getStyleClass().addAll(Styles.FLAT, "bell");
        bell.setOnAction(_ -> open.run());
        model.unreadProperty().subscribe(count -> {
            int unread = count.intValue();
            bell.setText(unread == 0 ? "" : String.valueOf(unread));
            bell.setAccessibleText(messages.text("bell", unread));
        });
        return bell;
    }
}
