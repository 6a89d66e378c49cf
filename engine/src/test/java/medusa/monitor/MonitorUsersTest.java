package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.auth.ScramKeys;
import medusa.state.OwnFile;

/// The file of users, as it is read and as it is changed.
class MonitorUsersTest {
    private static final ScramKeys KEYS = ScramKeys.of("pencil".toCharArray(), new byte[16], 4096);
    private static final ScramKeys OTHER = ScramKeys.of("pencils".toCharArray(), new byte[16], 5000);

    @TempDir
    private Path folder;
    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("users");
    }

    private void write(String text) throws IOException {
        OwnFile.write(file, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
    }

    private static String line(String name, Role role, ScramKeys keys) {
        return name + ":" + role.label() + ":" + keys.text() + "\n";
    }

    @Test
    void rolesIncludeThoseBelow() {
        assertThat(Role.EVAL.includes(Role.MANAGE)).isTrue();
        assertThat(Role.MANAGE.includes(Role.MANAGE)).isTrue();
        assertThat(Role.VIEW.includes(Role.MANAGE)).isFalse();
        assertThat(Role.of("eval")).contains(Role.EVAL);
        assertThat(Role.of("EVAL")).isEmpty();
    }

    @Test
    void readsUsersBetweenComments() throws Exception {
        write("# who may\n\n  " + line("anna", Role.EVAL, KEYS) + "  # and\r\n" + line("Jörg Ü.", Role.VIEW, OTHER));
        MonitorUsers users = MonitorUsers.open(file);
        assertThat(users.find("anna").orElseThrow().role()).isEqualTo(Role.EVAL);
        assertThat(users.find("anna").orElseThrow().keys().text()).isEqualTo(KEYS.text());
        assertThat(users.find("Jörg Ü.").orElseThrow().role()).isEqualTo(Role.VIEW);
        assertThat(users.find("Anna")).isEmpty();
        assertThat(users.find("")).isEmpty();
        assertThat(users.iterations()).isEqualTo(4096);
        write(line("anna", Role.EVAL, KEYS) + line("bert", Role.VIEW, OTHER) + line("cora", Role.VIEW, OTHER));
        users.refresh();
        assertThat(users.iterations()).as("of most").isEqualTo(5000);
        write("");
        users.refresh();
        assertThat(users.iterations()).isEqualTo(600_000);
    }

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", value = {
        "anna => expected name:role:keys",
        "anna:eval => expected name:role:keys",
        ":eval:KEYS => a name has between 1 and 64 characters",
        "anna:root:KEYS => expected view, manage or eval, found \"root\"",
        "anna::KEYS => expected view, manage or eval, found \"\"",
        "anna:eval:secret => expected SCRAM-SHA-256$<iterations>:<salt>$<StoredKey>:<ServerKey>, as medusa passwd writes it",
        "bert:view:KEYS => bert is here twice",
        "a\u0007b:view:KEYS => a name holds no colon and no control character, and neither begins with # nor has spaces around it",
        "\u2168:view:KEYS => a name is kept as Unicode's NFKC has it; medusa passwd writes it so",})
    void saysWhichLineIsWrong(String line, String problem) throws Exception {
        write("# first\n" + line("bert", Role.VIEW, KEYS) + line.replace("KEYS", KEYS.text()) + "\n");
        assertThatThrownBy(() -> MonitorUsers.open(file)).isInstanceOf(IOException.class)
                .hasMessage(file + ":3: " + problem);
    }

    @Test
    void aFileThatCannotBeUsersIsRefused() throws Exception {
        assertThatThrownBy(() -> MonitorUsers.open(file))
                .hasMessage(file + ": there is no such file; medusa passwd --monitor makes it");
        OwnFile.write(file, new byte[]{(byte) 0xff}, Optional.empty());
        assertThatThrownBy(() -> MonitorUsers.open(file)).hasMessage(file + ": is not UTF-8");
        OwnFile.write(file, new byte[(1 << 20) + 1], Optional.empty());
        assertThatThrownBy(() -> MonitorUsers.open(file)).hasMessage(file + ": is longer than 1048576 bytes");
        assertThatThrownBy(() -> MonitorUsers.open(folder))
                .hasMessage(folder + ": is something else where a file of the server's own is wanted");
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aFileThatOthersMayReadIsRefusedWithTheRemedy() throws Exception {
        write("");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        String problem = file + ": others may read it (mode 0640); take that from them: chmod 600";
        assertThatThrownBy(() -> MonitorUsers.open(file)).hasMessage(problem);
        assertThatThrownBy(() -> new UsersFile(file).put("anna", Optional.empty(), KEYS)).hasMessage(problem);
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        assertThatThrownBy(() -> new UsersFile(link).put("anna", Optional.empty(), KEYS))
                .hasMessage(link + ": is a symbolic link where a file of the server's own is wanted");
        assertThat(file).hasContent("");
    }

    @Test
    void aNewUserIsSeenAtTheNextLook() throws Exception {
        UsersFile changing = new UsersFile(file);
        assertThat(changing.put("anna", Optional.of(Role.EVAL), KEYS).role()).isEqualTo(Role.EVAL);
        MonitorUsers users = MonitorUsers.open(file);
        assertThat(users.refresh()).isFalse();
        assertThat(changing.put("bert", Optional.empty(), KEYS).role()).isEqualTo(Role.VIEW);
        assertThat(users.find("bert")).isEmpty();
        assertThat(users.refresh()).isTrue();
        assertThat(users.find("bert").orElseThrow().role()).isEqualTo(Role.VIEW);
        assertThat(users.refresh()).isFalse();
    }

    @Test
    void aChangedFileThatCannotBeReadLetsNobodyIn() throws Exception {
        write(line("anna", Role.EVAL, KEYS));
        MonitorUsers users = MonitorUsers.open(file);
        MonitorUsers.User anna = users.find("anna").orElseThrow();
        write("junk");
        assertThatThrownBy(users::refresh).hasMessage(file + ":1: expected name:role:keys");
        assertThatThrownBy(users::refresh).hasMessage(file + ":1: expected name:role:keys");
        assertThat(users.find("anna")).isEmpty();
        assertThat(users.keeps(anna)).as("who is in already").isTrue();
        write(line("anna", Role.EVAL, KEYS));
        users.refresh();
        assertThat(users.find("anna")).isPresent();
        Files.delete(file);
        assertThatThrownBy(users::refresh).isInstanceOf(NoSuchFileException.class);
        assertThat(users.find("anna")).isEmpty();
        assertThat(users.keeps(anna)).isFalse();
        write(line("anna", Role.VIEW, KEYS));
        assertThat(users.refresh()).isTrue();
        assertThat(users.find("anna").orElseThrow().role()).isEqualTo(Role.VIEW);
        assertThat(users.keeps(anna)).isFalse();
    }

    @Test
    void changesOneLineAndLeavesTheOthers() throws Exception {
        write("# ours\n" + line("anna", Role.MANAGE, KEYS) + "\n# anna:eval:no\n" + line("bert", Role.VIEW, KEYS)
                + "# an odd line");
        UsersFile changing = new UsersFile(file);
        assertThat(changing.put("anna", Optional.empty(), OTHER).role()).isEqualTo(Role.MANAGE);
        assertThat(changing.put("ann", Optional.of(Role.EVAL), OTHER).role()).isEqualTo(Role.EVAL);
        assertThat(changing.remove("bert")).isTrue();
        assertThat(changing.remove("bert")).isFalse();
        assertThat(changing.remove("# anna")).isFalse();
        assertThat(Files.readString(file)).isEqualTo("# ours\n" + line("anna", Role.MANAGE, OTHER)
                + "\n# anna:eval:no\n# an odd line\n" + line("ann", Role.EVAL, OTHER));
    }

    @Test
    void ofManyChangesAtOnceNoneIsLost() throws Exception {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            String name = "user" + i;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    new UsersFile(file).put(name, Optional.empty(), KEYS);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        MonitorUsers users = MonitorUsers.open(file);
        for (int i = 0; i < 16; i++) {
            assertThat(users.find("user" + i)).isPresent();
        }
    }
}
