package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Result;
import medusa.installer.Distribution.Server;

/// The example of the programming guide, built into a JAR as it says there, in the packaged server, which is made of modules.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class JarsTest {
    private static final String GREETING = "extensions=[{ type = \"greeting\", words = \"Good morning\" }]";

    @TempDir
    private Path folder;
    private Path jars;

    @BeforeEach
    void open() throws IOException {
        folder = folder.toRealPath();
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        jars = Files.createDirectory(folder.resolve("jars"));
        build(GreetingJar.source(), "0.1");
    }

    /// @param least the Medusa that it says it needs
    private void build(String text, String least) throws IOException {
        GreetingJar.build(folder, text, least, jars.resolve("greeting.jar"));
    }

    private String[] options(String... more) {
        return Stream.concat(Stream.of("--ftp", "off", "--monitor", "off", "--http", "127.0.0.1:0", "--set",
                "extensions-folder=" + jars, "--set", GREETING), Stream.of(more)).toArray(String[]::new);
    }

    private static String greeting(Server server) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client
                    .send(HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port("http") + "/greeting"))
                            .build(), BodyHandlers.ofString())
                    .body();
        }
    }

    /// Started as root it is nobody by then, and reads the folder again as that.
    @Test
    void aJarIsServedAndItsNextVersionToo() throws Exception {
        try (Server server = new Server(folder, options())) {
            assertThat(greeting(server)).isEqualTo("Good morning\n");
            build(GreetingJar.source().replace("settings.words() +", "settings.words() + \", again\" +"), "0.1");
            server.signal("HUP");
            while (!server.log().contains("configuration reloaded")) {
                assertThat(server.process.isAlive()).as(server.log()).isTrue();
                Thread.onSpinWait();
            }
            assertThat(greeting(server)).isEqualTo("Good morning, again\n");
            server.signal("TERM");
            assertThat(server.awaitEnd()).isZero();
            assertThat(server.log()).doesNotContain("Exception").doesNotContain("ERROR").doesNotContain("WARN");
        }
    }

    @Test
    void whatTheJarNeedsAndWhatItsSettingsAreIsKnownToCheckAndServe() throws Exception {
        Path config = Files.writeString(folder.resolve("medusa.toml"), """
                extensions-folder = "%s"
                [[extensions]]
                type = "greeting"
                words = " "
                """.formatted(jars));
        assertThat(Distribution.run(folder, "check", config.toString())).isEqualTo(new Result(2, "",
                "medusa: " + config + ":2: extensions[0]: expected some words, found \" \"\n"));
        build(GreetingJar.source(), "999");
        Result result = Distribution.run(folder, Stream.concat(Stream.of("serve"), Stream.of(options()))
                .toArray(String[]::new));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("medusa: " + jars + "/greeting.jar: it needs Medusa 999 or later; this is ")
                .doesNotContain("\tat ");
    }

    @Test
    void aServerThatRootStartsRunsNobodysCode() throws Exception {
        RootRule.requireRoot("to give a file away");
        Path jar = jars.resolve("greeting.jar");
        Files.setOwner(jar, jar.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        Result result = Distribution.run(folder, Stream.concat(Stream.of("serve"), Stream.of(options()))
                .toArray(String[]::new));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err())
                .contains("medusa: " + jar + " belongs to nobody, whose code is not run by a"
                        + " server that root has started; run: chown root " + jar);
    }

    @Test
    void aFolderThatTheUserCannotReadIsWarnedOf() throws Exception {
        RootRule.requireRoot("to have something to give up");
        Files.setPosixFilePermissions(jars, PosixFilePermissions.fromString("rwx------"));
        try (Server server = new Server(folder, options())) {
            assertThat(greeting(server)).isEqualTo("Good morning\n");
            assertThat(server.log()).contains("extensions-folder: user nobody may not read " + jars)
                    .contains("so a changed JAR is loaded at the next start only");
        }
        Path config = Files.writeString(folder.resolve("medusa.toml"),
                "extensions-folder = \"" + jars + "\"\n" + GREETING.replace("extensions=", "extensions = ") + "\n");
        Result result = Distribution.run(folder, "check", config.toString(), "--as-user", "nobody");
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).startsWith("medusa: extensions-folder: user nobody may not read " + jars);
    }
}
