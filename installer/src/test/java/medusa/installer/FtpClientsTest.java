package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

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

/// What wget, NcFTP, tnftp and rclone make of the packaged FTP server: whole trees there and back, byte for byte.
@EnabledOnOs(OS.LINUX)
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FtpClientsTest {
    @TempDir
    private Path folder;
    private FtpSite site;

    @BeforeEach
    void start() throws Exception {
        site = new FtpSite(folder);
        site.plant(site.root.resolve("tree"));
    }

    @AfterEach
    void stop() throws Exception {
        site.close();
    }

    private void assertSame(Path copy) throws Exception {
        assertThat(site.digest(copy)).isEqualTo(site.digest(site.root.resolve("tree")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--no-passive-ftp", "--preserve-permissions"})
    void wgetFetchesATree(String options) throws Exception {
        Tool.require("wget");
        site.sh("rm \"$ROOT/tree/100%25\"*"); // wget takes the percent for one of a URL
        site.sh("wget -nv -r -nH --restrict-file-names=nocontrol %s \"$URL/tree\"".formatted(options));
        site.sh("find . -name .listing -delete");
        assertSame(site.here.resolve("tree"));
    }

    @Test
    void wgetGoesOnAndGetsNothingTwice() throws Exception {
        Tool.require("wget");
        assertThat(site.sh("""
                head -c 1000000 "$ROOT/tree/large" > large
                wget -c "$URL/tree/large"
                cmp large "$ROOT/tree/large"
                """)).contains("REST 1000000");
        assertThat(site.sh("wget -N \"$URL/tree/one\"; wget -N \"$URL/tree/one\""))
                .contains("not retrieving");
        site.sh("wget -nv \"$URL/tree/*.*\"; ls 'binary #1.gz' text.txt");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-F", "-E"}) // passive, active
    void ncftpGetsAndPutsATree(String mode) throws Exception {
        Tool.require("ncftpget");
        site.sh("""
                ncftpget MODE -V -R -u anna -p Secret-12 -P $PORT 127.0.0.1 . /tree
                ncftpput MODE -V -R -u anna -p Secret-12 -P $PORT 127.0.0.1 /up tree
                """.replace("MODE", mode).replace("/up", "/up/er").replace("ncftpput", "ncftpput -m"));
        assertSame(site.here.resolve("tree"));
        assertSame(site.root.resolve("up/er/tree"));
    }

    @Test
    void ncftpListsResumesAndAppends() throws Exception {
        Tool.require("ncftpls");
        assertThat(site.sh("ncftpls -1 -u anna -p Secret-12 -P $PORT ftp://127.0.0.1/tree/")).contains("-dash",
                "gr\u00fcn \u6f22\u5b57.txt", "sub folder").hasLineCount(11);
        assertThat(site.sh("ncftpls -l -u anna -p Secret-12 -P $PORT ftp://127.0.0.1/tree/")).contains("-rw", "drw");
        site.sh("""
                head -c 1000000 "$ROOT/tree/large" > large
                ncftpget -V -z -u anna -p Secret-12 -P $PORT 127.0.0.1 . /tree/large
                cmp large "$ROOT/tree/large"
                printf y > one
                ncftpput -V -A -u anna -p Secret-12 -P $PORT 127.0.0.1 /tree one
                [ "$(cat "$ROOT/tree/one")" = xy ]
                """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-p", "-A"}) // passive, active
    void tnftpGetsAndPutsFiles(String mode) throws Exception {
        Tool.require("tnftp");
        String said = site.sh("""
                cp "$ROOT/tree/large" large
                head -c 1000000 large > begun
                printf z > more
                printf 1 > m1
                printf 2 > m2
                tnftp MODE -n -i -V 127.0.0.1 $PORT <<END
                user anna Secret-12
                binary
                cd tree
                mget *.*
                get "gr\u00fcn \u6f22\u5b57.txt" odd
                restart 0
                reget large begun
                put large copy
                append more one
                mkdir "new folder"
                cd "new folder"
                mput m1 m2
                rename m1 "m 3"
                delete m2
                cd ..
                size large
                modtime one
                nlist *.gz
                dir *.gz
                quit
                END
                cmp begun large
                cmp large "$ROOT/tree/copy"
                cmp text.txt "$ROOT/tree/text.txt"
                cmp 'binary #1.gz' "$ROOT/tree/binary #1.gz"
                [ "$(cat "$ROOT/tree/one")" = xz ]
                [ "$(ls "$ROOT/tree/new folder")" = 'm 3' ]
                [ "$(cat odd)" = u ]
                """.replace("MODE", mode));
        assertThat(said).doesNotContain("not understood").doesNotContain("unknown");
    }

    @Test
    void tnftpTakesUrls() throws Exception {
        Tool.require("tnftp");
        site.sh("""
                tnftp -V -o got "$URL/tree/large"
                cmp got "$ROOT/tree/large"
                tnftp -V -u "$URL/put" got
                cmp got "$ROOT/put"
                """);
    }

    private static final String RCLONE = """
            export RCLONE_CONFIG="$HOME/none.conf" RCLONE_CONFIG_M_TYPE=ftp RCLONE_CONFIG_M_HOST=127.0.0.1
            export RCLONE_CONFIG_M_PORT=$PORT RCLONE_CONFIG_M_USER=anna
            touch "$HOME/none.conf"
            RCLONE_CONFIG_M_PASS=$(rclone obscure Secret-12)
            export RCLONE_CONFIG_M_PASS
            """;

    @ParameterizedTest
    @ValueSource(strings = {"", "--ftp-disable-mlsd", "--ftp-disable-epsv", "--ftp-concurrency 2",
        "--ftp-disable-utf8", "--ftp-writing-mdtm"})
    void rcloneSyncsAndChecks(String options) throws Exception {
        Tool.require("rclone");
        site.sh(RCLONE + """
                rclone OPTIONS sync --create-empty-src-dirs m:tree down
                rclone OPTIONS check --download m:tree down
                rclone OPTIONS sync --create-empty-src-dirs down m:up
                rclone OPTIONS check --download down m:up
                rm down/large
                printf new > down/one
                rclone OPTIONS sync down m:up
                rclone OPTIONS check --download down m:up
                rclone OPTIONS moveto m:up/one m:up/two
                [ "$(rclone OPTIONS cat m:up/two)" = new ]
                """.replace("OPTIONS", options));
        site.sh("mv down/one down/two");
        assertThat(site.digest(site.root.resolve("up"))).isEqualTo(site.digest(site.here.resolve("down")));
    }

    @Test
    void rclonePurgesAThousandFiles() throws Exception {
        Tool.require("rclone");
        site.sh(RCLONE + """
                mkdir -p many/a/b
                for i in $(seq 500); do echo $i > many/$i; echo $i > many/a/b/$i; done
                rclone copy --transfers 8 many m:many
                rclone check --download --checkers 8 many m:many
                [ "$(find "$ROOT/many" -type f | wc -l)" = 1000 ]
                rclone purge m:many
                [ ! -e "$ROOT/many" ]
                """);
    }
}
