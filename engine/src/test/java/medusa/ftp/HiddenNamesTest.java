package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Right;
import medusa.auth.Rights;

/// Names that begin with a dot are not there for those who have not logged in, whatever they may do.
class HiddenNamesTest {
    /// Every command that takes a path, with the path of something hidden.
    private static final List<String> ALONE = List.of("CWD %s", "XCWD %s", "SIZE %s/file", "MDTM %s/file", "MLST %s",
            "MLST %s/file", "STAT %s", "STAT %s/*", "HASH %s/file", "MD5 %s/file", "XCRC %s/file", "XMD5 %s/file",
            "XSHA %s/file", "XSHA1 %s/file", "XSHA256 \"%s/file\"", "XSHA512 %s/file 0 1", "AVBL %s", "DELE %s/file",
            "RMD %s", "XRMD %s", "MKD %s", "MKD %s/new", "XMKD %s/new", "MKD .new", "RNFR %s", "RNFR %s/file",
            "MFMT 20010101000000 %s/file", "MDTM 20010101000000 %s/file", "MFF UNIX.mode=0600; %s/file",
            "SITE CHMOD 600 %s/file", "SITE UTIME 20010101000000 %s/file");
    private static final List<String> WITH_DATA = List.of("LIST %s", "LIST -a %s", "LIST -d %s", "LIST %s/file",
            "LIST %s/*", "NLST %s", "NLST .*", "NLST -a .?*", "MLSD %s", "RETR %s/file", "STOR %s/file", "STOR %s/new",
            "STOR .new", "APPE %s/file", "APPE .new", "STOU %s", "STOU %s/file", "STOU .new");

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        Rights everything = new Rights(List.of(), new Rights.Defaults(Set.of(Right.values()), Set.of(Right.values())));
        ftp = new FtpBench(root, everything, files -> files);
        for (String folder : List.of(".well-known", "open/.git")) {
            Files.createDirectories(root.resolve(folder));
            ftp.write(folder + "/file", "secret");
        }
        ftp.write("open/file", "open");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private List<String> tree() throws Exception {
        List<String> tree = new ArrayList<>();
        try (var all = Files.walk(root)) {
            for (Path path : all.filter(Files::isRegularFile).sorted().toList()) {
                tree.add(path + " " + Files.readString(path) + " " + Files.getLastModifiedTime(path) + " "
                        + Files.getPosixFilePermissions(path));
            }
        }
        return tree;
    }

    @Test
    void noCommandReachesThem() throws Exception {
        List<String> before = tree();
        FtpBench.Client guest = ftp.guest();
        for (String hidden : List.of(".well-known", "/open/.git", "open/../.well-known", "open//.git")) {
            for (String command : ALONE) {
                assertThat(guest.ask(command.formatted(hidden))).as(command).startsWith("550 ");
            }
            for (String command : WITH_DATA) {
                guest.passive();
                assertThat(guest.ask(command.formatted(hidden))).as(command).startsWith("550 ");
            }
        }
        guest.ask("RNFR open/file", "350 RNFR file exists, ready for destination name.")
                .ask("RNTO open/.file", "550 Permission denied.");
        assertThat(tree()).isEqualTo(before);
    }

    /// Whether there is one is nobody's business either.
    @Test
    void whatIsThereIsToldAsWhatIsNot() throws Exception {
        FtpBench.Client guest = ftp.guest();
        for (String command : List.of("STOR %s", "STOR %s/new", "APPE %s", "STOU %s", "SIZE %s/file", "CWD %s",
                "MKD %s",
                "RNFR %s", "DELE %s/file", "HASH %s/file", "MFMT 20200101000000 %s")) {
            for (boolean rest : new boolean[]{false, true}) {
                List<String> replies = new ArrayList<>();
                for (String name : List.of(".well-known", ".nothing", "open/.git", "open/.nothing")) {
                    guest.passive();
                    if (rest) {
                        guest.ask("REST 1", "350 Restarting at 1. Send STORE or RETRIEVE to initiate transfer.");
                    }
                    replies.add(guest.ask(command.formatted(name)));
                }
                assertThat(replies).as(command).containsOnly(replies.getFirst());
            }
        }
    }

    @Test
    void noListingHasThem() throws Exception {
        FtpBench.Client guest = ftp.guest();
        for (String command : List.of("LIST -aR", "NLST -aR", "MLSD", "MLSD open", "LIST -la open", "NLST *",
                "NLST */*", "NLST -a open")) {
            assertThat(guest.fetch(command)).as(command).doesNotContain(".git").doesNotContain(".well-known");
        }
        guest.send("STAT -a open");
        String line;
        do {
            line = guest.line();
            assertThat(line).doesNotContain(".git");
        } while (!line.startsWith("213 "));
    }

    @Test
    void whoHasLoggedInFindsThem() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        assertThat(anna.fetch("NLST -A")).contains(".well-known");
        assertThat(anna.fetch("NLST")).doesNotContain(".well-known");
        assertThat(anna.fetch("MLSD open")).contains(" .git\r\n");
        assertThat(anna.fetch("RETR .well-known/file")).isEqualTo("secret");
    }
}
