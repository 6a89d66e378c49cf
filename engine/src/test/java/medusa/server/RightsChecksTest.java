package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.VirtualPath;

/// What the server lives by must not lie where clients may write.
class RightsChecksTest {
    private static final String EVERYBODY_AT_IN = "rights=[{ path = \"/in\", who = [\"*\"], may = [\"write\"] }]";

    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void makeRoot() throws IOException {
        folder = folder.toRealPath();
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("in"));
    }

    private List<String> problems(String... sets) {
        List<String> all = new ArrayList<>(List.of("root=" + root, "state-folder=" + folder.resolve("state"),
                "extensions-folder=" + folder));
        all.addAll(List.of(sets));
        try {
            ConfigLoader.load(new ConfigSources(Optional.empty(), List.of(), all));
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static String refused(String key, Path real, String at) {
        return "--set: " + key + ": expected a place that no client may write to, found " + real + ", which is " + at
                + " to clients, some of whom may; keep it elsewhere, or forbid that path in rights";
    }

    @Test
    void whatLiesElsewhereIsRight() {
        assertThat(problems("writable=true")).isEmpty();
        assertThat(problems("writable=true", "users=" + folder.resolve("users"))).isEmpty();
    }

    @Test
    void whatLiesInTheTreeIsRefusedWhereSomebodyMayWrite() {
        Path users = root.resolve("in/users");
        assertThat(problems("users=" + users)).isEmpty();
        assertThat(problems("writable=true", "users=" + users)).containsExactly(refused("users", users, "/in/users"));
        assertThat(problems(EVERYBODY_AT_IN, "users=" + users)).containsExactly(refused("users", users, "/in/users"));
        assertThat(problems(EVERYBODY_AT_IN, "log.file=" + root.resolve("log"))).isEmpty();
        assertThat(problems(EVERYBODY_AT_IN, "log.file=" + root.resolve("in/log")))
                .containsExactly(refused("log.file", root.resolve("in/log"), "/in/log"));
        assertThat(problems("writable=true", "users=" + root.resolve("in/../in/users")))
                .containsExactly(refused("users", users, "/in/users"));
    }

    @Test
    void whatIsSecretIsShownToNobody() throws Exception {
        Path users = Files.writeString(root.resolve("in/users"), "secret");
        ServerConfig config = ServerConfig.of("root=" + root, "users=" + users, "extensions-folder=" + folder,
                "state-folder=" + root.resolve("in/state"), "log.file=" + root.resolve("log"));
        Rights rights = RightsSettings.of(config).table();
        User user = new User("anna", Set.of(), "/", User.Limits.NONE);
        for (String path : List.of("/in/users", "/in/state", "/in/state/key.pem")) {
            assertThat(rights.may(user, VirtualPath.parse(path).names())).as(path).isEmpty();
        }
        assertThat(rights.may(user, VirtualPath.parse("/log").names())).containsExactlyInAnyOrder(Right.LIST,
                Right.READ);
        assertThat(RightsWarnings.of(config)).containsExactly(
                "users: it lies among the files that are served, at /in/users;"
                        + " it is shown to nobody, but better kept elsewhere",
                "state-folder: it lies among the files that are served, at /in/state; it is shown to nobody, but better kept"
                        + " elsewhere");
        assertThat(new RightsExplanation(config, key -> key).lines(user, true, VirtualPath.parse("/in/users")))
                .containsExactly("anna at /in/users: may do nothing",
                        "  by the server itself, to whom it belongs, or what is in it");
    }

    @Test
    void aRuleForAPartOfAFolderCounts() throws IOException {
        Path jars = Files.createDirectories(root.resolve("jars"));
        for (String path : List.of("/jars/new.jar", "/jars/{user}", "/{user}/new.jar")) {
            assertThat(problems("extensions-folder=" + jars,
                    "rights=[{ path = \"" + path + "\", who = [\"*\"], may = [\"write\"] }]"))
                    .as(path).containsExactly(refused("extensions-folder", jars, "/jars"));
        }
    }

    @Test
    void theProgramItselfIsLookedAt() {
        assertThat(problems("writable=true", "root=" + Path.of("").toAbsolutePath()))
                .anySatisfy(problem -> assertThat(problem).startsWith("--set: root: expected a place that no client"));
    }

    @Test
    void aRuleThatForbidsThePathAllowsIt() {
        assertThat(problems("writable=true", "users=" + root.resolve("conf/users"),
                "rights=[{ path = \"/conf\", who = [\"*\"], may = [] }]")).isEmpty();
    }

    @Test
    void theFolderOfOtherPeoplesCodeIsLookedAt() throws IOException {
        Path jars = Files.createDirectories(root.resolve("jars"));
        assertThat(problems("writable=true", "extensions-folder=" + jars))
                .containsExactly(refused("extensions-folder", jars, "/jars"));
    }

    @Test
    void linksAndMountsAreFollowed() throws IOException {
        Path other = Files.createDirectories(folder.resolve("other"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), root);
        assertThat(problems("writable=true", "users=" + link.resolve("users")))
                .containsExactly(refused("users", root.resolve("users"), "/users"));
        assertThat(problems("writable=true", "mounts=[{ path = \"/m\", folder = \"" + other + "\" }]",
                "users=" + other.resolve("users")))
                .containsExactly(refused("users", other.resolve("users"), "/m/users"));
    }

    @Test
    void theConfigurationItselfIsLookedAt() throws IOException {
        Path file = Files.writeString(root.resolve("medusa.toml"), "root = \"" + root + "\"\nwritable = true\n"
                + "state-folder = \"" + folder.resolve("state") + "\"\nextensions-folder = \"" + folder + "\"\n");
        List<String> found;
        try {
            ConfigLoader.load(new ConfigSources(Optional.of(file), List.of(), List.of()));
            found = List.of();
        } catch (ConfigException e) {
            found = e.problems();
        }
        assertThat(found).singleElement().asString().contains("expected a place that no client may write to, found "
                + file + ", which is /medusa.toml to clients");
    }
}
