package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.User;
import medusa.filesystem.RightsMatrix;
import medusa.filesystem.RightsMatrix.Case;

/// What each user may do where, with log-ins and transfers over the network: the same as through the filesystem itself, and as over
/// HTTP.
class RightsOverFtpTest {
    private static final String DENIED = "550 Permission denied.";

    @TempDir
    private Path root;

    @Test
    void everyUserMayDoWhatTheTableSays() throws Exception {
        List<Case> cases = RightsMatrix.cases();
        assertThat(cases).hasSize(9 * 5 * 7);
        Files.createDirectories(root.resolve("staff/keys"));
        try (FtpBench ftp = new FtpBench(root, RightsMatrix.rights(), files -> files)) {
            Map<String, FtpBench.Client> clients = new HashMap<>();
            for (User user : RightsMatrix.USERS) {
                if (!user.isAnonymous()) {
                    ftp.user(user.name(), -1, -1, 0, user.groups().toArray(String[]::new));
                }
                clients.put(user.name(), user.isAnonymous() ? ftp.guest() : ftp.login(user.name()));
            }
            for (Case each : cases) {
                check(clients.get(each.user().name()), each);
            }
        }
    }

    private void check(FtpBench.Client client, Case of) throws IOException {
        Path planted = RightsMatrix.plant(root, of);
        String outcome = outcome(client, of);
        assertThat(outcome).as(of.toString()).isEqualTo(of.allowed() ? expected(of) : DENIED);
        assertThat(RightsMatrix.content(planted)).as(of.toString()).isEqualTo(RightsMatrix.expected(of));
    }

    private static String expected(Case of) {
        return switch (of.operation()) {
            case LIST -> of.folder() + "/file\r\n"
                    + (of.folder().equals("/staff") ? keys(of.user()) : "");
            case READ -> "ancient";
            case CREATE, REPLACE -> "226 Transfer complete.";
            case DELETE -> "250 DELE command successful.";
            case MAKE_FOLDER -> "257 \"" + of.folder() + "/made\" is made.";
            case RENAME -> "250 RNTO command successful.";
        };
    }

    /// A folder in which he may do nothing is not listed.
    private static String keys(User user) {
        return user.name().equals("anna") ? "/staff/keys\r\n" : "";
    }

    private String outcome(FtpBench.Client client, Case of) throws IOException {
        String file = of.folder() + "/file";
        String made = of.folder() + "/made";
        return switch (of.operation()) {
            case LIST -> of.allowed() ? client.fetch("NLST " + of.folder()) : refused(client, "NLST " + of.folder());
            case READ -> of.allowed() ? client.fetch("RETR " + file) : refused(client, "RETR " + file);
            case CREATE -> store(client, made, of);
            case REPLACE -> store(client, file, of);
            case DELETE -> client.ask("DELE " + file);
            case MAKE_FOLDER -> client.ask("MKD " + made);
            case RENAME -> rename(client, file, made);
        };
    }

    private static String refused(FtpBench.Client client, String command) throws IOException {
        client.passive();
        return client.ask(command);
    }

    /// What is there already is refused to those who may only add something; that they are told in other words.
    private String store(FtpBench.Client client, String file, Case of) throws IOException {
        if (of.allowed()) {
            return client.store("STOR " + file, "new");
        }
        String reply = refused(client, "STOR " + file);
        boolean exists = Files.exists(root.resolve(file.substring(1)));
        return exists && reply.equals("550 There is something of this name already.") ? DENIED : reply;
    }

    private static String rename(FtpBench.Client client, String from, String to) throws IOException {
        String reply = client.ask("RNFR " + from);
        return reply.startsWith("350 ") ? client.ask("RNTO " + to) : reply;
    }
}
