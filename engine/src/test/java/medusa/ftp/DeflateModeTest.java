package medusa.ftp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterOutputStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// MODE Z (draft-preston-ftpext-deflate).
class DeflateModeTest {
    private static final int BLOCK = 64 << 10;

    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        ftp.user("ben", 1 << 20, -1, 0);
        ftp.user("carl", -1, 1 << 20, 0);
        anna = ftp.login("anna");
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private static String deflate(String plain) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(plain.getBytes(ISO_8859_1));
        }
        return out.toString(ISO_8859_1);
    }

    private static String inflate(String packed) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (InflaterOutputStream inflater = new InflaterOutputStream(out)) {
            inflater.write(packed.getBytes(ISO_8859_1));
        }
        return out.toString(ISO_8859_1);
    }

    private static String noise(int length) {
        byte[] bytes = new byte[length];
        new Random(17).nextBytes(bytes);
        return new String(bytes, ISO_8859_1);
    }

    private String names() throws Exception {
        try (var files = Files.list(root)) {
            return files.map(file -> file.getFileName().toString()).filter(name -> !name.matches("box|shut")).sorted()
                    .toList().toString();
        }
    }

    @Test
    void aFileGoesAndComesCompressed() throws Exception {
        String content = noise(300_000) + "a".repeat(300_000);
        ftp.write("a", content);
        anna.ask("MODE Z", "200 MODE Z Ok.");
        String sent = anna.fetch("RETR a");
        assertThat(sent.length()).isLessThan(305_000);
        assertThat(inflate(sent).equals(content)).isTrue();
        assertThat(anna.store("STOR b", sent)).isEqualTo("226 Transfer complete.");
        assertThat(Files.mismatch(root.resolve("a"), root.resolve("b"))).isEqualTo(-1);
        assertThat(anna.store("APPE b", deflate("more"))).isEqualTo("226 Transfer complete.");
        anna.ask("REST 600000", "350 Restarting at 600000. Send STORE or RETRIEVE to initiate transfer.");
        anna.data(); // it is not needed: the next one takes its place
        assertThat(ftp.read("b")).endsWith("aamore");
        assertThat(anna.ask("MODE S")).isEqualTo("200 MODE S Ok.");
        assertThat(anna.fetch("RETR b").equals(content + "more")).isTrue();
    }

    @Test
    void anEmptyFileIsAStreamToo() throws Exception {
        ftp.write("empty", "");
        anna.ask("MODE Z", "200 MODE Z Ok.");
        assertThat(inflate(anna.fetch("RETR empty"))).isEmpty();
        assertThat(anna.store("STOR a", deflate(""))).isEqualTo("226 Transfer complete.");
        assertThat(ftp.read("a")).isEmpty();
    }

    @Test
    void textIsConvertedBelowTheCompression() throws Exception {
        anna.ask("MODE Z", "200 MODE Z Ok.").ask("TYPE A", "200 Type set to ASCII.");
        assertThat(anna.store("STOR a", deflate("1\r\n2\r\n"))).isEqualTo("226 Transfer complete.");
        assertThat(ftp.read("a")).isEqualTo("1\n2\n");
        assertThat(inflate(anna.fetch("RETR a"))).isEqualTo("1\r\n2\r\n");
    }

    @Test
    void theLevelIsTheClientsToChoose() throws Exception {
        String content = "one and another ".repeat(1000) + noise(1000) + "one and a third ".repeat(1000);
        ftp.write("a", content);
        anna.ask("MODE Z", "200 MODE Z Ok.").ask("OPTS MODE Z LEVEL 1", "200 MODE Z LEVEL set to 1.");
        String fast = anna.fetch("RETR a");
        anna.ask("OPTS MODE Z LEVEL 9", "200 MODE Z LEVEL set to 9.");
        String small = anna.fetch("RETR a");
        assertThat(small.length()).isLessThan(fast.length());
        assertThat(inflate(small)).isEqualTo(content);
        for (String wrong : new String[]{"Z LEVEL 0", "Z LEVEL 10", "Z", "S LEVEL 1"}) {
            anna.ask("OPTS MODE " + wrong, "501 This is how it is used: OPTS MODE Z LEVEL 1-9");
        }
    }

    @Test
    void itIsOfferedByTheSettingAlone() throws Exception {
        anna.send("FEAT");
        assertThat(features()).contains(" MODE Z\r\n");
        FtpSettings all = FtpSettings.DEFAULT;
        ftp.ftp.settings(new FtpSettings(all.greeting(), all.limits(), all.ports(), all.rates(), false, false,
                all.hidden(), all.administrators(), all.fxp()));
        anna.ask("MODE Z", "504 Unimplemented MODE type.").send("FEAT");
        assertThat(features()).doesNotContain("MODE");
    }

    private String features() throws Exception {
        StringBuilder all = new StringBuilder();
        while (!all.toString().endsWith("211 End\r\n")) {
            all.append(anna.line()).append("\r\n");
        }
        return all.toString();
    }

    @Test
    void whatIsNotCompressedIsRefusedAndLeavesNothing() throws Exception {
        anna.ask("MODE Z", "200 MODE Z Ok.");
        refused("plain text", "550 That is not compressed as MODE Z needs it.");
        refused(deflate("x") + "!", "550 There is something behind the end of the compressed data.");
        refused("", "426 The compressed data broke off; the transfer is not complete.");
        String whole = deflate("some words");
        refused(whole.substring(0, whole.length() - 1),
                "426 The compressed data broke off; the transfer is not complete.");
        char[] wrongSum = whole.toCharArray();
        wrongSum[wrongSum.length - 1] ^= 1;
        refused(new String(wrongSum), "550 That is not compressed as MODE Z needs it.");
        Deflater deflater = new Deflater();
        deflater.setDictionary("a dictionary".getBytes(ISO_8859_1));
        deflater.setInput("a dictionary".getBytes(ISO_8859_1));
        deflater.finish();
        byte[] out = new byte[100];
        refused(new String(out, 0, deflater.deflate(out), ISO_8859_1),
                "550 That is not compressed as MODE Z needs it.");
        deflater.end();
        assertThat(names()).isEqualTo("[]");
        assertThat(anna.store("STOR a", whole)).isEqualTo("226 Transfer complete.");
    }

    private void refused(String sent, String reply) throws Exception {
        assertThat(anna.store("STOR a", sent)).isEqualTo(reply);
        ftp.bench.until("nothing to be left", () -> root.toFile().list().length == 2);
    }

    /// 30 KB that mean 32 MiB.
    @Test
    void aBombMeetsTheQuotaAndTheLimitOfFiles() throws Exception {
        String bomb = deflate("0".repeat(32 << 20));
        FtpBench.Client ben = ftp.login("ben").ask("MODE Z", "200 MODE Z Ok.");
        bomb(ben, bomb, "452 There is no room for it.");
        FtpBench.Client carl = ftp.login("carl").ask("MODE Z", "200 MODE Z Ok.");
        bomb(carl, bomb, "552 The file is larger than allowed.");
        assertThat(names()).isEqualTo("[]");
    }

    private void bomb(FtpBench.Client client, String bomb, String reply) throws Exception {
        Bench.Peer data = client.data();
        assertThat(client.ask("STOR a")).startsWith("150 ");
        data.send(bomb);
        client.expect(reply);
        data.expectGone();
    }

    @Test
    void oneStepMakesABoundedAmount() throws Exception {
        ByteBuffer bomb = ByteBuffer.wrap(deflate("0".repeat(8 << 20)).getBytes(ISO_8859_1));
        MemoryUpload file = new MemoryUpload();
        InflatingUpload inflating = new InflatingUpload(file);
        int steps = 0;
        while (bomb.hasRemaining()) {
            long before = file.position();
            inflating.write(bomb);
            steps++;
            assertThat(file.position() - before).isLessThanOrEqualTo((1 << 20) + 2 * BLOCK);
        }
        inflating.commit();
        inflating.close();
        assertThat(steps).isGreaterThanOrEqualTo(8);
        assertThat(file.position()).isEqualTo(8 << 20);
        assertThat(file.closed).isTrue();
    }

    @Test
    void itDoesNotMatterWhereItIsCut() throws Exception {
        String plain = "ab".repeat(1000) + noise(2000);
        byte[] packed = deflate(plain).getBytes(ISO_8859_1);
        for (int size : new int[]{1, 2, 7, 1000}) {
            MemoryUpload file = new MemoryUpload();
            InflatingUpload inflating = new InflatingUpload(file);
            for (int from = 0; from < packed.length; from += size) {
                inflating
                        .write(ByteBuffer.wrap(Arrays.copyOfRange(packed, from, Math.min(packed.length, from + size))));
            }
            inflating.commit();
            inflating.close();
            assertThat(file.content().equals(plain)).isTrue();
        }
        InflatingUpload cut = new InflatingUpload(new MemoryUpload());
        cut.write(ByteBuffer.wrap(packed, 0, packed.length - 1));
        assertThatThrownBy(cut::commit).isInstanceOf(InflatingUpload.DamagedException.class);
        cut.close();
    }
}
