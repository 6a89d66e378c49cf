package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.Listing;
import medusa.filesystem.NioFilesystem;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Links that lead nowhere, or nowhere in the tree: nobody goes through them, but who is to empty a folder has to know of them.
class BlindLinksTest {
    private static final VirtualPath FOLDER = VirtualPath.parse("/d");
    private static final String NOTHING = "550 No such file or folder.";

    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        anna = ftp.login("anna");
        Files.createDirectory(root.resolve("d"));
        Files.setPosixFilePermissions(ftp.write("d/file", ""), PosixFilePermissions.fromString("rw-r--r--"));
        link("dangling", "nothing");
        link("loop", "loop");
        link("outside", "/etc/passwd");
        link("up", "../..");
        link(".dot", "nothing");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private void link(String name, String target) throws IOException {
        Files.createSymbolicLink(root.resolve("d").resolve(name), Path.of(target));
    }

    private static List<String> sorted(String lines) {
        return lines.lines().sorted().toList();
    }

    @Test
    void whoMayRemoveThemSeesThem() throws Exception {
        assertThat(anna.fetch("LIST d").lines().map(line -> line.substring(0, 10) + ' ' + line.substring(55)))
                .containsExactly("lrwxrwxrwx dangling", "-rw-r--r-- file", "lrwxrwxrwx loop", "lrwxrwxrwx outside",
                        "lrwxrwxrwx up");
        assertThat(sorted(anna.fetch("NLST d"))).containsExactly("d/dangling", "d/file", "d/loop", "d/outside", "d/up");
        assertThat(sorted(anna.fetch("NLST d/[du]*"))).containsExactly("d/dangling", "d/up");
        assertThat(anna.fetch("LIST -R d")).doesNotContain("passwd").doesNotContain("->");
        anna.ask("OPTS MLST type;size;perm;", "200 MLST OPTS type;size;perm;");
        assertThat(sorted(anna.fetch("MLSD d"))).containsExactly("type=OS.unix=slink;perm=d; .dot",
                "type=OS.unix=slink;perm=d; dangling", "type=OS.unix=slink;perm=d; loop",
                "type=OS.unix=slink;perm=d; outside", "type=OS.unix=slink;perm=d; up", "type=cdir;perm=cdeflmp; .",
                "type=file;size=0;perm=adfrw; file", "type=pdir;perm=cdeflmp; ..");
    }

    @Test
    void nobodyElseDoes() throws Exception {
        assertThat(ftp.guest().fetch("NLST d")).isEqualTo("d/file\r\n");
        assertThat(ftp.guest().fetch("LIST -a d").lines()).hasSize(3);
        assertThat(ftp.guest().fetch("MLSD d").lines()).hasSize(3);
    }

    @Test
    void nobodyGoesThroughThem() throws Exception {
        for (String name : List.of("dangling", "loop", "outside", "up", "up/x")) {
            anna.data();
            for (String command : List.of("RETR", "SIZE", "MDTM", "MLST", "CWD", "LIST", "MLSD", "RNFR")) {
                anna.ask(command + " d/" + name, NOTHING);
            }
        }
    }

    @Test
    void aFolderThatHasSomeCanBeEmptied() throws Exception {
        anna.ask("RMD d", "550 The folder is not empty.");
        for (String name : sorted(anna.fetch("NLST -a d"))) {
            if (!name.endsWith("/.") && !name.endsWith("/..")) {
                anna.ask("DELE " + name, "250 DELE command successful.");
            }
        }
        anna.ask("RMD d", "250 RMD command successful.");
    }

    @Test
    void onlyThisListingHasThemWhateverTheDisk() throws Exception {
        for (VirtualFilesystem files : List.of(new RootedFilesystem(root), new NioFilesystem(root))) {
            assertThat(count(files.list(FOLDER))).isEqualTo(1);
            assertThat(count(files.listWithLinks(FOLDER))).isEqualTo(6);
        }
    }

    private static int count(Listing listing) {
        int count = 0;
        try (listing) {
            for (; listing.hasNext(); listing.next()) {
                count++;
            }
        }
        return count;
    }
}
