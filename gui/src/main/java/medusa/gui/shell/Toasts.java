package medusa.gui.shell;

import java.util.LinkedHashMap;
import java.util.Map;

import javafx.animation.FadeTransition;
import javafx.collections.ListChangeListener;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import atlantafx.base.theme.Styles;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices.Notice;

/// The notices in the lower right corner. They take no focus.
final class Toasts extends VBox {
    private static final Duration FADE = Duration.millis(300);

    private final AlertsModel model;
    private final Messages messages;
    private final Map<Notice, Region> views = new LinkedHashMap<>();

    Toasts(AlertsModel model, Messages messages) {
        this.model = model;
        this.messages = messages;
        setId("toasts");
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        setPickOnBounds(false);
        model.shown().addListener((ListChangeListener<Notice>) change -> {
            while (change.next()) {
                change.getRemoved().forEach(this::fade);
                change.getAddedSubList().forEach(this::add);
            }
        });
    }

    private void add(Notice notice) {
        Button close = new Button(null, new FontIcon(Feather.X));
        close.getStyleClass().addAll(Styles.FLAT, Styles.BUTTON_ICON, "toast-close");
        close.setAccessibleText(messages.text("notice.close"));
        close.setOnAction(_ -> model.dismiss(notice));
        Region view = new NoticeView(notice, messages, close);
        view.getStyleClass().add("toast");
        views.put(notice, view);
        getChildren().add(view);
    }

    private void fade(Notice notice) {
        Region view = views.remove(notice);
        if (view != null) {
            view.setMouseTransparent(true);
            FadeTransition fade = new FadeTransition(FADE, view);
            fade.setToValue(0);
            fade.setOnFinished(_ -> getChildren().remove(view));
            fade.play();
        }
    }
}
