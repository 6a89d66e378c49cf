package medusa.gui.ui;

import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/// What stands where there is nothing to show: why, and what to do about it.
public final class Placeholder extends VBox {

    /// @param hint may hold something to copy, such as a command; empty for nothing
    public Placeholder(Ikon icon, String text, String hint) {
        getStyleClass().add("placeholder");
        setAlignment(Pos.CENTER);
        Label first = new Label(text);
        first.setWrapText(true);
        Label second = new Label(hint);
        second.setWrapText(true);
        second.getStyleClass().add("small");
        getChildren().addAll(new FontIcon(icon), first, second);
    }
}
