package medusa.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javafx.scene.paint.Color;

import org.junit.jupiter.api.Test;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import atlantafx.base.theme.Theme;
import medusa.gui.ConsoleApp;

/// Whether the palest text can be read, by the colours that the stylesheets name.
class ContrastTest {
    private static final double LEAST = 4.5;

    private static String text(Class<?> beside, String path) throws IOException {
        try (InputStream in = beside.getResourceAsStream(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static String first(String pattern, String in) {
        Matcher matcher = Pattern.compile(pattern, Pattern.DOTALL).matcher(in);
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    /// WCAG 2.2, relative luminance.
    private static double luminance(Color color) {
        return 0.2126 * linear(color.getRed()) + 0.7152 * linear(color.getGreen()) + 0.0722 * linear(color.getBlue());
    }

    private static double linear(double channel) {
        return channel <= 0.04045 ? channel / 12.92 : Math.pow((channel + 0.055) / 1.055, 2.4);
    }

    private static double contrast(Color a, Color b) {
        double one = luminance(a);
        double other = luminance(b);
        return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05);
    }

    private static Color color(String sheet, String name) {
        return Color.web(first("-color-" + name + ": ([^;]+);", sheet));
    }

    @Test
    void theSmallPrintAndWhatIsStaleCanBeRead() throws IOException {
        String own = text(ConsoleApp.class, "console.css");
        assertThat(first("\\.label\\.small \\{[^}]*-fx-text-fill: ([^;]+);", own)).isEqualTo("-color-fg-muted");
        assertThat(first("\\.stale \\{[^}]*-color-fg-default: ([^;]+);", own)).isEqualTo("-color-fg-muted");
        double opacity = Double.parseDouble(first("\\.stale \\{[^}]*-fx-opacity: ([^;]+);", own));
        for (Theme theme : new Theme[]{new PrimerLight(), new PrimerDark()}) {
            String sheet = text(Theme.class, theme.getUserAgentStylesheet());
            Color muted = color(sheet, "fg-muted");
            for (String ground : new String[]{"bg-default", "bg-subtle"}) {
                Color behind = color(sheet, ground);
                assertThat(contrast(muted, behind)).as(theme.getName() + " small on " + ground)
                        .isGreaterThanOrEqualTo(LEAST);
                assertThat(contrast(behind.interpolate(muted, opacity), behind))
                        .as(theme.getName() + " stale on " + ground).isGreaterThanOrEqualTo(LEAST);
            }
        }
    }
}
