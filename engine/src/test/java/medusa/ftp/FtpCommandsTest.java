package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The table: what is in it, what it says of itself, and how it is changed while the server runs.
class FtpCommandsTest {
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

    @Test
    void everyRowSaysWhatItDoesAndWhereThatIsSpecified() {
        List<FtpCommand> rows = new ArrayList<>(ftp.ftp.commands().all());
        rows.addAll(ftp.ftp.site().all());
        rows.addAll(ftp.ftp.options().all());
        assertThat(rows).hasSizeGreaterThan(60).allSatisfy(row -> {
            assertThat(row.help()).isNotBlank();
            assertThat(row.source()).isNotBlank();
        });
    }

    /// RFC 959 §5.1 and RFC 1123 §4.1.2.13.
    @Test
    void everythingThatAServerMustKnowIsThere() {
        assertThat(ftp.ftp.commands().all()).extracting(FtpCommand::name).contains("USER", "PASS", "ACCT", "CWD",
                "CDUP",
                "SMNT", "REIN", "QUIT", "PORT", "PASV", "TYPE", "STRU", "MODE", "RETR", "STOR", "STOU", "APPE", "ALLO",
                "REST", "RNFR", "RNTO", "ABOR", "DELE", "RMD", "MKD", "PWD", "LIST", "NLST", "SITE", "SYST", "STAT",
                "HELP", "NOOP", "FEAT", "OPTS", "SIZE", "MDTM", "MLST", "MLSD", "EPRT", "EPSV", "LANG", "HOST", "HASH");
    }

    @Test
    void aCommandComesAndGoesWhileClientsAreConnected() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("TIDE", "500 That command is not known; HELP lists those that are.");
        ftp.ftp.commands().install(FtpCommand.named("TIDE", request -> request.reply(200, "High at noon."))
                .help("tells the tide", "the almanac").feature("TIDE"));
        anna.ask("tide", "200 High at noon.");
        anna.ask("HELP TIDE", "214 TIDE - tells the tide (the almanac)");
        anna.send("FEAT");
        assertThat(lines(anna, "211 ")).contains(" TIDE");
        assertThat(ftp.ftp.commands().remove("tide")).isPresent();
        anna.ask("TIDE", "500 That command is not known; HELP lists those that are.");
    }

    @Test
    void aSiteCommandToo() throws Exception {
        ftp.ftp.site().install(FtpCommand.named("MOON", request -> request.reply(200, "Phase " + request.argument()))
                .with("day").help("tells the moon", "the almanac"));
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("SITE moon 3", "200 Phase 3");
        anna.ask("SITE MOON", "501 This is how it is used: SITE MOON day");
        anna.ask("SITE HELP MOON", "214 SITE MOON day - tells the moon (the almanac)");
        anna.ask("SITE SUN", "500 There is no such SITE command.");
    }

    /// Those of the server's own are refused before a log-in.
    @Test
    void aRowSaysWhoMayGiveIt() throws Exception {
        ftp.connect().ask("PWD", "530 Please log in with USER and PASS.")
                .ask("SITE CHMOD 644 x", "530 Please log in with USER and PASS.");
    }

    @Test
    void anArgumentTooManyOrMissingIsToldWithTheUsage() throws Exception {
        ftp.login("anna").ask("CWD", "501 This is how it is used: CWD path")
                .ask("PWD x", "501 This is how it is used: PWD").ask("PWD ", "257 \"/\" is the current directory.");
    }

    @Test
    void noTwoCommandsHaveOneName() {
        FtpCommand taken = FtpCommand.named("retr", FtpRequest::command);
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.ftp.commands().install(taken))
                .withMessage("there is a RETR already");
        FtpCommand odd = FtpCommand.named("A B", FtpRequest::command);
        assertThatIllegalArgumentException().isThrownBy(() -> ftp.ftp.commands().install(odd));
    }

    /// It is told to the log, and the client goes on.
    @Test
    void aCommandThatFailsIsAnswered() throws Exception {
        ftp.ftp.commands().install(FtpCommand.named("BOOM", _ -> {
            throw new IllegalStateException("/etc/secret");
        }));
        ftp.login("anna").ask("BOOM", "451 The server has failed at this; its log says why.")
                .ask("NOOP", "200 NOOP command successful.");
        assertThat(ftp.bench.reactor().errors().snapshot()).hasSize(1);
    }

    /// Whatever an argument is made of, reading it takes a bounded part of the stack, and of the time.
    @Test
    void longArgumentsAreRefusedLikeShortOnes() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        List<String> commands = new ArrayList<>();
        ftp.ftp.commands().all().stream().map(FtpCommand::name).filter(name -> !List.of("QUIT", "REIN", "USER", "PASS")
                .contains(name)).forEach(commands::add);
        ftp.ftp.site().all().forEach(row -> commands.add("SITE " + row.name()));
        ftp.ftp.options().all().forEach(row -> commands.add("OPTS " + row.name()));
        for (String command : commands) {
            for (String part : List.of("a", "\"", "\"\"", "EN-A", "-A", "a ", "1,", "1 ", "*", "[", "?*", "a/", "../",
                    ";", "a=b;", "|1", "|", "\\", "0", "9")) {
                for (String first : List.of("", "\"", "EN", "|1|", "-")) {
                    String line = command + ' ' + first + part.repeat(4000 / part.length());
                    anna.send(line).send("SYST");
                    ftp.pass(Duration.ofMillis(10)); // so many may come in a second
                    String reply;
                    do {
                        reply = anna.line();
                    } while (!reply.equals("215 UNIX Type: L8"));
                }
            }
        }
        assertThat(ftp.bench.reactor().errors().snapshot()).isEmpty();
    }

    private static List<String> lines(FtpBench.Client client, String last) throws Exception {
        List<String> lines = new ArrayList<>();
        do {
            lines.add(client.line());
        } while (!lines.getLast().startsWith(last));
        return lines;
    }
}
