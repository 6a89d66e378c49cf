package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// MLSD and MLST (RFC 3659 §7).
class MachineListTest {
    private static final Instant TIME = Instant.parse("2029-12-24T18:05:59.75Z");
    private static final String ALL = "type;size;modify;perm;unique;UNIX.mode;UNIX.owner;UNIX.group;";

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        Files.createDirectories(root.resolve("d/sub"));
        as(ftp.write("d/two words", "four"), "rw-r-----");
        ftp.write("d/.dot", "");
        as(root.resolve("d/sub"), "rwxr-x--x");
        as(root.resolve("d"), "rwxrwxrwx");
        as(root, "rwxr-xr-x");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private static void as(Path path, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        Files.setLastModifiedTime(path, FileTime.from(TIME));
    }

    private static List<String> sorted(String listing) {
        assertThat(listing).endsWith("\r\n");
        return Arrays.stream(listing.split("\r\n")).sorted().toList();
    }

    @Test
    void factsAreThoseThatTheClientChose() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("OPTS MLST size;Type;modify;perm;unix.mode;nonsense;",
                "200 MLST OPTS type;size;modify;perm;UNIX.mode;");
        assertThat(sorted(anna.fetch("MLSD d"))).containsExactly(
                "type=cdir;modify=20291224180559;perm=cdeflmp;UNIX.mode=0777; .",
                "type=dir;modify=20291224180559;perm=cdeflmp;UNIX.mode=0751; sub",
                "type=file;size=0;modify="
                        + FactTime.text(Files.getLastModifiedTime(root.resolve("d/.dot")).toInstant())
                        + ";perm=adfrw;UNIX.mode=0" + mode(root.resolve("d/.dot")) + "; .dot",
                "type=file;size=4;modify=20291224180559;perm=adfrw;UNIX.mode=0640; two words",
                "type=pdir;modify=20291224180559;perm=cdeflmp;UNIX.mode=0755; ..");
        anna.ask("OPTS MLST", "200 MLST OPTS");
        assertThat(sorted(anna.fetch("MLSD d"))).containsExactly(" .", " ..", " .dot", " sub", " two words");
        anna.ask("MLST d/sub", "250-Listing /d/sub", "  /d/sub", "250 End");
    }

    private static String mode(Path file) throws IOException {
        return Integer.toOctalString((Integer) Files.getAttribute(file, "unix:mode") & 0777);
    }

    @Test
    void featTellsTheChoice() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        assertThat(features(anna)).contains(" MLST " + ALL.replace(";", "*;"));
        anna.ask("OPTS MLST type;unique;", "200 MLST OPTS type;unique;");
        assertThat(features(anna))
                .contains(" MLST type*;size;modify;perm;unique*;UNIX.mode;UNIX.owner;UNIX.group;");
    }

    private static List<String> features(FtpBench.Client client) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(client.ask("FEAT"));
        while (!lines.getLast().startsWith("211 ")) {
            lines.add(client.line());
        }
        return lines;
    }

    @Test
    void permissionsAreThoseOfTheUser() throws Exception {
        FtpBench.Client guest = ftp.guest().ask("OPTS MLST type;perm;", "200 MLST OPTS type;perm;");
        assertThat(sorted(guest.fetch("MLSD /"))).containsExactly("type=cdir;perm=el; .", "type=dir;perm=cem; box",
                "type=dir;perm=el; d");
        guest.ask("MLST d/two words", "250-Listing /d/two words", " type=file;perm=r; /d/two words", "250 End");
    }

    @Test
    void strangersDoNotLearnWhoseItIs() throws Exception {
        assertThat(ftp.guest().fetch("MLSD d")).doesNotContain("UNIX.owner").doesNotContain("UNIX.group");
        Object owner = Files.getAttribute(root.resolve("d/two words"), "unix:uid");
        assertThat(ftp.login("anna").fetch("MLSD d")).contains(";UNIX.owner=" + owner + ";UNIX.group=");
    }

    @Test
    void twoNamesOfOneFileAreToldAsOne() throws Exception {
        Files.createLink(root.resolve("d/sub/other"), root.resolve("d/two words"));
        Files.createSymbolicLink(root.resolve("d/sub/link"), Path.of("../two words"));
        FtpBench.Client anna = ftp.login("anna").ask("OPTS MLST type;unique;", "200 MLST OPTS type;unique;");
        List<String> lines = sorted(anna.fetch("MLSD d/sub")).stream().filter(line -> line.startsWith("type=file;"))
                .toList();
        assertThat(lines).hasSize(2).extracting(line -> line.substring(0, line.indexOf(' '))).containsOnly(
                lines.getFirst().substring(0, lines.getFirst().indexOf(' ')));
    }

    @Test
    void namesAreBytesAndStayInTheirLine() throws Exception {
        Files.createFile(root.resolve("d/sub/a\r\nb"));
        FtpBench.Client anna = ftp.login("anna").ask("OPTS MLST size;", "200 MLST OPTS size;");
        assertThat(sorted(anna.fetch("MLSD d/sub"))).containsExactly(" .", " ..", "size=0; a??b");
    }

    @Test
    void whatIsNoFolderHasNoListing() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("MLSD d", "425 Use PASV, EPSV, PORT or EPRT first.");
        anna.data();
        anna.ask("MLSD d/.dot", "501 It is not a folder; MLST tells of files.");
        anna.data();
        anna.ask("MLSD nothing", "550 No such file or folder.");
        anna.data();
        anna.ask("MLSD shut", "550 Permission denied.");
        anna.ask("MLST shut", "550 Permission denied.");
        anna.ask("MLST nothing", "550 No such file or folder.");
    }

    @Test
    void oneIsToldOverTheControlConnection() throws Exception {
        FtpBench.Client anna = ftp.login("anna").ask("OPTS MLST type;size;modify;",
                "200 MLST OPTS type;size;modify;");
        anna.ask("MLST d/two words", "250-Listing /d/two words",
                " type=file;size=4;modify=20291224180559; /d/two words", "250 End");
        anna.ask("CWD d", "250 CWD command successful.");
        anna.ask("MLST", "250-Listing /d", " type=dir;modify=20291224180559; /d", "250 End");
    }
}
