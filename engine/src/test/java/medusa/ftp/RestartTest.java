package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// REST (RFC 3659 §5) and RANG (draft-bryan-ftp-range): a part of a file.
class RestartTest {
    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        anna = ftp.login("anna");
        ftp.write("a", "0123456789");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private FtpBench.Client rest(long offset) throws Exception {
        return anna.ask("REST " + offset,
                "350 Restarting at " + offset + ". Send STORE or RETRIEVE to initiate transfer.");
    }

    @Test
    void aFileIsSentFromThereOn() throws Exception {
        assertThat(rest(4).fetch("RETR a")).isEqualTo("456789");
        assertThat(anna.fetch("RETR a")).as("once").isEqualTo("0123456789");
        assertThat(rest(10).fetch("RETR a")).isEmpty();
        assertThat(rest(0).fetch("RETR a")).isEqualTo("0123456789");
    }

    @Test
    void anOffsetBehindTheEndIsRefused() throws Exception {
        rest(11).data();
        anna.ask("RETR a", "554 The file ends before that offset.");
        rest(Long.MAX_VALUE).ask("RETR a", "554 The file ends before that offset.");
    }

    @Test
    void whatIsNoOffsetIsRefused() throws Exception {
        for (String wrong : new String[]{"abc", "-5", "+5", "99999999999999999999999999", "1 2", " 1"}) {
            anna.ask("REST " + wrong, "501 That is no offset.");
        }
    }

    @Test
    void itIsForgottenAfterTheNextCommandThatPreparesNothing() throws Exception {
        rest(4).ask("NOOP", "200 NOOP command successful.").ask("TYPE I", "200 Type set to Binary.")
                .ask("ALLO 10", "202 Room need not be reserved.");
        assertThat(anna.fetch("RETR a")).isEqualTo("456789");
        rest(4).ask("PWD", "257 \"/\" is the current directory.");
        assertThat(anna.fetch("RETR a")).isEqualTo("0123456789");
    }

    @Test
    void allocationLeavesARenamingAlone() throws Exception {
        anna.ask("RNFR a", "350 RNFR file exists, ready for destination name.")
                .ask("ALLO 10", "202 Room need not be reserved.").ask("RNTO b", "250 RNTO command successful.");
        assertThat(ftp.read("b")).isEqualTo("0123456789");
    }

    @Test
    void anOffsetIsRefusedForText() throws Exception {
        anna.ask("TYPE A", "200 Type set to ASCII.").ask("REST 4", "504 Offsets count in TYPE I alone.");
        rest(0).ask("TYPE I", "200 Type set to Binary.");
        rest(4).ask("TYPE A", "200 Type set to ASCII.").data();
        anna.ask("RETR a", "554 Offsets count in TYPE I alone.");
        anna.ask("TYPE I", "200 Type set to Binary.");
        rest(4).ask("TYPE A", "200 Type set to ASCII.").ask("STOR a", "554 Offsets count in TYPE I alone.");
        assertThat(ftp.read("a")).isEqualTo("0123456789");
    }

    @ParameterizedTest
    @ValueSource(longs = {1L << 31, (1L << 31) + 1, 1L << 32, (1L << 32) + 17})
    void offsetsAreExactInLargeFiles(long offset) throws Exception {
        try (RandomAccessFile file = new RandomAccessFile(root.resolve("big").toFile(), "rw")) {
            file.seek(offset - 1);
            file.writeBytes("xyz");
        }
        assertThat(rest(offset).fetch("RETR big")).isEqualTo("yz");
        rest(offset + 1);
        assertThat(anna.store("STOR big", "tail")).isEqualTo("226 Transfer complete.");
        assertThat(rest(offset - 1).fetch("RETR big")).isEqualTo("xytail");
        assertThat(anna.store("APPE big", "!")).isEqualTo("226 Transfer complete.");
        assertThat(rest(offset).fetch("RETR big")).isEqualTo("ytail!");
        assertThat(Files.size(root.resolve("big"))).isEqualTo(offset + 6);
    }

    @Test
    void aRangeIsSentWithBothOfItsEnds() throws Exception {
        anna.ask("RANG 2 5", "350 Restarting at 2, up to 5.");
        assertThat(anna.fetch("RETR a")).isEqualTo("2345");
        assertThat(anna.fetch("RETR a")).as("once").isEqualTo("0123456789");
        anna.ask("RANG 7 7", "350 Restarting at 7, up to 7.");
        assertThat(anna.fetch("RETR a")).isEqualTo("7");
        anna.ask("RANG 7 100", "350 Restarting at 7, up to 100.");
        assertThat(anna.fetch("RETR a")).isEqualTo("789");
        anna.ask("RANG 2 5", "350 Restarting at 2, up to 5.").ask("RANG 1 0", "350 The next file goes as a whole.");
        assertThat(anna.fetch("RETR a")).isEqualTo("0123456789");
    }

    @Test
    void whatIsNoRangeIsRefused() throws Exception {
        for (String wrong : new String[]{"5 2", "a b", "-1 2", "0 9223372036854775807", "0 99999999999999999999"}) {
            anna.ask("RANG " + wrong, "501 That is no range.");
        }
        anna.ask("RANG 5", "501 This is how it is used: RANG first last");
        anna.ask("RANG 11 12", "350 Restarting at 11, up to 12.").data();
        anna.ask("RETR a", "554 The file ends before that offset.");
        anna.ask("RANG 2 5", "350 Restarting at 2, up to 5.").ask("STOR a", "554 RANG is for RETR; use REST.");
        anna.ask("TYPE A", "200 Type set to ASCII.").ask("RANG 2 5", "350 Restarting at 2, up to 5.").data();
        anna.ask("RETR a", "554 Offsets count in TYPE I alone."); // a digest may be asked for all the same
        assertThat(ftp.read("a")).isEqualTo("0123456789");
    }
}
