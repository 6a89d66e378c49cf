package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RightsWarningsTest {
    @TempDir
    private Path folder;
    private Path root;

    @BeforeEach
    void makeRoot() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        Files.createDirectories(root.resolve("part"));
        Files.createDirectories(folder.resolve("other"));
    }

    private List<String> warnings(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of("root=" + root, "state-folder=" + folder.resolve("state"),
                "extensions-folder=" + folder));
        all.addAll(List.of(settings));
        return RightsWarnings.of(ServerConfig.of(all.toArray(String[]::new)));
    }

    @Test
    void whatDoesNothingWithoutUsersIsTold() throws Exception {
        assertThat(warnings()).isEmpty();
        assertThat(warnings("writable=true"))
                .containsExactly("writable = true lets nobody write, since nobody can log in while users is empty");
        assertThat(warnings("anonymous=false")).containsExactly(
                "anonymous = false shows the files to nobody, since nobody can log in while users is empty");
        assertThat(warnings("extensions=[{type=\"auth\",name=\"door\"}]"))
                .containsExactly("extension \"door\" lets nobody log in while users is empty");
        assertThat(warnings("users=" + folder.resolve("users"), "writable=true", "anonymous=false")).isEmpty();
    }

    @Test
    void whatComesTooLateOrInTheClearIsTold() throws Exception {
        String users = "users=" + folder.resolve("users");
        String late = "extensions=[{type=\"upload\"}, {type=\"auth\"}]";
        assertThat(warnings(users, late))
                .containsExactly("extension \"upload\" comes before \"auth\", and so takes everybody"
                        + " for somebody who has not logged in; put it behind");
        assertThat(warnings(users, "extensions=[{type=\"upload\"}]")).as("the one that is implied comes before")
                .isEmpty();
        assertThat(warnings(users, "http.listen=:8080")).singleElement().asString()
                .startsWith("extension \"auth\" takes passwords over TLS and from this machine alone: who comes to"
                        + " http.listen = :8080 from elsewhere cannot log in");
        assertThat(warnings(users, "http.listen=:8080", "https.listen=:8443", "https.redirect=true")).isEmpty();
        assertThat(warnings(users, "http.listen=:8080", "extensions=[{type=\"auth\", digest=true}]")).isEmpty();
    }

    @Test
    void filesThatAreShownASecondTimeAreTold() throws Exception {
        String secret = "rights=[{ path = \"/part\", who = [\"*\"], may = [] }]";
        String site = "extensions=[{ type = \"virtual-host\", hosts = [\"a\"], root = \"" + root.resolve("part")
                + "\" }]";
        assertThat(warnings(site)).isEmpty();
        assertThat(warnings(secret, site)).containsExactly(
                "extensions[0].root: the same files as in root are shown here, where the rights do not count");
        assertThat(warnings(secret, "mounts=[{ path = \"/m\", folder = \"" + root.resolve("part") + "\" }]"))
                .containsExactly("mounts[0].folder: the same files as in root are shown here, with the rights of this"
                        + " path and not of that one");
        assertThat(warnings(secret, site.replace("root/part", "other"))).isEmpty();
    }
}
