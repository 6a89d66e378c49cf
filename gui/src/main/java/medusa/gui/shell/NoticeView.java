package medusa.gui.shell;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices.Kind;
import medusa.gui.ui.Notices.Notice;

/// A notice: a mark and a word for what kind it is, its text, and the small print.
final class NoticeView extends HBox {
    private static final int LONGEST = 300;
    private static final Map<Kind, Ikon> ICONS = new EnumMap<>(Map.of(Kind.DONE, Feather.CHECK_CIRCLE, Kind.WARNING,
            Feather.ALERT_TRIANGLE, Kind.PROBLEM, Feather.ALERT_OCTAGON));

    /// @param end stands at the right
    NoticeView(Notice notice, Messages messages, Node end) {
        String kind = notice.kind().name().toLowerCase(Locale.ROOT);
        getStyleClass().addAll("notice", "notice-" + kind);
        setAlignment(Pos.TOP_LEFT);
        String word = messages.text("notice." + kind);
        Label head = label(messages.text("notice.head", word, Format.clock(notice.when())), "small");
        VBox words = new VBox(head, label(notice.text(), "notice-text"));
        if (!notice.small().isBlank()) {
            words.getChildren().add(label(notice.small(), "small"));
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        getChildren().addAll(new FontIcon(ICONS.get(notice.kind())), words, end);
        setAccessibleText(word + ": " + notice.text());
    }

    private static Label label(String text, String styleClass) {
        Label label = new Label(text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
        label.getStyleClass().add(styleClass);
        label.setWrapText(true);
        label.setMinHeight(USE_PREF_SIZE);
        return label;
    }
}
