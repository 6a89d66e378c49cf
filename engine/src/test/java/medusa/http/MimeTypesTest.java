package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MimeTypesTest {
    private static final MimeTypes TYPES = new MimeTypes(Map.of());

    @ParameterizedTest
    @CsvSource({"index.html, text/html; charset=utf-8", "INDEX.HTM, text/html; charset=utf-8",
        "a.b.js, text/javascript; charset=utf-8", "m.mjs, text/javascript; charset=utf-8",
        "x.css, text/css; charset=utf-8", "t.json, application/json", "t.xml, application/xml",
        "t.svg, image/svg+xml", "t.wasm, application/wasm", "t.avif, image/avif", "t.jxl, image/jxl",
        "t.opus, audio/ogg", "t.mp4, video/mp4", "t.woff2, font/woff2", "a.tar.gz, application/gzip",
        "a.zst, application/zstd", "a.md, text/markdown; charset=utf-8", "a.log, text/plain; charset=utf-8",
        "README, text/plain; charset=utf-8", "Makefile, text/plain; charset=utf-8",
        "LICENSE, text/plain; charset=utf-8", ".gitignore, text/plain; charset=utf-8",
        "noext, application/octet-stream", "t.weirdext, application/octet-stream",
        ".html, application/octet-stream", "a., application/octet-stream", "'', application/octet-stream",
        "html, application/octet-stream", "a.\u00ff, application/octet-stream"})
    void knowsTheTypesThatPeopleServe(String name, String type) {
        assertThat(TYPES.of(name)).isEqualTo(type);
    }

    @Test
    void letsAnAdministratorsTypesWin() {
        MimeTypes types = new MimeTypes(Map.of(".TS", "text/x-typescript", "bin", "text/plain; charset=koi8-r", "gem",
                "application/x-ruby; a=\"b c\""));
        assertThat(types.of("a.ts")).isEqualTo("text/x-typescript; charset=utf-8");
        assertThat(types.of("a.BIN")).isEqualTo("text/plain; charset=koi8-r");
        assertThat(types.of("a.gem")).isEqualTo("application/x-ruby; a=\"b c\"");
        assertThat(types.of("a.png")).isEqualTo("image/png");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "text", "text/", "/plain", "text/plain\r\nX: y", "text/plain;\r\n a=b",
        "text/plain\n;a=b",
        "text/plain;", "text/pl ain", "a/b; c",
        "a/b; c=\"d\"e\"", "text/größe"})
    void refusesWhatIsNoType(String type) {
        Map<String, String> own = Map.of("x", type);
        assertThatThrownBy(() -> new MimeTypes(own)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected a media type");
    }

    @Test
    void hasATableWithoutMistakes() throws IOException {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                MimeTypes.class.getResourceAsStream("mime.types"), StandardCharsets.UTF_8))) {
            String[] table = lines.lines().filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .toArray(String[]::new);
            assertThat(table).allMatch(line -> line.matches("[a-z]+/[a-z0-9.+-]+( +[a-z0-9]+)+"));
            assertThat(Stream.of(table).flatMap(line -> Stream.of(line.split(" +")).skip(1))).doesNotHaveDuplicates()
                    .hasSizeGreaterThan(120);
        }
    }
}
