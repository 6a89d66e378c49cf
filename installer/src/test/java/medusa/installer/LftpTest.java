package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
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

/// What lftp makes of the packaged FTP server: whole trees there and back, byte for byte.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LftpTest {
    private static final String LFTP = """
            lftp() {
                command lftp -c "set cmd:fail-exit yes; set net:max-retries 2; set net:timeout 20; set ftp:ssl-allow no;
                    open $URL; $1"
            }
            """;

    @TempDir
    private Path folder;
    private FtpSite site;

    @BeforeEach
    void start() throws Exception {
        Tool.require("lftp");
        site = new FtpSite(folder);
    }

    @AfterEach
    void stop() throws Exception {
        if (site != null) {
            site.close();
        }
    }

    private String lftp(String commands) throws Exception {
        return site.sh(LFTP + "lftp '" + commands + "'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"set ftp:passive-mode yes", "set ftp:passive-mode no", "set ftp:use-mlsd yes",
        "set ftp:prefer-epsv yes", "set ftp:use-feat no; set ftp:use-size no; set ftp:use-mdtm no",
        "set ftp:use-mode-z yes", "set ftp:sync-mode no"})
    void aTreeComesAndGoes(String settings) throws Exception {
        Path tree = site.root.resolve("tree");
        site.plant(tree);
        lftp(settings + "; mirror --parallel=4 tree down; mirror -R --parallel=4 down up");
        assertThat(site.digest(site.here.resolve("down"))).isEqualTo(site.digest(tree));
        assertThat(site.digest(site.root.resolve("up"))).isEqualTo(site.digest(tree));
    }

    /// It goes by sizes and times.
    @Test
    void whatIsThereIsNotMirroredAgain() throws Exception {
        site.plant(site.root.resolve("tree"));
        lftp("mirror tree down");
        assertThat(lftp("mirror --dry-run tree down")).doesNotContain("get ");
        lftp("mirror -R down up");
        assertThat(lftp("mirror -R --dry-run down up")).doesNotContain("get ");
        site.sh("echo more >> down/one");
        assertThat(lftp("mirror -R --dry-run down up")).contains("get ", "/one").doesNotContain("large");
        lftp("mirror -R down up; mirror -R --delete down/empty up");
        assertThat(Files.list(site.root.resolve("up"))).isEmpty();
    }

    @Test
    void itGoesOnWhereItStopped() throws Exception {
        site.plant(site.here.resolve("tree"));
        site.sh("cd tree; cp large \"$ROOT/whole\"; head -c 1000000 large > \"$ROOT/up\"; head -c 2000000 large > down");
        site.giveAll(site.root);
        assertThat(lftp("debug 5; lcd tree; put -c large -o up")).contains("---> REST 1000000");
        assertThat(lftp("debug 5; lcd tree; get -c whole -o down")).contains("---> REST 2000000");
        site.sh("cd tree; cmp large \"$ROOT/up\"; cmp large down");
        lftp("lcd tree; pget -n 4 whole -o pieces");
        site.sh("cmp tree/large tree/pieces");
    }

    @Test
    void itLists() throws Exception {
        site.plant(site.root.resolve("tree"));
        assertThat(lftp("cd tree; cls -1").lines()).containsExactlyInAnyOrder("-dash", "100%25 & more+=;,!$(x)",
                "binary #1.gz",
                "empty/", "gr\u00fcn \u6f22\u5b57.txt", "large", "nothing", "one", "quotes \"two\" and 'one'",
                "sub folder/", "text.txt");
        assertThat(lftp("cls -l tree/one")).contains("-rw").endsWith(" tree/one\n");
        assertThat(lftp("du -b tree")).endsWith("tree\n");
        assertThat(lftp("find \"tree/sub folder\"").lines()).hasSize(42);
    }

    @Test
    void itChangesTheTree() throws Exception {
        site.plant(site.root.resolve("tree"));
        lftp("mkdir -p new/er; mv tree/one new/er/1; mv \"tree/gr\u00fcn \u6f22\u5b57.txt\" \"new/gr\u00fcn\"; chmod 600 new/er/1;"
                + " rm tree/large; rm -r \"tree/sub folder\"; mrm \"tree/*.gz\"; rmdir tree/empty");
        assertThat(site.sh("cd \"$ROOT\"; stat -c %a new/er/1; cat new/er/1; ls new tree")).isEqualTo("""
                600
                xnew:
                er
                gr\u00fcn

                tree:
                -dash
                100%25 & more+=;,!$(x)
                nothing
                quotes "two" and 'one'
                text.txt
                """);
    }
}
