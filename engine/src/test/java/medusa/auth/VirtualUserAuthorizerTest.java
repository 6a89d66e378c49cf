package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import medusa.auth.Authorizer.Verdict;
import medusa.state.OwnFile;

class VirtualUserAuthorizerTest {
    private static final ScramKeys OLD = ScramKeys.of("pencil".toCharArray(), new byte[16], 4096);
    private static final ScramKeys STANDARD = ScramKeys.of("pencil".toCharArray(), new byte[16], 600_000);
    private static final String HEX = "0123456789abcdef".repeat(4);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger("medusa.auth");
    private final Queue<Runnable> later = new ArrayDeque<>();

    @TempDir
    private Path folder;
    private Path file;
    private long iterated;
    private Instant now = Instant.parse("2027-01-31T22:59:59Z"); // a second before the next day in Berlin

    @BeforeEach
    void open() {
        file = folder.resolve("users");
        logged.start();
        logger.setLevel(Level.INFO); // whatever a test of the command line has set for all
        logger.addAppender(logged);
    }

    @AfterEach
    void close() {
        logger.detachAppender(logged);
        logger.setLevel(null);
    }

    private List<String> log() {
        List<String> lines = logged.list.stream().map(each -> each.getLevel() + " " + each.getFormattedMessage())
                .toList();
        logged.list.clear();
        return lines;
    }

