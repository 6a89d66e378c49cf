package medusa.gui.monitor;

import java.util.function.Consumer;

import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;

import jfx.incubator.scene.control.input.KeyBinding;
import jfx.incubator.scene.control.richtext.RichTextArea;
import jfx.incubator.scene.control.richtext.TextPos;

import medusa.gui.ui.Messages;
import medusa.gui.ui.UiExecutor;

/// A transcript to read, select and copy. A click on a snippet, or Enter there, brings it back into the editor; on a folded part
/// it shows the rest.
final class TranscriptView {
    private final Messages messages = Messages.of(TranscriptView.class);
    private final Transcript transcript;
    private final Consumer<String> recall;
    private final RichTextArea area;

    /// @param recall takes a snippet back into the editor
    TranscriptView(Transcript transcript, Consumer<String> recall, UiExecutor ui) {
        this.transcript = transcript;
        this.recall = recall;
        TranscriptText text = new TranscriptText(transcript);
        area = new RichTextArea(text);
        area.setId("monitor-transcript");
        area.getStyleClass().addAll("mono", "transcript");
        area.setAccessibleText(messages.text("transcript"));
        area.setWrapText(true);
        area.getInputMap().registerFunction(RichTextArea.Tag.COPY, () -> area.copy(DataFormat.PLAIN_TEXT));
        area.getInputMap().register(KeyBinding.of(KeyCode.ENTER), () -> use(area.getCaretPosition().index()));
        area.getInputMap().register(KeyBinding.of(KeyCode.TAB), () -> area.execute(RichTextArea.Tag.FOCUS_NEXT));
        area.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> area.requestFocus()); // below the last line too
        area.addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
        area.setContextMenu(menu());
        area.select(TextPos.ZERO);
        transcript.addListener((at, _, added) -> {
            if (at + added == transcript.lines().size() && !area.hasNonEmptySelection()) {
                ui.execute(area::moveDocumentEnd); // when it has been laid out
            }
        });
    }

    RichTextArea area() {
        return area;
    }

    private void clicked(MouseEvent click) {
        boolean onText = click.getPickResult().getIntersectedNode() instanceof Text;
        if (onText && click.getButton() == MouseButton.PRIMARY && click.getClickCount() == 1
                && click.isStillSincePress() && !area.hasNonEmptySelection()) {
            TextPos place = area.getTextPosition(click.getScreenX(), click.getScreenY());
            if (place != null) {
                use(place.index());
            }
        }
    }

    /// Does what a line is for.
    private void use(int index) {
        if (index >= transcript.lines().size() || transcript.toggle(index)) {
            return;
        }
        Line.Kind kind = transcript.lines().get(index).kind();
        if (kind == Line.Kind.PROMPT || kind == Line.Kind.CONTINUED) {
            transcript.snippetAt(index).ifPresent(recall);
        }
    }

    private ContextMenu menu() {
        MenuItem copy = new MenuItem(messages.text("copy"));
        copy.setOnAction(_ -> area.copy(DataFormat.PLAIN_TEXT));
        MenuItem copySnippet = new MenuItem(messages.text("copy-snippet"));
        copySnippet.setId("monitor-copy-snippet");
        copySnippet.setOnAction(_ -> transcript.snippetAt(area.getCaretPosition().index()).ifPresent(code -> {
            ClipboardContent content = new ClipboardContent();
            content.putString(code);
            Clipboard.getSystemClipboard().setContent(content);
        }));
        MenuItem back = new MenuItem(messages.text("bring-back"));
        back.setOnAction(_ -> transcript.snippetAt(area.getCaretPosition().index()).ifPresent(recall));
        MenuItem clear = new MenuItem(messages.text("clear"));
        clear.setOnAction(_ -> transcript.clear());
        ContextMenu menu = new ContextMenu(copy, copySnippet, back, new SeparatorMenuItem(), clear);
        menu.setOnShowing(_ -> {
            boolean some = transcript.snippetAt(area.getCaretPosition().index()).isPresent();
            copy.setDisable(!area.hasNonEmptySelection());
            copySnippet.setDisable(!some);
            back.setDisable(!some);
        });
        return menu;
    }
}
