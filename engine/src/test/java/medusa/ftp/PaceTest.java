package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.ftp.FtpSettings.Pair;
import medusa.ftp.FtpSettings.Rates;
import medusa.ftp.FtpSettings.UserRates;
import medusa.reactor.Bench;

/// How fast files go, by the clock of the test: a portion is what goes in an eighth of a second, and the first one goes at once.
class PaceTest {
    private static final Duration EIGHTH = Duration.ofMillis(125);
    /// Turns in which nothing may come.
    private static final int STILL = 20;

    @TempDir
    Path root;
    private FtpBench ftp;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        ftp.user("ben", -1, -1, 0);
        ftp.user("carl", -1, -1, 0, "slow");
        ftp.write("a", "x".repeat(100_000));
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    private void rates(Pair all, Pair session, UserRates... users) {
        FtpSettings now = FtpSettings.DEFAULT;
        ftp.ftp.settings(new FtpSettings(now.greeting(), now.limits(), now.ports(),
                new Rates(all, session, List.of(users)), false, true, now.hidden(), now.administrators(), now.fxp()));
    }

    private static Pair down(long rate) {
        return new Pair(rate, 0);
    }

    private Bench.Peer retrieve(FtpBench.Client client, String file) throws Exception {
        Bench.Peer data = client.data();
        assertThat(client.ask("RETR " + file)).startsWith("150 ");
        return data;
    }

    /// So much has come in all, and no more does.
    private void comes(Bench.Peer data, int bytes) throws Exception {
        ftp.bench.until(bytes + " bytes", () -> {
            data.poll();
            return data.got().length() >= bytes;
        });
        still();
        data.poll();
        assertThat(data.got()).hasSize(bytes);
    }

    private void still() throws Exception {
        for (int i = 0; i < STILL; i++) {
            ftp.bench.turn();
        }
    }

    @Test
    void aSessionHasSoManyBytesASecond() throws Exception {
        rates(Pair.NONE, down(8000));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = retrieve(anna, "a");
        comes(data, 1000);
        for (int i = 2; i <= 40; i++) {
            ftp.pass(EIGHTH);
            comes(data, i * 1000);
        }
        ftp.pass(EIGHTH.minusNanos(1));
        comes(data, 40_000);
    }

    @Test
    void theEndComesWithTheLastPortion() throws Exception {
        ftp.write("b", "y".repeat(2500));
        rates(Pair.NONE, down(8000));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = retrieve(anna, "b");
        comes(data, 1000);
        ftp.pass(EIGHTH);
        comes(data, 2000);
        ftp.pass(EIGHTH);
        data.expectEnd();
        assertThat(data.got()).isEqualTo("y".repeat(2500));
        anna.expect("226 Transfer complete.");
        data = retrieve(anna, "b"); // half of the last portion was given back
        still();
        assertThat(data.poll()).isZero();
        ftp.pass(EIGHTH.dividedBy(2));
        comes(data, 1000);
    }

    /// Where a portion is less than what a producer needs to make anything, and bytes go through memory.
    @Test
    void aSlowListingOfBytesGoesByThePieceToo() throws Exception {
        ftp.write("b", "line\n".repeat(100));
        rates(Pair.NONE, down(80));
        FtpBench.Client anna = ftp.login("anna").ask("TYPE A", "200 Type set to ASCII.");
        Bench.Peer data = retrieve(anna, "b");
        comes(data, 10);
        for (int i = 2; i < 60; i++) {
            ftp.pass(EIGHTH);
            comes(data, i * 10);
        }
        ftp.pass(EIGHTH);
        data.expectEnd();
        assertThat(data.got()).isEqualTo("line\r\n".repeat(100));
    }

    @Test
    void whatComesIsTakenAtThatRate() throws Exception {
        rates(Pair.NONE, new Pair(0, 8000));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = anna.data();
        assertThat(anna.ask("STOR b")).startsWith("150 ");
        data.send("x".repeat(3500)).halfClose();
        for (int i = 0; i < 3; i++) {
            still();
            assertThat(anna.control.poll()).isZero();
            ftp.pass(EIGHTH);
        }
        anna.expect("226 Transfer complete.");
        assertThat(ftp.read("b")).isEqualTo("x".repeat(3500));
    }

