package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How many come at one time, and how fast they speak.
class AdmissionTest {
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

    private void limit(int sessions, int perAddress, int perUser, int commands) {
        FtpSettings.Limits usual = FtpSettings.Limits.DEFAULT;
        ftp.ftp.settings(
                settings(new FtpSettings.Limits(sessions, perAddress, perUser, usual.tries(), usual.loginTime(),
                        usual.idle(), usual.transferStart(), usual.stall(), usual.line(), commands), List.of()));
    }

    static FtpSettings settings(FtpSettings.Limits limits, List<String> administrators) {
        FtpSettings usual = FtpSettings.DEFAULT;
        return new FtpSettings(usual.greeting(), limits, usual.ports(), usual.rates(), usual.inPlace(), usual.deflate(),
                usual.hidden(), administrators, usual.fxp());
    }

    private void refuse(String address, String why) throws Exception {
        FtpBench.Client client = ftp.new Client(
                ftp.bench.connectFrom(InetAddress.ofLiteral(address), ftp.acceptor));
        client.expect(why).expectEnd();
    }

    private void login(FtpBench.Client client, String name, String answer) throws Exception {
        client.ask("USER " + name, "331 Password required.").send("PASS " + FtpBench.PASSWORD);
        ftp.bench.until("the log-in", () -> client.control.poll() > 0 || !client.control.got().isEmpty());
        client.expect(answer);
    }

    @Test
    void oneTooManyIsToldSoAndSentAway() throws Exception {
        limit(2, 0, 0, 0);
        FtpBench.Client first = ftp.connect();
        ftp.connect();
        refuse("127.0.0.1", "421 Too many clients are here; try again later.");
        first.ask("QUIT", "221 Goodbye.").expectEnd();
        first.control.hangUp();
        ftp.bench.until("its end", () -> ftp.ftp.sessions().size() == 1);
        ftp.connect().ask("NOOP", "200 NOOP command successful.");
    }

    @Test
    void oneAddressKeepsNobodyElseOut() throws Exception {
        limit(0, 2, 0, 0);
        ftp.connectFrom("127.0.0.2");
        ftp.connectFrom("127.0.0.2");
        refuse("127.0.0.2", "421 Too many connections from your address; try again later.");
        ftp.connectFrom("127.0.0.3");
    }

    @Test
    void aUserHasSoManySessionsAndGuestsAreNoUser() throws Exception {
        limit(0, 0, 2, 0);
        ftp.login("anna");
        ftp.login("anna");
        FtpBench.Client third = ftp.connect();
        login(third, "anna", "421 You have too many sessions already; end one of them first.");
        third.expectEnd();
        for (int i = 0; i < 3; i++) {
            ftp.guest();
        }
    }

    @Test
    void hisOwnNumberCountsMore() throws Exception {
        limit(0, 0, 2, 0);
        ftp.user("bob", -1, -1, 1);
        ftp.user("zoe", -1, -1, 3);
        ftp.login("bob");
        login(ftp.connect(), "bob", "421 You have too many sessions already; end one of them first.");
        for (int i = 0; i < 3; i++) {
            ftp.login("zoe");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUIT", "REIN", "USER anna", "reset", "hang up", "kick"})
    void everyEndMakesRoom(String end) throws Exception {
        limit(0, 0, 1, 0);
        FtpBench.Client client = ftp.login("anna");
        switch (end) {
            case "reset" -> client.control.reset();
            case "hang up" -> client.control.hangUp();
            case "kick" -> {
                ftp.ftp.sessions().iterator().next().channel().kick(FtpReply.of(421, "Goodbye."));
                client.expect("421 Goodbye.").expectEnd();
                client.control.hangUp();
            }
            case "QUIT" -> {
                client.ask(end, "221 Goodbye.").expectEnd();
                client.control.hangUp();
            }
            default -> client.ask(end);
        }
        boolean stays = end.equals("REIN") || end.equals("USER anna");
        ftp.bench.until("its end", () -> ftp.ftp.sessions().size() == (stays ? 1 : 0));
        assertThat(ftp.ftp.admission().counted()).isEqualTo(stays ? 1 : 0); // his address
        ftp.login("anna");
    }

    @Test
    void whoIsRefusedIsNotCountedDown() throws Exception {
        limit(0, 1, 0, 0);
        FtpBench.Client first = ftp.connectFrom("127.0.0.2");
        refuse("127.0.0.2", "421 Too many connections from your address; try again later.");
        refuse("127.0.0.2", "421 Too many connections from your address; try again later.");
        first.ask("NOOP", "200 NOOP command successful.");
    }

    @Test
    void commandsBeyondTheRateWait() throws Exception {
        limit(0, 0, 0, 1);
        FtpBench.Client client = ftp.connect();
        client.send("NOOP\r\n".repeat(7).strip());
        String answer = "200 NOOP command successful.";
        client.expect(answer, answer, answer, answer, answer);
        for (int i = 0; i < 5; i++) {
            ftp.bench.turn();
        }
        assertThat(client.control.poll()).isZero();
        ftp.pass(Duration.ofSeconds(1));
        client.expect(answer);
        ftp.pass(Duration.ofSeconds(1));
        client.expect(answer);
        ftp.pass(Duration.ofSeconds(10)); // and then he may hurry again
        client.send("NOOP\r\n".repeat(4).strip()).expect(answer, answer, answer, answer);
    }

    @Test
    void aThousandAtOnceAreNoFlood() throws Exception {
        FtpBench.Client client = ftp.connect();
        client.send("NOOP\r\n".repeat(1000).strip());
        client.expect("200 NOOP command successful.\r\n".repeat(1000).strip());
    }
}
