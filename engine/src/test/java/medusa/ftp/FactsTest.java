package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.filesystem.ReadOnlyFilesystem;

/// SIZE, MDTM (RFC 3659), and what changes facts.
class FactsTest {
    private static final String DENIED = "550 Permission denied.";
    private static final String NOTHING = "550 No such file or folder.";

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        Files.createDirectory(root.resolve("d"));
        Files.setLastModifiedTime(ftp.write("d/a file", "12345"),
                FileTime.from(Instant.parse("2001-02-03T04:05:06.7Z")));
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private Instant modified() throws Exception {
        return Files.getLastModifiedTime(root.resolve("d/a file")).toInstant();
    }

    private int mode() throws Exception {
        return (Integer) Files.getAttribute(root.resolve("d/a file"), "unix:mode") & 07777;
    }

    @Test
    void sizeIsOfFilesAndOfBytes() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.ask("SIZE d/a file", "213 5");
        guest.ask("SIZE d/a file ", NOTHING);
        guest.ask("SIZE d/a file/", "550 The name of a file has no slash at its end.");
        guest.ask("SIZE nothing", NOTHING);
        guest.ask("SIZE d", "550 It is a folder.");
        guest.ask("SIZE shut/x", DENIED);
        guest.ask("SIZE", "501 This is how it is used: SIZE path");
        guest.ask("TYPE A", "200 Type set to ASCII.");
        guest.ask("SIZE d/a file", "550 SIZE is not told in ASCII mode; use TYPE I.");
        try (var large = Files.newByteChannel(root.resolve("d/large"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE, StandardOpenOption.SPARSE)) {
            large.position(5L << 30).write(ByteBuffer.wrap(new byte[1]));
        }
        guest.ask("TYPE I", "200 Type set to Binary.").ask("SIZE d/large", "213 5368709121");
    }

    @Test
    void timeIsUtcInFourteenDigits() throws Exception {
        FtpBench.Client guest = ftp.guest();
        guest.ask("MDTM d/a file", "213 20010203040506");
        guest.ask("MDTM nothing", NOTHING);
        guest.ask("MDTM 20010203040506 d/a file", DENIED);
    }