    @Test
    void aUserHasItWithAllHisSessions() throws Exception {
        rates(Pair.NONE, Pair.NONE, new UserRates(List.of("@slow"), down(8000)),
                new UserRates(List.of("*"), down(80_000)));
        Bench.Peer one = retrieve(ftp.login("carl"), "a");
        comes(one, 1000);
        Bench.Peer two = retrieve(ftp.login("carl"), "a");
        Bench.Peer other = retrieve(ftp.login("ben"), "a");
        comes(other, 10_000);
        for (int i = 0; i < 20; i++) {
            ftp.pass(EIGHTH);
            still();
        }
        ftp.bench.until("the bytes", () -> {
            one.poll();
            two.poll();
            return one.got().length() + two.got().length() >= 21_000;
        });
        assertThat(one.got().length() + two.got().length()).isEqualTo(21_000);
        assertThat(one.got().length()).isBetween(9_000, 12_000);
    }

    @Test
    void sessionsShareWhatThereIsInAll() throws Exception {
        rates(down(80_000), Pair.NONE);
        Bench.Peer[] peers = new Bench.Peer[4];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = retrieve(ftp.login(i == 0 ? "anna" : "ben"), "a");
        }
        int[] before = pass(4, peers); // the first one has had a whole portion, and asked for another
        int[] after = pass(16, peers);
        for (int i = 0; i < peers.length; i++) {
            assertThat(after[i] - before[i]).isEqualTo(40_000);
        }
    }

    /// Lets so many eighths of a second pass.
    ///
    /// @return how much has come to each
    private int[] pass(int eighths, Bench.Peer... peers) throws Exception {
        for (int i = 0; i < eighths; i++) {
            ftp.pass(EIGHTH);
            still();
        }
        int[] come = new int[peers.length];
        for (int i = 0; i < peers.length; i++) {
            while (peers[i].poll() > 0) {
                ftp.bench.turn();
            }
            come[i] = peers[i].got().length();
        }
        return come;
    }

    @Test
    void aChangeCountsForWhatRuns() throws Exception {
        Bench.Peer free = retrieve(ftp.login("anna"), "a");
        ftp.bench.until("all of it", () -> free.poll() < 0);
        rates(Pair.NONE, down(8));
        Bench.Peer data = retrieve(ftp.login("anna"), "a");
        comes(data, 1);
        rates(Pair.NONE, down(8000));
        ftp.pass(EIGHTH);
        comes(data, 2); // what had been asked for at the old rate
        ftp.pass(Duration.ofNanos(EIGHTH.toNanos() / 1000));
        comes(data, 1002);
        rates(Pair.NONE, Pair.NONE);
        ftp.pass(EIGHTH);
        ftp.bench.until("the rest", () -> data.poll() < 0);
        assertThat(data.got()).hasSize(100_000);
    }

    /// The limit on standing still is a minute, and the least rate 256 bytes a second.
    @Test
    void whoIsHeldBackIsNotTakenForOneWhoStandsStill() throws Exception {
        rates(Pair.NONE, new Pair(8, 8));
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer data = retrieve(anna, "a");
        FtpBench.Client ben = ftp.login("ben");
        Bench.Peer up = ben.data();
        assertThat(ben.ask("STOR b")).startsWith("150 ");
        up.send("x".repeat(5000));
        for (int i = 0; i < 8 * 300; i++) {
            ftp.pass(EIGHTH);
            ftp.bench.turn();
        }
        comes(data, 8 * 300 + 1);
        assertThat(up.poll()).isZero();
        assertThat(ben.control.poll()).isZero();
    }

    @Test
    void onePortionForThreeHundredIsNoStall() throws Exception {
        rates(down(2), Pair.NONE);
        FtpBench.Client anna = ftp.login("anna");
        Bench.Peer[] peers = new Bench.Peer[100];
        for (int i = 0; i < peers.length; i++) {
            peers[i] = retrieve(i == 0 ? anna : ftp.login("ben"), "a");
        }
        for (int i = 0; i < 400; i++) {
            ftp.pass(Duration.ofMillis(500));
            ftp.bench.turn();
        }
        still();
        for (Bench.Peer peer : peers) {
            peer.poll();
            assertThat(peer.ended()).isFalse();
            assertThat(peer.got().length()).isBetween(3, 6);
        }
    }
}
