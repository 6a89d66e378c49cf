package medusa.gui.monitor;

import java.util.List;
import java.util.Locale;

import jfx.incubator.scene.control.richtext.SyntaxDecorator;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.CodeTextModel;
import jfx.incubator.scene.control.richtext.model.RichParagraph;

import medusa.monitor.Evaluation.Problem;
import medusa.monitor.JavaText;

/// Colours the text of an editor as Java, and underlines what is wrong in it.
final class JavaDecorator implements SyntaxDecorator {
    /// A longer text is left as it is: all of it is looked at for each key.
    private static final int MOST = 1 << 18;

    private List<List<JavaText.Span>> lines = List.of();
    private List<Problem> problems = List.of();

    /// What is wrong from now on; nothing is drawn again.
    void problems(List<Problem> found) {
        problems = found;
    }

    @Override
    public void handleChange(CodeTextModel model, TextPos start, TextPos end, int top, int added, int bottom) {
        String text = text(model);
        lines = text.length() <= MOST ? JavaText.lines(text) : List.of();
    }

    /// All of it.
    static String text(CodeTextModel model) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < model.size(); i++) {
            text.append(i == 0 ? "" : "\n").append(model.getPlainText(i));
        }
        return text.toString();
    }

    @Override
    public RichParagraph createRichParagraph(CodeTextModel model, int index) {
        String line = model.getPlainText(index);
        RichParagraph.Builder paragraph = RichParagraph.builder();
        add(paragraph, line, index < lines.size() ? lines.get(index) : List.of(), "java");
        for (Problem problem : problems) {
            underline(paragraph, problem, index + 1, line.length());
        }
        return paragraph.build();
    }

    /// Adds `text` with its parts in their colours.
    ///
    /// @param other the style of what is between them
    static void add(RichParagraph.Builder paragraph, String text, List<JavaText.Span> spans, String other) {
        int at = 0;
        for (JavaText.Span span : spans) {
            int start = Math.min(span.start(), text.length());
            int end = Math.min(span.end(), text.length());
            if (start >= at && end > start) {
                between(paragraph, text.substring(at, start), other);
                paragraph.addWithStyleNames(text.substring(start, end),
                        "java-" + span.kind().name().toLowerCase(Locale.ROOT));
                at = end;
            }
        }
        between(paragraph, text.substring(at), other);
    }

    private static void between(RichParagraph.Builder paragraph, String text, String style) {
        if (!text.isEmpty()) {
            paragraph.addWithStyleNames(text, style);
        }
    }

    private static void underline(RichParagraph.Builder paragraph, Problem problem, int line, int length) {
        if (line < problem.line() || line > Math.max(problem.line(), problem.endLine()) || length == 0) {
            return;
        }
        int start = line == problem.line() ? Math.clamp(problem.column() - 1L, 0, length - 1) : 0;
        int end = line == problem.endLine() ? Math.clamp(problem.endColumn(), start + 1, length) : length;
        paragraph.addWavyUnderline(start, end - start, "problem-underline");
    }
}
