package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `medusa check --user --path`, and what it warns of.
class RightsExplanationTest {
    private static final String RULES = """
            [[rights]]
            path = "/staff"
            who = ["@staff", "carla"]
            may = ["list", "read", "write", "delete"]

            [[rights]]
            path = "/staff"
            who = ["*"]
            may = []

            [[rights]]
            path = "/staff/open"
            who = ["bernd"]
            may = ["read"]

            [[rights]]
            path = "/in"
            who = ["@guests", "anonymous"]
            may = ["write"]
            """;

    @TempDir
    private Path folder;
    private Path config;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void write() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        Path users = Files.writeString(folder.resolve("users"), "anna:groups=staff:-\nbernd::-\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        config = Files.writeString(folder.resolve("medusa.toml"), """
                root = "%s"
                users = "%s"
                state-folder = "%s"
                extensions-folder = "%s"
                """.formatted(root, users, folder.resolve("state"), folder) + RULES);
    }

    private List<String> check(String... options) {
        List<String> arguments = new ArrayList<>(List.of("check", config.toString()));
        arguments.addAll(List.of(options));
        new Main(new Streams(print(out), print(err)), (_, _, _, _) -> {
            throw new AssertionError("started");
        }).run(arguments);
        return out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    @Test
    void theRuleThatDecidesIsNamed() {
        assertThat(check("--user", "anna", "--path", "/staff/open/x")).containsExactly(
                "anna (of @staff) at /staff/open/x: may list, read, write and delete",
                "  by " + config + ":5: rights[0], the first rule that names both: path \"/staff\", who \"@staff\","
                        + " \"carla\"");
    }

    @Test
    void whoHasNotLoggedInIsMeantWhereNobodyIsNamed() {
        assertThat(check("--path", "/staff")).containsExactly("who has not logged in at /staff: may do nothing",
                "  by " + config + ":10: rights[1], the first rule that names both: path \"/staff\", who \"*\"");
    }

    @Test
    void whereNoRuleDecidesTheSettingIsNamed() {
        assertThat(check("--user", "bernd")).containsExactly("bernd at /: may list and read; not write or delete",
                "  by writable = false, its default, since no rule names both");
    }

    @Test
    void whoCannotLogInIsTold() {
        assertThat(check("--user", "carla", "--path", "/staff")).last().asString()
                .endsWith("users has no such user: nobody can log in under this name");
    }

    @Test
    void namesThatNobodyHasAndRulesThatNeverCountAreWarnedOf() {
        check();
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo(
                """
                        medusa: warning: rights[2] never decides anything, since rights[1] comes before it and is about the same or more; put it in front
                        medusa: warning: rights[0].who: nobody in users is called "carla"
                        medusa: warning: rights[3].who: nobody in users is in the group "guests"
                        """);
    }

    @Test
    void aPathBeginsWithASlash() {
        check("--path", "staff");
        assertThat(err.toString(StandardCharsets.UTF_8)).endsWith(
                "medusa: --path: expected a path as clients see it, such as \"/incoming\", found \"staff\"\n");
    }
}
