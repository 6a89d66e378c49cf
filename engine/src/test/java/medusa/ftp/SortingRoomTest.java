package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;

/// What listings hold in memory, all of them together.
class SortingRoomTest {

    @Test
    void allSharesTogetherHaveABound() {
        SortingRoom room = new SortingRoom(2);
        SortingRoom.Share one = room.share();
        SortingRoom.Share other = room.share();
        assertThat(one.take()).isTrue();
        assertThat(other.take()).isTrue();
        assertThat(one.take()).isFalse();
        other.clear();
        assertThat(one.take()).isTrue();
        one.close();
        one.close();
        assertThat(one.take()).isFalse();
        assertThat(room.taken()).isZero();
    }

    /// Whether it goes to its end or not.
    @Test
    void aListingGivesBackWhatItHeld(@TempDir Path root) throws Exception {
        try (FtpBench ftp = new FtpBench(root)) {
            for (int i = 0; i < 50; i++) {
                ftp.write("file" + i, "");
            }
            FtpBench.Client anna = ftp.login("anna");
            for (String command : new String[]{"LIST", "NLST -R", "NLST file*", "MLSD"}) {
                anna.fetch(command);
                ftp.bench.until("the room", () -> ftp.ftp.sortingRoom().taken() == 0);
            }
            anna.passive();
            anna.send("LIST");
            assertThat(anna.line()).startsWith("150 ");
            assertThat(ftp.ftp.sortingRoom().taken()).isGreaterThanOrEqualTo(50);
            anna.ask("ABOR", "426 The transfer was aborted.", "226 ABOR command successful.");
            ftp.bench.until("the room", () -> ftp.ftp.sortingRoom().taken() == 0);
            Bench.Peer data = anna.data();
            anna.send("LIST");
            anna.control.reset();
            ftp.bench.until("the room", () -> ftp.ftp.sessions().isEmpty() && ftp.ftp.sortingRoom().taken() == 0);
            data.expectGone();
        }
    }
}
