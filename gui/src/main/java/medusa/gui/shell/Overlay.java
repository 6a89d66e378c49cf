package medusa.gui.shell;

import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// A layer over the window for one panel at a time, which a click beside it or Esc takes away; the focus goes back to where it
/// was. No window of its own, so that nothing behind it is kept from going on.
final class Overlay extends StackPane {
    private static final Insets BELOW_TOP = new Insets(56, 16, 48, 16);

    private final Region backdrop = new Region();
    private Node panel;
    private Node focused;
    private Runnable whenHidden = () -> {};

    Overlay() {
        setId("overlay");
        backdrop.getStyleClass().add("overlay-backdrop");
        backdrop.setOnMousePressed(_ -> hide());
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                hide();
                event.consume();
            }
        });
        setVisible(false);
    }

    /// Shows a panel in place of the one before, if that is another; hides it if it is shown.
    ///
    /// @param focus      gets the focus
    /// @param whenHidden called when it has gone
    void toggle(Region next, Pos place, Node focus, Runnable whenHidden) {
        boolean away = panel == next;
        hide();
        if (away) {
            return;
        }
        panel = next;
        this.whenHidden = whenHidden;
        focused = getScene().getFocusOwner();
        next.setMaxHeight(USE_PREF_SIZE);
        setAlignment(next, place);
        setMargin(next, BELOW_TOP);
        getChildren().setAll(backdrop, next);
        setVisible(true);
        focus.requestFocus();
    }

    void hide() {
        if (panel == null) {
            return;
        }
        panel = null;
        setVisible(false);
        getChildren().clear();
        Runnable hidden = whenHidden;
        whenHidden = () -> {};
        if (focused != null && focused.getScene() == getScene()) {
            focused.requestFocus();
        }
        hidden.run();
    }
}