    private void write(String text) throws IOException {
        OwnFile.write(file, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private ScramKeys hash(char[] password, byte[] salt, int iterations) {
        ScramKeys keys = ScramKeys.of(password, salt, iterations);
        iterated += iterations;
        return keys;
    }

    private VirtualUserAuthorizer authorizer(String text) throws IOException {
        write(text);
        return VirtualUserAuthorizer.open(file, () -> now, BERLIN, later::add, this::hash);
    }

    private boolean look(VirtualUserAuthorizer authorizer) {
        now = now.plusSeconds(1);
        return authorizer.refresh();
    }

    private static Verdict check(Authorizer authorizer, String name, String password) {
        char[] typed = password.toCharArray();
        Verdict verdict = authorizer.check(name, typed);
        assertThat(typed).as("the caller's").isEqualTo(password.toCharArray());
        return verdict;
    }

    private static Verdict.Refused refused(String why) {
        return new Verdict.Refused(why);
    }

    @Test
    void knowsPasswords() throws Exception {
        VirtualUserAuthorizer users = authorizer(
                "anna:groups=staff:" + OLD.text() + "\nbert::-\nÅse:" + ":" + OLD.text());
        User anna = new User("anna", Set.of("staff"), "/", User.Limits.NONE);
        assertThat(check(users, "anna", "pencil")).isEqualTo(new Verdict.Accepted(anna));
        assertThat(check(users, "anna", "pencils")).isEqualTo(refused("wrong password"));
        assertThat(check(users, "anna", "")).isEqualTo(refused("wrong password"));
        assertThat(check(users, "anna", "a\u0001b")).isEqualTo(
                refused("the password holds a control character, or one that Unicode does not know"));
        assertThat(check(users, "Anna", "pencil")).isEqualTo(new Verdict.Unknown());
        assertThat(check(users, "", "pencil")).isEqualTo(new Verdict.Unknown());
        assertThat(check(users, "bert", "-")).isEqualTo(refused("he has no password"));
        assertThat(check(users, "A\u030ase", "pencil")).as("typed on another keyboard")
                .isInstanceOf(Verdict.Accepted.class);
        assertThat(users.find("anna")).contains(anna);
        assertThat(users.find("bert")).isPresent();
        assertThat(users.find("cora")).isEmpty();
        assertThat(users.warning()).isEmpty();
        assertThat(log()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anonymous", "ftp"})
    void leavesWhoHasNotLoggedInToOthers(String name) throws Exception {
        VirtualUserAuthorizer users = authorizer("anonymous:home=/pub:-\n");
        assertThat(check(users, name, "")).isEqualTo(new Verdict.Unknown());
        assertThat(users.find(name)).isEmpty();
        Authorizer anonymous = new AnonymousAuthorizer(users::anonymous);
        User public_ = new User("anonymous", Set.of(), "/pub", User.Limits.NONE);
        assertThat(check(anonymous, name, "me@here")).isEqualTo(new Verdict.Accepted(public_));
        assertThat(anonymous.find(name)).contains(public_);
        assertThat(check(anonymous, "anna", "")).isEqualTo(new Verdict.Unknown());
        assertThat(anonymous.find("anna")).isEmpty();
        assertThat(anonymous.digest(name, "r")).isEmpty();
        write("");
        assertThat(look(users)).isTrue();
        assertThat(anonymous.find(name)).containsSame(User.ANONYMOUS);
    }

    @Test
    void hasVerifiersByRealm() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna:digest.our%20files=" + HEX + ":-");
        assertThat(users.digest("anna", "our files").orElseThrow()).isEqualTo(HexFormat.of().parseHex(HEX));
        users.digest("anna", "our files").orElseThrow()[0] = 77;
        assertThat(users.digest("anna", "our files").orElseThrow()).isEqualTo(HexFormat.of().parseHex(HEX));
        assertThat(users.digest("anna", "files")).isEmpty();
        assertThat(users.digest("bert", "our files")).isEmpty();
    }

    @Test
    void theLastDayIsTheWholeDayWhereTheServerIs() throws Exception {
        VirtualUserAuthorizer users = authorizer(
                "anna:expires=2027-01-31 digest.r=" + HEX + ":" + OLD.text() + "\n");
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(users.find("anna")).isPresent();
        assertThat(users.digest("anna", "r")).isPresent();
        now = now.plusSeconds(1);
        assertThat(check(users, "anna", "pencil")).isEqualTo(refused("his last day was 2027-01-31"));
        assertThat(users.find("anna")).isEmpty();
        assertThat(users.digest("anna", "r")).isEmpty();
    }

    /// What an unknown name costs, by [UnknownNames].
    @ParameterizedTest
    @ValueSource(strings = {"old", "standard", "nearly", "none", "expired"})
    void everyRefusalIsTheSameWork(String name) throws Exception {
        ScramKeys nearly = ScramKeys.of("pencil".toCharArray(), new byte[16], 599_999);
        VirtualUserAuthorizer users = authorizer(String.join("\n", "old::" + OLD.text(), "standard::" + STANDARD.text(),
                "nearly::" + nearly.text(), "none::-", "expired:expires=2020-01-01:" + OLD.text()));
        assertThat(check(users, name, name.equals("expired") ? "pencil" : "wrong"))
                .isInstanceOf(Verdict.Refused.class);
        assertThat(iterated).isEqualTo(name.equals("nearly") ? 599_999 + 4096 : 600_000);
        write("junk");
        look(users);
        iterated = 0;
        assertThat(check(users, name, "pencil")).isEqualTo(refused("the file of users cannot be read"));
        assertThat(iterated).isEqualTo(600_000);
        assertThat(check(users, name, "\u0001")).isEqualTo(refused("the file of users cannot be read"));
        assertThat(iterated).as("nobody's is hashed").isEqualTo(600_000);
    }

    @Test
    void looksOnceASecond() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna::" + OLD.text());
        write("bert::" + OLD.text());
        assertThat(users.refresh()).isFalse();
        now = now.plusMillis(999);
        assertThat(users.refresh()).isFalse();
        assertThat(users.find("bert")).isEmpty();
        now = now.plusMillis(1);
        assertThat(users.refresh()).isTrue();
        assertThat(users.find("bert")).isPresent();
        assertThat(users.find("anna")).isEmpty();
        assertThat(look(users)).isFalse();
        write("anna::" + OLD.text());
        now = now.minus(Duration.ofDays(1)); // somebody sets the clock
        assertThat(users.refresh()).isTrue();
    }

    @Test
    void aChangedFileThatCannotBeReadLetsNobodyIn() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna:digest.r=" + HEX + ":" + OLD.text());
        write("anna:quota=" + OLD.text());
        assertThat(look(users)).as("what was proven counts no more").isTrue();
        assertThat(look(users)).isFalse();
        String closed = "the file of users cannot be read";
        assertThat(check(users, "anna", "pencil")).isEqualTo(refused(closed));
        assertThat(check(users, "bert", "pencil")).as("he could be a new one").isEqualTo(refused(closed));
        assertThat(check(users, "anonymous", "")).isEqualTo(new Verdict.Unknown());
        assertThat(users.find("anna")).isEmpty();
        assertThat(users.digest("anna", "r")).isEmpty();
        assertThat(log()).singleElement().asString().isEqualTo("ERROR users: " + file
                + ":1: quota: expected a size such as \"64 KiB\", found \"SCRAM-SHA-256$4096\""
                + "; it has changed, and nobody in it can log in until it can be read");
        Files.delete(file);
        assertThat(look(users)).isFalse();
        assertThat(log()).singleElement().asString()
                .startsWith("ERROR users: there is no " + file + "; it has changed");
        write("anna::" + OLD.text());
        assertThat(look(users)).isTrue();
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(log()).containsExactly("INFO the file of users can be read again");
        assertThatThrownBy(() -> authorizer("junk")).hasMessage(file + ":1: expected name:facts:keys");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void saysOnceThatEverybodyMayReadTheFile() throws Exception {
        write("anna::" + OLD.text());
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        VirtualUserAuthorizer users = VirtualUserAuthorizer.open(file, () -> now, BERLIN, later::add, this::hash);
        String warning = users.warning().orElseThrow();
        assertThat(warning).startsWith(file + ": everybody on this machine may read it (mode 0644)");
        Files.writeString(file, "anna::" + OLD.text() + "\n");
        assertThat(look(users)).isTrue();
        assertThat(log()).containsExactly("WARN " + warning);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThat(look(users)).isTrue();
        assertThat(users.warning()).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(look(users)).isTrue();
        assertThat(log()).containsExactly("WARN " + warning);
    }

    @Test
    void oldKeysAreMadeAnewAtALogIn() throws Exception {
        String before = "# ours\r\n\n  bert::" + OLD.text() + " \t\nanna:quota=1024  groups=b,a digest.r=" + HEX + ":";
        String after = "\r\n# the rest\njunk-free::-";
        VirtualUserAuthorizer users = authorizer(before + OLD.text() + after);
        assertThat(check(users, "anna", "wrong")).isEqualTo(refused("wrong password"));
        assertThat(later).isEmpty();
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(users, "bert", "pencil")).as("one at a time").isInstanceOf(Verdict.Accepted.class);
        assertThat(later).hasSize(1);
        later.remove().run();
        String text = Files.readString(file);
        assertThat(text).startsWith(before + "SCRAM-SHA-256$600000:").endsWith(after + "\n");
        String keys = text.substring(before.length(), text.length() - after.length() - 1);
        ScramKeys made = ScramKeys.parse(keys);
        assertThat(made.salt()).isNotEqualTo(OLD.salt());
        assertThat(ScramKeys.of("pencil".toCharArray(), made.salt(), 600_000).text()).isEqualTo(keys);
        assertThat(log()).containsExactly("INFO anna has 600000 iterations now instead of 4096");
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(later).as("done, though not read yet").isEmpty();
        assertThat(look(users)).isTrue();
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(later).isEmpty();
        assertThat(check(users, "bert", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(later).hasSize(1);
    }

    @Test
    void standardKeysStay() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna::" + STANDARD.text());
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(later).isEmpty();
    }

    @Test
    void aPasswordThatWasChangedMeanwhileStays() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna::" + OLD.text());
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        ScramKeys other = ScramKeys.of("chalk".toCharArray(), new byte[16], 4096);
        new VirtualUsersFile(file).put("anna", user -> user.orElseThrow().with(other, Map.of()));
        later.remove().run();
        assertThat(file).hasContent("anna::" + other.text());
        new VirtualUsersFile(file).remove("anna");
        assertThat(look(users)).isTrue();
        assertThat(check(users, "anna", "pencil")).isEqualTo(new Verdict.Unknown());
        assertThat(log()).isEmpty();
    }

    @Test
    void whereTheFileCannotBeChangedOldKeysStayAndServe() throws Exception {
        VirtualUserAuthorizer users = authorizer("anna::" + OLD.text());
        Files.createDirectory(folder.resolve(".users.lock")); // holds up root too
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        later.remove().run();
        assertThat(log()).singleElement().asString()
                .startsWith("INFO old keys of users stay as they are, since the server cannot change the file: ")
                .endsWith("; medusa passwd makes new ones");
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(later).isEmpty();
        Files.writeString(file, "anna::" + OLD.text() + "\n");
        assertThat(look(users)).isTrue();
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        later.remove().run();
        assertThat(log()).as("told once").isEmpty();
        assertThat(file).hasContent("anna::" + OLD.text());
    }

    @Test
    void aThreadThatCannotBeStartedCostsNobodyHisLogIn() throws Exception {
        write("anna::" + OLD.text());
        int[] asked = new int[1];
        VirtualUserAuthorizer users = VirtualUserAuthorizer.open(file, () -> now, BERLIN, _ -> {
            asked[0]++;
            throw new RejectedExecutionException("no threads");
        }, this::hash);
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(check(users, "anna", "pencil")).isInstanceOf(Verdict.Accepted.class);
        assertThat(asked).containsExactly(2);
    }
}