    @Test
    void timesAreSetInEveryWayThatClientsKnow() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("MFMT 20020717210715 d/a file", "213 Modify=20020717210715; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2002-07-17T21:07:15Z"));
        anna.ask("MFMT 20020717210716.25 d/a file", "213 Modify=20020717210716.25; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2002-07-17T21:07:16.25Z"));
        anna.ask("MDTM 20030717210715 d/a file", "213 Modify=20030717210715; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2003-07-17T21:07:15Z"));
        anna.ask("SITE UTIME 20040717210715 d/a file", "200 Modify=20040717210715; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2004-07-17T21:07:15Z"));
        anna.ask("SITE UTIME 200507172107 d/a file", "200 Modify=20050717210700; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2005-07-17T21:07:00Z"));
        anna.ask("SITE UTIME d/a file 20060101000000 20060102000000 20060103000000 UTC",
                "200 Modify=20060102000000; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2006-01-02T00:00:00Z"));
        anna.ask("MFF modify=20070101000000;UNIX.mode=0604; d/a file",
                "213 modify=20070101000000;UNIX.mode=0604; d/a file");
        assertThat(modified()).isEqualTo(Instant.parse("2007-01-01T00:00:00Z"));
        assertThat(mode()).isEqualTo(0604);
    }

    @Test
    void aNameThatLooksLikeATimeComesFirst() throws Exception {
        Files.setLastModifiedTime(ftp.write("20010203040506 d", ""), FileTime.from(FtpBench.NOW));
        ftp.login("anna").ask("MDTM 20010203040506 d", "213 20300102030405");
    }

    @Test
    void whatIsNoTimeIsRefused() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        for (String time : List.of("20011303040506", "20010230040506", "20010203240506", "garbage", "2001020304050")) {
            anna.ask("MFMT " + time + " d/a file", "501 A time is written YYYYMMDDHHMMSS, in UTC.");
        }
        anna.ask("MFMT 20010203040506", "501 This is how it is used: MFMT YYYYMMDDHHMMSS path");
        anna.ask("MFMT 20010203040506 nothing", NOTHING);
        anna.ask("MFCT 20010203040506 d/a file", "504 No time of creation can be set here.");
        anna.ask("SITE UTIME d/a file", "501 This is how it is used: SITE UTIME YYYYMMDDhhmm[ss] path");
        assertThat(modified()).isEqualTo(Instant.parse("2001-02-03T04:05:06.7Z"));
    }

    @Test
    void factsAreChangedTogetherOrNotAtAll() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        int before = mode();
        anna.ask("MFF UNIX.mode=0600;create=20010203040506; d/a file",
                "504 Only modify and UNIX.mode can be changed.");
        anna.ask("MFF UNIX.mode=0600;modify=tomorrow; d/a file", "501 A time is written YYYYMMDDHHMMSS, in UTC.");
        anna.ask("MFF UNIX.mode d/a file", "501 A fact is written name=value;");
        anna.ask("MFF modify=20010203040506; none", NOTHING);
        assertThat(mode()).isEqualTo(before);
    }

    @Test
    void modesAreOctalAndNothingBeyondPermissions() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("SITE CHMOD 640 d/a file", "200 SITE CHMOD command successful.");
        assertThat(mode()).isEqualTo(0640);
        assertThat(anna.fetch("LIST d/a file")).startsWith("-rw-r----- ");
        anna.ask("SITE CHMOD 0600 d/a file", "200 SITE CHMOD command successful.");
        for (String mode : new String[]{"4755", "2755", "1777", "07777", "100644"}) {
            anna.ask("SITE CHMOD " + mode + " d/a file", "504 A mode goes from 0 to 777.");
        }
        for (String mode : new String[]{"9z9", "u+x", "888", "-1"}) {
            anna.ask("SITE CHMOD " + mode + " d/a file", "501 A mode is an octal number, such as 644.");
        }
        anna.ask("SITE CHMOD 640", "501 This is how it is used: CHMOD mode path");
        anna.ask("SITE CHMOD 640 none", NOTHING);
        assertThat(mode()).isEqualTo(0600);
    }

    @Test
    void whoMayNotChangeAFileChangesNoFactOfIt() throws Exception {
        ftp.write("box/there", "");
        FtpBench.Client guest = ftp.guest();
        Instant before = Files.getLastModifiedTime(root.resolve("box/there")).toInstant();
        for (String command : List.of("MFMT 20010101000000 %s", "MDTM 20010101000000 %s", "SITE CHMOD 777 %s",
                "SITE UTIME 20010101000000 %s", "MFF modify=20010101000000; %s")) {
            guest.ask(command.formatted("d/a file"), DENIED);
            guest.ask(command.formatted("box/there"), DENIED);
        }
        assertThat(Files.getLastModifiedTime(root.resolve("box/there")).toInstant()).isEqualTo(before);
    }

    @Test
    void roomIsTheLeastOfDiskAndQuota() throws Exception {
        ftp.user("carl", 100 << 10, -1, 0);
        String room = ftp.login("carl").ask("AVBL d");
        assertThat(room).isEqualTo("213 " + ((100 << 10) - 4 * 4096)); // box, shut, d, and the file in it
        assertThat(ftp.login("anna").ask("AVBL")).matches("213 \\d+");
        ftp.login("anna").ask("AVBL nothing", NOTHING);
        ftp.guest().ask("AVBL d", DENIED);
        assertThat(ftp.guest().ask("AVBL box")).matches("213 \\d+");
    }

    @Test
    void ofATreeThatCannotBeChangedNothingIsChanged() throws Exception {
        Rights rights = new Rights(List.of(), new Rights.Defaults(Set.of(Right.values()), Set.of()));
        try (FtpBench still = new FtpBench(root, rights, ReadOnlyFilesystem::new)) {
            FtpBench.Client anna = still.login("anna");
            anna.ask("SITE CHMOD 777 d/a file", DENIED);
            anna.ask("MFMT 20020717210715 d/a file", DENIED);
            anna.ask("AVBL d", "550 Nobody knows how much room there is.");
        }
    }
}
