package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.filesystem.VirtualPath;

@Timeout(10)
class NamePatternTest {
    @ParameterizedTest
    @CsvSource({
        "*.css, /a/b.css, true",
        "*.css, /a/b.CSS, false",
        "*.css, /a.css/b, false",
        "*, /a, true",
        "a?c, /x/abc, true",
        "a?c, /x/ac, false",
        "a*b*c, /axxbyybzzc, true",
        "a*b*c, /axxcyyb, false",
        "a.c, /abc, false",
        "/assets/*, /assets/x/y.js, true",
        "/assets/*, /x/assets/y.js, false",
        "/assets/*.js, /assets/x/y.js, true",
        "/assets, /assets, true",
        "index.html, /a/index.html, true",
        "/index.html, /a/index.html, false"})
    void matches(String pattern, String path, boolean matches) {
        assertThat(new NamePattern(pattern).matches(VirtualPath.parse(path))).isEqualTo(matches);
    }

    @Test
    void comparesBytes() {
        assertThat(new NamePattern("größe*").matches(VirtualPath.parse(FolderEntries.bytes("/größe.txt")))).isTrue();
    }

    /// With a pattern that would keep a backtracking one busy for ever.
    @Test
    void noNameIsHard() {
        NamePattern pattern = new NamePattern("*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b");
        assertThat(pattern.matches(VirtualPath.parse("/" + "a".repeat(100_000)))).isFalse();
    }
}
