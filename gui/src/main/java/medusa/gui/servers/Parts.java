package medusa.gui.servers;

import javafx.animation.PauseTransition;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

import atlantafx.base.theme.Styles;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

import medusa.gui.ui.Messages;
import medusa.metrics.Printable;

/// What the views of this package are put together from.
final class Parts {
    private static final Messages MESSAGES = Messages.of(Parts.class);
    private static final Duration FOR_A_MOMENT = Duration.seconds(1.5);

    /// Characters: two fingerprints, and why they are shown.
    private static final int LONGEST = 500;

    private Parts() {}

    static Label heading(String text) {
        Label label = new Label(text);
        label.getStyleClass().add("heading");
        return label;
    }

    /// A text of several lines if need be.
    static Label text(String text, String... styles) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().addAll(styles);
        return label;
    }

    /// A text of others, such as a server: one paragraph, and no more of it than anybody reads.
    static Label told(String text) {
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return text(Printable.line(start), "small");
    }

    static Button button(String id, String key, Runnable action, String... styles) {
        Button button = new Button(MESSAGES.text(key));
        button.setId(id);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().addAll(styles);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// A button with an icon alone.
    static Button icon(String id, Ikon icon, String says, Runnable action) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.setAccessibleText(says);
        button.setTooltip(new Tooltip(says));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setOnAction(_ -> action.run());
        return button;
    }

    static HBox row(Node... nodes) {
        HBox row = new HBox(nodes);
        row.getStyleClass().add("servers-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    /// A question or an answer above the screens.
    ///
    /// @param kind a style class for its colour
    static VBox panel(String id, String kind, Node... nodes) {
        VBox panel = new VBox(nodes);
        panel.setId(id);
        panel.getStyleClass().addAll("servers-panel", kind);
        panel.getStylesheets().add(css());
        return panel;
    }

    static String css() {
        return Parts.class.getResource("servers.css").toExternalForm();
    }

    /// A link with a button that copies it.
    static HBox link(Link link) {
        Label url = new Label(link.url());
        url.setId("own-url-" + link.part());
        url.getStyleClass().add("mono");
        Button copy = new Button(MESSAGES.text("copy"), new FontIcon(Feather.COPY));
        copy.setId("own-copy-" + link.part());
        copy.setAccessibleText(MESSAGES.text("copy.what", link.url()));
        PauseTransition back = new PauseTransition(FOR_A_MOMENT);
        back.setOnFinished(_ -> copy.setText(MESSAGES.text("copy")));
        copy.setOnAction(_ -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(link.url());
            Clipboard.getSystemClipboard().setContent(content);
            copy.setText(MESSAGES.text("copied"));
            back.playFromStart();
        });
        copy.getStyleClass().add(Styles.SMALL);
        return row(url, copy);
    }

    /// Shows or takes away, with its place.
    static void show(Node node, boolean visible) {
        node.setVisible(visible);
        node.setManaged(visible);
    }
}
