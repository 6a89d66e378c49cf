package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

class PageStyleTest {

    @Test
    void allowsThisStyleAndNothingElse() {
        PageStyle style = new PageStyle("/* a\nb */ p {\n    margin: 0 auto\n}\n");
        assertThat(style.head("a<b")).startsWith("<!doctype html>\n").contains("<title>a&lt;b</title>")
                .containsPattern("<style>:root \\{[^\n<]* p \\{ margin: 0 auto }</style>\n$").doesNotContain("/*");
        assertThat(style.policy()).matches("default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:; "
                + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'");
    }

    /// WCAG 2.2, success criterion 1.4.3: at least 4.5:1 for text on both backgrounds.
    @Test
    void hasEnoughContrastInLightAndDark() throws IOException {
        String css;
        try (InputStream in = PageStyle.class.getResourceAsStream("colours.css")) {
            css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        String[] schemes = css.split("@media");
        assertThat(schemes).hasSize(2);
        for (String scheme : schemes) {
            Map<String, String> colours = new HashMap<>();
            Pattern.compile("--(\\w+): #(\\w+);").matcher(scheme).results()
                    .forEach(match -> colours.put(match.group(1), match.group(2)));
            for (String text : new String[]{"text", "quiet", "link", "good", "warn", "bad"}) {
                for (String back : new String[]{"back", "raised"}) {
                    assertThat(contrast(colours.get(text), colours.get(back))).as(text + " on " + back + scheme)
                            .isGreaterThanOrEqualTo(4.5);
                }
            }
        }
    }

    private static double contrast(String one, String other) {
        double a = luminance(one);
        double b = luminance(other);
        return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    }

    private static double luminance(String hex) {
        String full = hex.length() == 6 ? hex : hex.replaceAll(".", "$0$0");
        return 0.2126 * linear(full, 0) + 0.7152 * linear(full, 2) + 0.0722 * linear(full, 4);
    }

    private static double linear(String hex, int at) {
        double part = Integer.parseInt(hex, at, at + 2, 16) / 255.0;
        return part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4);
    }
}
