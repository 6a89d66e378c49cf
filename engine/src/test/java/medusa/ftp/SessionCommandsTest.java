package medusa.ftp;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the two sides tell each other of themselves.
class SessionCommandsTest {
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

    /// RFC 7151 §3.1 and §3.2.
    @ParameterizedTest
    @ValueSource(strings = {"example.org", "EXAMPLE.org", "localhost", "192.0.2.1", "[2001:db8::1]",
        "[::ffff:192.0.2.1]",
        "xn--zo-ija.example"})
    void everyNameIsThisServer(String host) throws Exception {
        ftp.connect().ask("HOST " + host, "220 Host accepted.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.org:21", "2001:db8::1", "[192.0.2.1]", "[2001:db8::1", "[::1]:21", "-x", "a..b",
        "a b",
        "300.1.1.1", "example.org.", "*", "[::g]"})
    void whatIsNoNameIsRefused(String host) throws Exception {
        ftp.connect().ask("HOST " + host, "501 That is no name of a host.");
    }

    @Test
    void hostComesBeforeTheLogin() throws Exception {
        ftp.login("anna").ask("HOST example.org", "503 HOST comes before the log-in.").ask("REIN",
                "220 Ready for another user.").ask("HOST example.org", "220 Host accepted.");
        ftp.connect().ask("USER anna", "331 Password required.").ask("HOST example.org", "220 Host accepted.")
                .ask("PASS secret", "503 Say who you are by USER first.");
        ftp.connect().ask("HOST", "501 This is how it is used: HOST name");
    }

    /// RFC 2640 §4.1.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"LANG|200 English is spoken here.", "LANG en|200 English is spoken here.",
        "LANG EN-gb|200 English is spoken here.", "LANG fr|504 Only English is spoken here.",
        "LANG eng|504 Only English is spoken here.", "LANG e_n|501 That is no language tag."})
    void onlyEnglishIsSpoken(String line, String answer) throws Exception {
        ftp.connect().ask(line, answer);
    }

    @Test
    void programsIntroduceThemselves() throws Exception {
        ftp.connect().ask("CLNT probe 1.0", "200 Noted.").ask("CSID Name=probe; Version=1;",
                "200 Name=Medusa; DirSep=/;").ask("CSID", "200 Name=Medusa; DirSep=/;");
    }

    /// Those that ask for the wrong thing are not told what they have said.
    @Test
    void whatIsNotThereIsNotRepeated() throws Exception {
        ftp.login("anna").ask("SITE secret", "500 There is no such SITE command.")
                .ask("OPTS secret", "501 There is no such OPTS command.")
                .ask("HELP secret", "502 There is no such command.")
                .ask("SITE HELP secret", "502 There is no such SITE command.");
    }

    /// RFC 1123 §4.1.2.13 says which there must be at least.
    @Test
    void typeStructureAndModeAreSetToWhatThereIs() throws Exception {
        FtpBench.Client anna = ftp.login("anna");
        anna.ask("TYPE A N", "200 Type set to ASCII.").ask("type i", "200 Type set to Binary.")
                .ask("TYPE L 8", "200 Type set to Binary.").ask("TYPE E", "504 Types are A and I.")
                .ask("TYPE L 36", "504 Types are A and I.");
        anna.ask("STRU f", "200 STRU F Ok.").ask("STRU R", "504 Unimplemented STRU type.");
        anna.ask("MODE s", "200 MODE S Ok.").ask("MODE B", "504 Unimplemented MODE type.");
    }

    @Test
    void whatNobodyNeedsIsPolitelyDeclined() throws Exception {
        ftp.login("anna").ask("ACCT sales", "202 Nobody needs an account here.")
                .ask("ALLO 100", "202 Room need not be reserved.").ask("SMNT /x", "502 Nothing is mounted by FTP.");
    }
}
