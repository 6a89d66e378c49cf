package medusa.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

class AnonymousFtpTest {
    @TempDir
    private Path folder;

    @Test
    void everybodyFetchesAndNobodyChanges() throws Exception {
        Files.writeString(folder.resolve("file"), "content");
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        try (Bench bench = new Bench()) {
            Bench.Peer guest = bench.connect(AnonymousFtp.serve(folder, bench.reactor(), anyPort));
            guest.expect("220 FTP server (Medusa) ready.\r\n");
            say(guest, "USER anonymous", "331");
            say(guest, "PASS me@example.org", "230");
            Bench.Peer data = data(bench, guest);
            say(guest, "RETR file", "150");
            data.expectEnd();
            assertThat(data.got()).isEqualTo("content");
            assertThat(guest.line()).startsWith("226 ");
            data(bench, guest);
            say(guest, "STOR other", "550");
            say(guest, "DELE file", "550");
            say(guest, "MKD folder", "550");
            assertThat(folder).isDirectoryContaining("glob:**/file");
            assertThat(Files.list(folder)).hasSize(1);
        }
    }

    private static String say(Bench.Peer guest, String line, String code) throws IOException {
        String reply = guest.send(line + "\r\n").line();
        assertThat(reply).startsWith(code + " ");
        return reply;
    }

    private static Bench.Peer data(Bench bench, Bench.Peer guest) throws IOException {
        String told = say(guest, "EPSV", "229");
        int port = Integer.parseInt(told.substring(told.indexOf("|||") + 3, told.lastIndexOf('|')));
        return bench.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }
}
