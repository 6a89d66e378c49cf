package medusa.monitor.terminal;

import java.util.EnumMap;
import java.util.Map;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

import medusa.monitor.JavaText;

/// Colours what is typed, see [JavaText]. Types and annotations stay as they are: a terminal has few colours.
final class JavaHighlighter implements Highlighter {
    private static final Map<JavaText.Kind, AttributedStyle> STYLES = new EnumMap<>(Map.of(
            JavaText.Kind.KEYWORD, AttributedStyle.BOLD.foreground(AttributedStyle.BLUE),
            JavaText.Kind.STRING, AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN),
            JavaText.Kind.NUMBER, AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN),
            JavaText.Kind.COMMENT, AttributedStyle.DEFAULT.faint(),
            JavaText.Kind.UNMATCHED, AttributedStyle.DEFAULT.foreground(AttributedStyle.RED).inverse()));

    @Override
    public AttributedString highlight(LineReader reader, String buffer) {
        AttributedStringBuilder line = new AttributedStringBuilder();
        if (SlashCommand.isOne(buffer)) {
            return line.style(AttributedStyle.BOLD).append(buffer).toAttributedString();
        }
        int at = 0;
        for (JavaText.Span span : JavaText.spans(buffer)) {
            line.style(AttributedStyle.DEFAULT).append(buffer, at, span.start());
            line.style(STYLES.getOrDefault(span.kind(), AttributedStyle.DEFAULT)).append(buffer, span.start(),
                    span.end());
            at = span.end();
        }
        return line.style(AttributedStyle.DEFAULT).append(buffer, at, buffer.length()).toAttributedString();
    }
}
