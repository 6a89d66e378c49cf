package medusa.gui.monitor;

import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseEvent;

import jfx.incubator.scene.control.input.InputMap;
import jfx.incubator.scene.control.input.KeyBinding;
import jfx.incubator.scene.control.richtext.CodeArea;
import jfx.incubator.scene.control.richtext.LineEnding;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;

/// Where snippets are typed.
final class SnippetEditor implements Repl.Draft {
    private static final String INDENT = "    ";

    private final CodeTextModel model = new CodeTextModel();
    private final CodeArea area = new CodeArea(model);
    private final JavaDecorator decorator = new JavaDecorator();
    private final Repl repl;
    private final Runnable search;

    /// @param search opens the search in the history
    SnippetEditor(Repl repl, Runnable search) {
        this.repl = repl;
        this.search = search;
        area.setId("monitor-editor");
        area.getStyleClass().addAll("mono", "snippet-editor");
        area.setLineEnding(LineEnding.LF);
        area.setSyntaxDecorator(decorator);
        area.addEventHandler(MouseEvent.MOUSE_PRESSED, _ -> area.requestFocus()); // below the last line too
        area.setTabSize(INDENT.length());
        model.addListener(_ -> edited());
        area.caretPositionProperty().subscribe(_ -> edited());
        repl.problemsProperty().subscribe(found -> {
            decorator.problems(found);
            model.fireStyleChangeEvent(TextPos.ZERO, model.getDocumentEnd());
        });
        bind(area.getInputMap());
        repl.edits(this);
        area.select(TextPos.ZERO); // without a caret nothing can be typed
    }

    CodeArea area() {
        return area;
    }

    /// Where the caret is drawn.
    Node caret() {
        return area.lookup(".caret");
    }

    private void bind(InputMap keys) {
        keys.register(KeyBinding.of(KeyCode.ENTER), () -> {
            if (repl.completions().open()) {
                repl.takeCompletion();
            } else {
                repl.enter(cursor());
            }
        });
        keys.register(KeyBinding.shift(KeyCode.ENTER), () -> addLine(cursor()));
        keys.register(KeyBinding.control(KeyCode.ENTER), repl::run);
        keys.register(KeyBinding.control(KeyCode.SPACE), () -> repl.complete(cursor()));
        keys.register(KeyBinding.control(KeyCode.R), search);
        keys.register(KeyBinding.of(KeyCode.TAB), this::tab);
        keys.register(KeyBinding.of(KeyCode.UP), this::up);
        keys.register(KeyBinding.of(KeyCode.DOWN), this::down);
        keys.register(KeyBinding.of(KeyCode.ESCAPE), this::escape);
    }

    private void tab() {
        if (repl.completions().open()) {
            repl.takeCompletion();
        } else {
            replace(cursor(), cursor(), INDENT);
        }
    }

    private void up() {
        if (repl.completions().open()) {
            repl.completions().move(-1);
        } else if (caretLine() == 0) {
            repl.walk().older(text()).ifPresent(this::text);
        } else {
            area.moveUp();
        }
    }

    private void down() {
        if (repl.completions().open()) {
            repl.completions().move(1);
        } else if (caretLine() == model.size() - 1) {
            repl.walk().newer().ifPresent(this::text);
        } else {
            area.moveDown();
        }
    }

    private void escape() {
        if (repl.completions().open()) {
            repl.completions().close();
        } else {
            repl.interrupt();
        }
    }

    private void edited() {
        if (area.getCaretPosition() != null) {
            repl.edited(text(), cursor());
        }
    }

    private int caretLine() {
        return area.getCaretPosition().index();
    }

    /// How many characters stand before the caret.
    int cursor() {
        TextPos caret = area.getCaretPosition();
        int before = caret.charIndex();
        for (int i = 0; i < caret.index(); i++) {
            before += model.getPlainText(i).length() + 1;
        }
        return before;
    }

    private TextPos position(int offset) {
        int left = offset;
        int line = 0;
        while (line < model.size() - 1 && left > model.getPlainText(line).length()) {
            left -= model.getPlainText(line).length() + 1;
            line++;
        }
        return TextPos.ofLeading(line, Math.clamp(left, 0, model.getPlainText(line).length()));
    }

    @Override
    public String text() {
        return JavaDecorator.text(model);
    }

    @Override
    public void text(String text) {
        if (!text.equals(text())) {
            area.select(area.replaceText(TextPos.ZERO, model.getDocumentEnd(), text));
        }
    }

    @Override
    public void replace(int from, int to, String text) {
        area.select(area.replaceText(position(from), position(to), text));
    }

    @Override
    public void addLine(int at) {
        TextPos place = position(at);
        String before = model.getPlainText(place.index()).substring(0, place.offset());
        String code = before.strip();
        String margin = before.substring(0, before.length() - before.stripLeading().length());
        boolean opens = !code.isEmpty() && "{([".indexOf(code.charAt(code.length() - 1)) >= 0;
        replace(at, at, "\n" + margin + (opens ? INDENT : ""));
    }
}
