package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.VirtualPath;
import medusa.reactor.Bench;

/// LIST (RFC 959 §4.1.3), in the form of `ls -l`.
class ListTest {
    private static final Instant RECENT = Instant.parse("2029-12-24T18:05:59Z");

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private Path file(String name, String content) throws IOException {
        Path file = root.resolve(name);
        Files.createDirectories(file.getParent());
        Files.write(file, content.getBytes(StandardCharsets.ISO_8859_1));
        return as(file, RECENT, "rw-r-----");
    }

    private Path folder(String name) throws IOException {
        return as(Files.createDirectories(root.resolve(name)), RECENT, "rwxr-x--x");
    }

    private static Path as(Path path, Instant modified, String mode) throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(mode));
        return Files.setLastModifiedTime(path, FileTime.from(modified));
    }

    /// The lines of a listing as somebody sees them who has not logged in.
    private String[] list(String command) throws IOException {
        return ftp.guest().fetch(command).split("\r\n");
    }

    @Test
    void isSortedAndHasTheFormThatClientsRead() throws Exception {
        folder("d/sub");
        file("d/b", "four");
        file("d/.hidden", "");
        as(file("d/B old", "1234567890"), Instant.parse("2029-07-02T00:00:00Z"), "rwxrwxrwx");
        as(file("d/next", ""), FtpBench.NOW.plusSeconds(1), "---------");
        assertThat(ftp.guest().fetch("LIST d")).isEqualTo("""
                -rwxrwxrwx   1 ftp      ftp            10 Jul  2  2029 B old\r
                -rw-r-----   1 ftp      ftp             4 Dec 24 18:05 b\r
                ----------   1 ftp      ftp             0 Jan  2  2030 next\r
                drwxr-x--x   1 ftp      ftp          4096 Dec 24 18:05 sub\r
                """);
    }

    @Test
    void timeOfDayIsShownForHalfAYear() throws Exception {
        Instant border = FtpBench.NOW.minusSeconds(31_556_952 / 2);
        as(file("d/a", ""), border, "rw-------");
        as(file("d/b", ""), border.plusSeconds(1), "rw-------");
        assertThat(list("LIST d")).containsExactly("-rw-------   1 ftp      ftp             0 Jul  3  2029 a",
                "-rw-------   1 ftp      ftp             0 Jul  3 12:09 b");
    }

    @Test
    void ownersAreShownToThoseAloneWhoHaveLoggedIn() throws Exception {
        Path file = file("d/a", "");
        String owner = Files.getOwner(file).getName();
        String group = Files.readAttributes(file, PosixFileAttributes.class).group().getName();
        String line = ftp.login("anna").fetch("LIST d");
        assertThat(line).isEqualTo("-rw-r-----   1 " + "%-8s %-8s".formatted(owner, group)
                + "        0 Dec 24 18:05 a\r\n");
        assertThat(ftp.guest().fetch("LIST d")).contains(" ftp      ftp ");
    }

    @Test
    void numbersStandForOwnersWhoHaveNoName() throws Exception {
        Path file = file("d/a", "");
        try {
            Files.setAttribute(file, "unix:uid", 3_456_789);
        } catch (IOException e) {
            Assumptions.abort("only root gives files away");
        }
        assertThat(ftp.login("anna").fetch("LIST d")).contains(" 3456789 ");
    }

    @Test
    void optionsAreAsOfLs() throws Exception {
        as(file("d/a", "1"), RECENT, "rw-------");
        as(file("d/b", "333"), RECENT.plusSeconds(120), "rw-------");
        as(file("d/.c", "22"), RECENT.plusSeconds(60), "rw-------");
        FtpBench.Client anna = ftp.login("anna");
        assertThat(names(anna, "LIST -t d")).isEqualTo("b a");
        assertThat(names(anna, "LIST -tr d")).isEqualTo("a b");
        assertThat(names(anna, "LIST -S d")).isEqualTo("b a");
        assertThat(names(anna, "LIST -r d")).isEqualTo("b a");
        assertThat(names(anna, "LIST -A d")).isEqualTo(".c a b");
        assertThat(names(anna, "LIST -la d")).isEqualTo(". .. .c a b");
        assertThat(names(anna, "LIST -l -A -t -- d")).isEqualTo("b .c a");
        assertThat(names(anna, "LIST -d d")).isEqualTo("d");
        assertThat(names(anna, "LIST -ZhF1 d")).isEqualTo("a b");
        anna.ask("CWD d", "250 CWD command successful.");
        assertThat(names(anna, "LIST -a")).isEqualTo(". .. .c a b");
        assertThat(names(anna, "LIST ")).isEqualTo("a b");
        assertThat(names(anna, "LIST b")).isEqualTo("b");
        assertThat(names(anna, "LIST ../d/b")).isEqualTo("../d/b");
    }

    private static String names(FtpBench.Client client, String command) throws IOException {
        StringBuilder names = new StringBuilder();
        client.fetch(command).lines().forEach(line -> names.append(' ').append(line.substring(55)));
        return names.substring(1);
    }

    @Test
    void recursionHasHeadingsAndDoesNotEnterLinks() throws Exception {
        file("d/x/y/deep", "");
        file("d/x/file", "");
        file("d/z/other", "");
        Files.createSymbolicLink(root.resolve("d/x/up"), Path.of(".."));
        assertThat(ftp.guest().fetch("LIST -R d").replaceAll("(?m)^[-dl][-rwx]{9} .{44}", "").replace("\r", ""))
                .isEqualTo("d:\nx\nz\n\nd/x:\nfile\nup -> ..\ny\n\nd/x/y:\ndeep\n\nd/z:\nother\n");
        FtpBench.Client guest = ftp.guest().ask("CWD d/x", "250 CWD command successful.");
        assertThat(guest.fetch("LIST -R")).startsWith(".:\r\n").contains("\r\n\r\n./y:\r\n");
    }

    @Test
    void linksAreShownAsFarAsTheyStayInside() throws Exception {
        file("d/real", "12345");
        folder("d/sub");
        for (String[] link : new String[][]{{"absolute", root.resolve("d/real").toString()}, {"outside", "/etc/passwd"},
            {"plain", "real"}, {"round", "../../" + root.getFileName() + "/d/sub"}, {"dangling", "nothing"}}) {
            Files.createSymbolicLink(root.resolve("d").resolve(link[0]), Path.of(link[1]));
        }
        assertThat(ftp.guest().fetch("LIST d")).isEqualTo("""
                lrwxrwxrwx   1 ftp      ftp             4 Dec 24 18:05 absolute -> real\r
                lrwxrwxrwx   1 ftp      ftp             4 Dec 24 18:05 plain -> real\r
                -rw-r-----   1 ftp      ftp             5 Dec 24 18:05 real\r
                lrwxrwxrwx   1 ftp      ftp             3 Dec 24 18:05 round -> sub\r
                drwxr-x--x   1 ftp      ftp          4096 Dec 24 18:05 sub\r
                """);
    }

    @Test
    void whatIsNotThereOrNotForTheClientIsRefusedBeforeADataConnection() throws Exception {
        file("shut/x", "");
        FtpBench.Client guest = ftp.guest();
        guest.ask("LIST", "425 Use PASV, EPSV, PORT or EPRT first.");
        guest.data();
        guest.ask("LIST nothing", "550 No such file or folder.");
        guest.ask("LIST -l nothing", "550 No such file or folder.");
        guest.ask("LIST *.nothing", "550 No such file or folder.");
        guest.ask("LIST shut", "550 Permission denied.");
        guest.ask("LIST shut/*", "550 Permission denied.");
        file("f", "");
        guest.ask("LIST f/", "550 It is not a folder.");
        guest.ask("LIST a\0b", "501 That is no path.");
        assertThat(guest.fetch("LIST box/..")).doesNotContain("shut").contains(" box\r\n", " f\r\n");
    }

    @Test
    void whatLooksLikeAnOptionIsANameIfThereIsOne() throws Exception {
        file("d/-a", "");
        file("d/--", "");
        file("d/ space", "");
        file("d/[x]", "");
        file("d/x", "");
        FtpBench.Client guest = ftp.guest().ask("CWD d", "250 CWD command successful.");
        assertThat(names(guest, "LIST -a")).isEqualTo("-a");
        assertThat(names(guest, "LIST --")).isEqualTo("--");
        assertThat(names(guest, "LIST -l -- -a")).isEqualTo("-a");
        assertThat(names(guest, "LIST  space")).isEqualTo(" space");
        assertThat(names(guest, "LIST -l  space")).isEqualTo(" space");
        assertThat(names(guest, "LIST [x]")).isEqualTo("[x]");
        assertThat(names(guest, "LIST [x-z]")).isEqualTo("x");
        assertThat(names(guest, "LIST")).isEqualTo(" space -- -a [x] x");
    }

    @Test
    void namesAreBytesAndStayInTheirLine() throws Exception {
        for (String name : new String[]{"new\nline", "re\rturn", "\u00c3\u00a4", "tab\t", "\u00ff\u00fe"}) {
            Files.createFile(folder("d").resolve(Path
                    .of(URI.create("file:///" + VirtualPath.encode(name))).getFileName()));
        }
        assertThat(names(ftp.guest(), "LIST d")).isEqualTo("new?line re?turn tab\t \u00c3\u00a4 \u00ff\u00fe");
    }

    @Test
    void aSlowClientHasItAllInTheEnd() throws Exception {
        Path many = Files.createDirectory(root.resolve("many"));
        for (int i = 0; i < 3000; i++) {
            Files.createFile(many.resolve("%05d".formatted(i)));
        }
        FtpBench.Client guest = ftp.guest();
        Bench.Peer data = guest.data();
        guest.ask("LIST many", "150 Opening ASCII mode data connection for file list.");
        guest.ask("NOOP\r\nABOR", "426 The transfer was aborted.", "200 NOOP command successful.",
                "226 ABOR command successful.");
        data.expectGone();
        assertThat(guest.fetch("LIST many").lines()).hasSize(3000).last().asString().endsWith(" 02999");
    }

    @Test
    void aClientWhoGoesLeavesNothingOpen() throws Exception {
        folder("d");
        for (int i = 0; i < 50; i++) {
            FtpBench.Client guest = ftp.guest();
            guest.data();
            guest.send("LIST d").control.reset();
        }
        ftp.bench.until("all to be gone", () -> ftp.ftp.sessions().isEmpty());
        assertThat(ftp.guest().fetch("LIST d")).isEmpty();
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
        assertThat(ftp.events).noneMatch(FtpEvent.Transferred.class::isInstance);
    }

    @Test
    void idleTimeGoesOnBehindIt() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.fetch("LIST");
        ftp.pass(Duration.ofMinutes(5));
        guest.expect("421 Nothing was asked for too long; goodbye.").expectEnd();
    }

    /// The data connection is still his.
    @Test
    void whoEndsHisSideBehindTheAnnouncementHasHisListing() throws Exception {
        folder("x");
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        anna.send("LIST");
        assertThat(anna.line()).startsWith("150 ");
        anna.control.halfClose();
        data.expectEnd();
        anna.expect("226 Transfer complete.").expectEnd();
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }
}
