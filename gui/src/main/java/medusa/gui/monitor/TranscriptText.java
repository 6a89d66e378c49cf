package medusa.gui.monitor;

import java.util.List;
import java.util.Locale;

import jfx.incubator.scene.control.richtext.StyleResolver;
import jfx.incubator.scene.control.richtext.TextPos;
import jfx.incubator.scene.control.richtext.model.RichParagraph;
import jfx.incubator.scene.control.richtext.model.StyleAttributeMap;
import jfx.incubator.scene.control.richtext.model.StyledTextModelViewOnlyBase;

/// A transcript as a text to look at. One that is empty has one empty line, as any text has.
final class TranscriptText extends StyledTextModelViewOnlyBase {
    private static final StyleAttributeMap APART = StyleAttributeMap.builder().setSpaceAbove(8).build();

    private final List<Line> lines;
    /// Before the change that is told next.
    private int sizeBefore = 1;
    private int lastLengthBefore;

    TranscriptText(Transcript transcript) {
        lines = transcript.lines();
        transcript.addListener(this::replaced);
    }

    @Override
    public int size() {
        return Math.max(1, lines.size());
    }

    @Override
    public String getPlainText(int index) {
        return index < lines.size() ? lines.get(index).whole() : "";
    }

    @Override
    public RichParagraph getParagraph(int index) {
        RichParagraph.Builder paragraph = RichParagraph.builder();
        if (index < lines.size()) {
            Line line = lines.get(index);
            String style = "transcript-" + line.kind().name().toLowerCase(Locale.ROOT);
            if (index > 0 && line.kind() == Line.Kind.PROMPT) {
                paragraph.setParagraphAttributes(APART);
            }
            paragraph.addWithStyleNames(line.kind().mark(), style + "-mark", "transcript-mark");
            JavaDecorator.add(paragraph, line.text(), line.spans(), style);
            if (!line.aside().isEmpty()) {
                paragraph.addWithStyleNames("   " + line.aside(), "transcript-aside");
            }
        }
        return paragraph.build();
    }

    @Override
    public StyleAttributeMap getStyleAttributeMap(StyleResolver resolver, TextPos pos) {
        return StyleAttributeMap.EMPTY;
    }

    private int length(int index) {
        return getPlainText(index).length();
    }

    /// Tells the view in its own terms: a text between two places has become another one.
    private void replaced(int at, int removed, int added) {
        int before = sizeBefore;
        TextPos endBefore = TextPos.ofLeading(before - 1, lastLengthBefore);
        sizeBefore = size();
        lastLengthBefore = length(size() - 1);
        boolean wasEmpty = lines.size() == added;
        if (at == 0 && (wasEmpty || lines.isEmpty())) {
            fireChangeEvent(TextPos.ZERO, endBefore, length(0), Math.max(0, added - 1),
                    added > 1 ? lastLengthBefore : 0);
        } else if (at + removed < before) {
            fireChangeEvent(TextPos.ofLeading(at, 0), TextPos.ofLeading(at + removed, 0), 0, added, 0);
        } else {
            TextPos start = TextPos.ofLeading(at - 1, length(at - 1));
            fireChangeEvent(start, endBefore, 0, added, added > 0 ? lastLengthBefore : 0);
        }
    }
}
