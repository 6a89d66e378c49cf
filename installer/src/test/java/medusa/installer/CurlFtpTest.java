package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What curl makes of the packaged FTP server, option by option.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class CurlFtpTest {
    @TempDir
    private Path folder;
    private FtpSite site;

    @BeforeEach
    void start() throws Exception {
        Tool.require("curl");
        site = new FtpSite(folder);
        site.plant(site.here.resolve("tree"));
        site.sh("cp -r tree \"$ROOT\"");
        site.giveAll(site.root);
    }

    @AfterEach
    void stop() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    private String sh(String script) throws Exception {
        return site.sh("curl() { command curl -sS -m 60 \"$@\"; }\n" + script);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--disable-epsv", "-P -", "-P - --disable-eprt", "-P 127.0.0.1",
        "--ftp-method multicwd",
        "--ftp-method nocwd", "--ftp-method singlecwd", "--ftp-skip-pasv-ip --disable-epsv"})
    void filesComeAndGo(String options) throws Exception {
        sh("""
                curl --ftp-create-dirs -T tree/nothing "$URL/new/er/nothing"
                curl OPTIONS -T tree/large "$URL/new/er/large"
                cmp tree/large "$ROOT/new/er/large"
                curl OPTIONS -T tree/nothing "$URL/new/nothing" -T tree/one "$URL/new/er/one"
                [ ! -s "$ROOT/new/nothing" ]
                curl OPTIONS -o got "$URL/new/er/large" -o 17 "$URL/tree/sub%20folder/deeper/file%2017"
                cmp tree/large got
                [ "$(cat 17)" = 17 ]
                curl OPTIONS -o odd "$URL/tree/gr%C3%BCn%20%E6%BC%A2%E5%AD%97.txt" -o dash "$URL/tree/-dash"
                [ "$(cat odd dash)" = ud ]
                curl OPTIONS -o odd "$URL/tree/100%2525%20&%20more+=;,!\\$(x)" "$URL/tree/quotes%20%22two%22%20and%20'one'"
                [ "$(cat odd)" = p ]
                """
                .replace("OPTIONS", options));
    }

    @Test
    void uploadsGoOnAndAreAddedTo() throws Exception {
        sh("""
                head -c 1000000 tree/large > "$ROOT/a"
                cp "$ROOT/a" "$ROOT/b"
                chmod a+w "$ROOT/a" "$ROOT/b"
                curl -C 1000000 -T tree/large "$URL/a"
                curl -C - -T tree/large "$URL/b"
                cmp tree/large "$ROOT/a"
                cmp tree/large "$ROOT/b"
                curl -a -T tree/one "$URL/added"
                curl -a -T tree/text.txt "$URL/added"
                cat tree/one tree/text.txt | cmp - "$ROOT/added"
                seq 10 | curl -T - "$URL/piped"
                seq 10 | cmp - "$ROOT/piped"
                """);
    }

    @Test
    void partsAreSent() throws Exception {
        sh("""
                for range in 0-0 1000-1999 3000000- -77 0-3388894; do
                    curl -r $range -o part "$URL/tree/large"
                    curl -r $range -o same "file://$PWD/tree/large"
                    cmp part same
                done
                head -c 12345 tree/large > begun
                curl -C - -o begun "$URL/tree/large"
                cmp begun tree/large
                """);
    }

    @Test
    void listsAndFactsAreSent() throws Exception {
        assertThat(sh("curl -l \"$URL/tree/\"").lines()).containsExactlyInAnyOrder("-dash", "100%25 & more+=;,!$(x)",
                "binary #1.gz", "empty", "gr\u00fcn \u6f22\u5b57.txt", "large", "nothing", "one",
                "quotes \"two\" and 'one'", "sub folder", "text.txt");
        assertThat(sh("curl \"$URL/tree/\"").lines()).hasSize(11).allMatch(line -> line.matches("[-d]rw.*"));
        assertThat(sh("curl -l \"$URL/tree/sub%20folder/deeper/\"")).hasLineCount(40);
        assertThat(sh("touch -d '2001-02-03 04:05:06 UTC' \"$ROOT/tree/one\"; curl -I \"$URL/tree/one\""))
                .contains("Last-Modified: Sat, 03 Feb 2001 04:05:06 GMT").contains("Content-Length: 1\r\n");
        assertThat(sh("curl -R -o one \"$URL/tree/one\"; stat -c %Y one")).isEqualTo("981173106\n");
        assertThat(sh("curl -z one -o new \"$URL/tree/one\"; ls new 2>&1 || true")).contains("No such file");
        sh("curl -B -o text \"$URL/tree/large\"; cmp text tree/large"); // whose line ends go through CRLF
    }

    @Test
    void commandsAreQuoted() throws Exception {
        sh("""
                curl -Q 'MKD made' -Q 'RNFR tree/one' -Q 'RNTO made/1' -Q 'SITE CHMOD 640 made/1' -Q '*DELE nowhere' \\
                    -Q '-DELE /tree/nothing' -o text "$URL/tree/text.txt"
                cmp text tree/text.txt
                [ "$(stat -c %a "$ROOT/made/1")" = 640 ]
                [ ! -e "$ROOT/tree/nothing" ]
                """);
        assertThatThrownBy(() -> sh("curl -Q 'DELE nowhere' \"$URL/\"")).hasStackTraceContaining("ended with 21");
        assertThatThrownBy(() -> sh("curl \"$URL/nowhere\"")).hasStackTraceContaining("ended with 78");
        assertThatThrownBy(() -> sh("curl -u anna:wrong \"ftp://127.0.0.1:$PORT/\""))
                .hasStackTraceContaining("ended with 67");
    }
}
