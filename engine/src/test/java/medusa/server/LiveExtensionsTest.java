package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.http.Extension;
import medusa.http.Place;
import medusa.reactor.Bench;
import medusa.server.WebExtensions.Origin;

/// Extensions that come, change and go while the server runs, those of JARs above all.
@Timeout(60)
class LiveExtensionsTest {
    private static final String ANNA = "{ type = \"anna\" }";
    private static final int LONG = 12 << 20;

    @TempDir
    private Path root;
    @TempDir
    private Path jars;
    private WebBench web;

    @BeforeEach
    void start() throws Exception {
        JarKit.hello("anna", "1").write(jars, "a.jar");
        Files.writeString(root.resolve("anna"), "a file\n");
        web = new WebBench(root, settings(ANNA));
    }

    @AfterEach
    void end() throws IOException {
        web.close();
    }

    private String[] settings(String... blocks) {
        return new String[]{"extensions-folder=" + jars, "extensions=[" + String.join(", ", blocks) + "]"};
    }

    private String body(String path) throws IOException {
        String reply = web.ask("GET " + path);
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    private Extension extension(String name) {
        return web.extensions().get(name).extension();
    }

    private List<String> names() {
        return web.extensions().list().stream().map(each -> each.name()).toList();
    }

    /// Has it done, and waits until it is.
    private void now(Supplier<CompletableFuture<Void>> change) throws IOException {
        CompletableFuture<Void> done = change.get();
        web.bench().until("the change", done::isDone);
        done.join();
    }

    private String refusal(CompletableFuture<Void> change) throws IOException {
        web.bench().until("the refusal", change::isDone);
        try {
            change.join();
            throw new AssertionError("it was done");
        } catch (CompletionException e) {
            return e.getCause().getMessage();
        }
    }

    /// Nothing else holds it, or this never ends.
    private void awaitCollection(WeakReference<?> of) throws IOException {
        while (of.get() != null) {
            assertThat(Thread.currentThread().isInterrupted()).as("it takes too long").isFalse();
            System.gc();
            web.bench().turn();
        }
    }

    // ---- with the configuration ----

    @Test
    void aJarBuiltAgainReloadsToTheNewCodeAndTheOldLoaderIsCollected() throws Exception {
        assertThat(body("/anna")).isEqualTo("anna 1\n");
        assertThat(body("/anna/text")).isEqualTo("text of 1\n");
        var old = new WeakReference<>(extension("anna").getClass().getClassLoader());
        Bench.Peer quiet = web.connect().send("GET /anna HTTP/1.1\r\nHost: x\r\n\r\n");
        web.bench().until("an answer on a connection that goes on", () -> quiet.poll() > 0);
        JarKit.hello("anna", "2").write(jars, "a.jar");
        web.change(settings(ANNA));
        assertThat(body("/anna")).isEqualTo("anna 2\n");
        assertThat(body("/anna/text")).isEqualTo("text of 2\n");
        awaitCollection(old);
    }

    @Test
    void whatFailedDoesNotKeepItsLoaderEither() throws Exception {
        web.change(settings("{ type = \"anna\", path = \"/anna\" }"));
        var old = new WeakReference<>(extension("anna").getClass().getClassLoader());
        JarKit.hello("anna", "2").entry("sample/text", "").write(jars, "a.jar");
        web.change(settings("{ type = \"anna\", mood = \"ugly\" }"));
        assertThat(body("/anna")).isEqualTo("anna 1\n");
        web.change(settings(ANNA));
        assertThat(body("/anna")).isEqualTo("anna 2\n");
        awaitCollection(old);
    }

    @Test
    void aDownloadUnderWayEndsWithTheCodeThatBeganIt() throws Exception {
        var old = new WeakReference<>(extension("anna").getClass().getClassLoader());
        Bench.Peer peer = web.bench().connect(web.address());
        peer.send("GET /anna/long HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        web.bench().until("the beginning", () -> peer.poll(1000) > 0);
        JarKit.hello("anna", "2").write(jars, "a.jar");
        web.change(settings(ANNA));
        assertThat(body("/anna")).isEqualTo("anna 2\n");
        System.gc();
        assertThat(old.get()).as("the code of the download").isNotNull();
        peer.expectEnd();
        assertThat(peer.got()).contains("\r\nX-Made-By: anna 1\r\n").endsWith("\r\n\r\n" + "1".repeat(LONG));
        peer.hangUp();
        awaitCollection(old);
    }

    @Test
    void whoLeavesWithItsJarIsCollectedToo() throws Exception {
        var old = new WeakReference<>(extension("anna").getClass().getClassLoader());
        Files.delete(jars.resolve("a.jar"));
        web.change(settings());
        assertThat(body("/anna")).isEqualTo("a file\n");
        awaitCollection(old);
    }

    @Test
    void anUnchangedJarKeepsItsExtensions() throws Exception {
        JarKit.hello("ben", "1").write(jars, "b.jar");
        web.change(settings(ANNA, "{ type = \"ben\" }"));
        Extension anna = extension("anna");
        Extension ben = extension("ben");
        JarKit.hello("ben", "2").write(jars, "b.jar");
        web.change(settings(ANNA, "{ type = \"ben\" }"));
        assertThat(extension("anna")).isSameAs(anna);
        assertThat(extension("ben")).isNotSameAs(ben);
        assertThat(body("/ben")).isEqualTo("ben 2\n");
    }

    @Test
    void aSpoiltJarOrOneThatIsGoneChangesNothing() throws Exception {
        Files.writeString(jars.resolve("a.jar"), "half of it");
        web.change(settings("{ type = \"anna\", path = \"/new\" }"));
        assertThat(body("/new")).isEqualTo("anna 1\n");
        Files.delete(jars.resolve("a.jar"));
        assertThat(problems(settings(ANNA))).hasSize(1).first().asString().contains("extensions[0].type: expected");
        assertThat(body("/new")).isEqualTo("anna 1\n");
    }

    private List<String> problems(String... settings) throws IOException {
        try {
            web.change(settings);
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    // ---- by hand ----

    @Test
    void installedByHandItIsAskedWhereItWasPut() throws Exception {
        now(() -> web.live().install(Map.of("type", "anna", "name", "first", "path", "/anna/first"), Place.FRONT));
        assertThat(names()).containsExactly("first", "anna", "files");
        assertThat(web.live().list()).extracting(WebExtensions.Listed::origin).containsExactly(Origin.HAND,
                Origin.CONFIGURATION, Origin.SERVER);
        assertThat(body("/anna/first")).isEqualTo("anna 1\n");
        assertThat(web.extensions().get("first").requests()).isEqualTo(1);
        now(() -> web.live().install(Map.of("type", "health", "enabled", false), Place.after("anna")));
        assertThat(names()).containsExactly("first", "anna", "health", "files");
        assertThat(web.ask("GET /health")).startsWith("HTTP/1.1 404 ");
        now(() -> web.live().enable("health", true));
        assertThat(body("/health")).isEqualTo("ok\n");
        now(() -> web.live().move("first", Place.BACK));
        assertThat(names()).containsExactly("anna", "health", "files", "first");
        now(() -> web.live().remove("anna"));
        assertThat(body("/anna")).isEqualTo("a file\n");
    }

    @Test
    void theConfigurationCountsAgainButLeavesWhatCameByHand() throws Exception {
        now(() -> web.live().install(Map.of("type", "health", "name", "mine"), Place.FRONT));
        now(() -> web.live().remove("anna"));
        web.change(settings(ANNA));
        assertThat(names()).containsExactly("mine", "anna", "files");
        now(() -> web.live().enable("anna", false));
        web.change(settings(ANNA, "{ type = \"health\", name = \"mine\", path = \"/other\" }"));
        assertThat(names()).containsExactly("anna", "mine", "files");
        assertThat(body("/anna")).isEqualTo("anna 1\n");
        assertThat(body("/other")).isEqualTo("ok\n");
        web.change(settings(ANNA));
        assertThat(names()).as("it belonged to the configuration").containsExactly("anna", "files");
    }

    @Test
    void reloadedByHandItIsTheCodeThatIsThereNow() throws Exception {
        now(() -> web.live().install(Map.of("type", "anna", "name", "other", "path", "/other"), Place.FRONT));
        var old = new WeakReference<>(extension("anna").getClass().getClassLoader());
        JarKit.hello("anna", "2").write(jars, "a.jar");
        now(() -> web.live().reload("anna"));
        assertThat(body("/anna")).isEqualTo("anna 2\n");
        assertThat(body("/other")).as("it was not asked to change").isEqualTo("anna 1\n");
        Extension anna = extension("anna");
        web.change(settings(ANNA));
        assertThat(extension("anna")).isSameAs(anna);
        assertThat(body("/other")).as("a reload is for all").isEqualTo("anna 2\n");
        awaitCollection(old);
        now(() -> web.live().reload("anna"));
        assertThat(extension("anna")).as("another one of the same code").isNotSameAs(anna).hasSameClassAs(anna);
    }

    @Test
    void whatCannotBeDoneIsSaidAndChangesNothing() throws Exception {
        WebExtensions live = web.live();
        assertThat(refusal(live.install(Map.of("type", "ann"), Place.FRONT)))
                .isEqualTo("extension.type: expected \"anna\", found \"ann\"");
        assertThat(refusal(live.install(Map.of("type", "anna", "name", "new", "mood", "bad"), Place.FRONT)))
                .isEqualTo("extension: expected a good mood, found \"bad\"");
        assertThat(refusal(live.install(Map.of("type", "anna", "name", "new", "mood", "ugly"), Place.FRONT)))
                .isEqualTo("extension \"new\": java.lang.NoClassDefFoundError: sample/Missing");
        assertThat(refusal(live.install(Map.of("type", "anna"), Place.FRONT)))
                .isEqualTo("there is an extension called anna already");
        assertThat(refusal(live.install(Map.of("type", "anna", "name", "files"), Place.FRONT)))
                .isEqualTo("no extension can be called \"files\"");
        assertThat(refusal(live.install(Map.of("type", "anna", "name", "new"), Place.after("none"))))
                .isEqualTo("there is no extension called none");
        assertThat(refusal(live.install(Map.of(), Place.FRONT))).isEqualTo("extension.type: is missing");
        assertThat(refusal(live.reload("files")))
                .isEqualTo("there is no extension called files that was made from settings");
        assertThat(refusal(live.remove("files")))
                .isEqualTo("files belongs to the server; its settings say whether it is there");
        assertThat(refusal(live.remove("none"))).isEqualTo("there is no extension called none");
        assertThat(refusal(live.move("anna", Place.before("none")))).isEqualTo("there is no extension called none");
        assertThat(refusal(live.enable("none", true))).isEqualTo("there is no extension called none");
        Path jar = Files.writeString(jars.resolve("a.jar"), "half of it");
        assertThat(refusal(live.reload("anna"))).isEqualTo(jar + ": it is no JAR, or not all of one");
        Files.delete(jar);
        assertThat(refusal(live.reload("anna"))).startsWith("extension.type: expected");
        assertThat(names()).containsExactly("anna", "files");
        assertThat(body("/anna")).isEqualTo("anna 1\n");
    }

    // ---- under load ----

    /// A client that asks for what changes and what stays, in turn, on one connection.
    private static final class Client {
        private static final String[] PATHS = {"/anna", "/ben", "/carl", "/file"};
        private final Bench.Peer peer;
        private int asked;
        private int answered;
        private int read;

        Client(Bench.Peer peer) {
            this.peer = peer;
        }

        void ask() throws IOException {
            peer.send("GET " + PATHS[asked++ % PATHS.length] + " HTTP/1.1\r\nHost: x\r\n\r\n");
        }

        /// Whether the next reply is there; it is then checked.
        boolean answered() {
            peer.poll();
            if (peer.gone()) {
                throw new AssertionError("lost after " + answered + " replies: " + peer.got().substring(read));
            }
            int head = peer.got().indexOf("\r\n\r\n", read);
            if (head < 0) {
                return false;
            }
            String reply = peer.got().substring(read, head);
            int length = Integer.parseInt(reply.replaceFirst("(?s).*\r\nContent-Length: (\\d+).*", "$1"));
            int end = head + 4 + length;
            if (peer.got().length() < end) {
                return false;
            }
            check(PATHS[answered++ % PATHS.length], reply, peer.got().substring(head + 4, end));
            read = end;
            return true;
        }

        /// Who is always there always answers; who comes and goes answers, or the files do; nobody answers for another.
        private static void check(String path, String head, String body) {
            String status = head.substring(9, 12);
            switch (path) {
                case "/anna" -> assertThat(status + body).matches("200anna \\d+\n");
                case "/ben", "/carl" ->
                    assertThat(status + body).matches("200" + path.substring(1) + " \\d+\n|404(?s).*");
                default -> assertThat(status + body).isEqualTo("200the file\n");
            }
            if (status.equals("200") && !path.equals("/file")) {
                assertThat(head).contains("\r\nX-Made-By: " + body.strip());
            }
        }
    }

    @Test
    void noRequestIsLostOrMisroutedWhileExtensionsComeMoveChangeAndGo() throws Exception {
        Files.writeString(root.resolve("file"), "the file\n");
        JarKit.hello("ben", "1").write(jars, "b.jar");
        JarKit.hello("carl", "1").write(jars, "c.jar");
        List<byte[]> versions = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            versions.add(JarKit.hello("anna", String.valueOf(i + 2)).bytes());
        }
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            clients.add(new Client(web.connect()));
        }
        String ben = "{ type = \"ben\" }";
        String[][] configurations = {settings(ben, ANNA), settings(ANNA, ben), settings(ANNA),
            settings("{ type = \"anna\", mood = \"better\" }", ben)};
        for (int round = 0; round < 24; round++) {
            Path aside = Files.write(jars.resolve("a.new"), versions.get(round % versions.size()));
            Files.move(aside, jars.resolve("a.jar"), StandardCopyOption.ATOMIC_MOVE);
            List<CompletableFuture<Void>> changes = new ArrayList<>();
            changes.add(web.beginChange(configurations[round % configurations.length]));
            changes.add(round % 2 == 0
                    ? web.live().install(Map.of("type", "carl"), round % 4 == 0 ? Place.FRONT : Place.before("anna"))
                    : web.live().remove("carl"));
            changes.add(web.live().move("anna", Place.FRONT));
            changes.add(web.live().reload("anna"));
            for (int i = 0; i < 4 || changes.stream().anyMatch(change -> !change.isDone()); i++) {
                for (Client client : clients) {
                    client.ask();
                }
                web.bench().until("all replies", () -> clients.stream()
                        .allMatch(client -> client.answered == client.asked || client.answered()));
            }
            changes.forEach(CompletableFuture::join);
        }
        int asked = clients.stream().mapToInt(client -> client.asked).sum();
        assertThat(asked).isGreaterThanOrEqualTo(24 * 4 * 8)
                .isEqualTo(clients.stream().mapToInt(client -> client.answered).sum());
        assertThat(web.extensions().get("anna").faults()).isZero();
    }
}
