package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import medusa.auth.Logins;
import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;
import medusa.http.ExtensionContext;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.http.Place;
import medusa.http.ServerFacts;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Uploads and deletions from a folder's page, in a real browser, into a real folder.
@Timeout(120)
class FolderUploadBrowserTest {
    private static final Set<Right> LOOK = EnumSet.of(Right.LIST, Right.READ);
    private static final Rights RIGHTS = new Rights(List.of(
            new Rights.Rule(List.of("box"), List.of("carol"), Set.of(Right.WRITE)),
            new Rights.Rule(List.of("keep"), List.of("anna"), EnumSet.of(Right.LIST, Right.READ, Right.WRITE)),
            new Rights.Rule(List.of(), List.of("anna"), EnumSet.allOf(Right.class)),
            new Rights.Rule(List.of(), List.of("ben"), EnumSet.of(Right.LIST, Right.READ, Right.WRITE))),
            new Rights.Defaults(LOOK, LOOK));
    private static final int BIG = 64 << 20;

    @TempDir
    private static Path browserFolder;
    private static ChromiumPage page;

    @TempDir
    private Path folder;
    private Path root;
    private Path source;
    private Bench bench;
    private StallingTree disk;
    private Visitor visitor;
    private Thread turning;
    private String url;

    @BeforeAll
    static void start() throws Exception {
        page = Chromium.in(browserFolder).open();
    }

    @AfterAll
    static void stop() {
        if (page != null) {
            page.close();
        }
    }

    @BeforeEach
    void open() throws Exception {
        root = Files.createDirectory(folder.resolve("root"));
        source = Files.createDirectory(folder.resolve("source"));
        Files.createDirectory(root.resolve("keep"));
        Files.createDirectory(root.resolve("box"));
        bench = new Bench();
        disk = new StallingTree(new RootedFilesystem(root));
        SharedTree tree = new SharedTree(disk, RIGHTS);
        visitor = new Visitor();
        visitor.user = Visitor.user("anna");
        HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z")));
        http.extensions().install(Place.BACK, visitor);
        http.extensions().install(Place.BACK, new UploadExtension(
                new UploadExtension.Settings(List.of("/"), Duration.ZERO, 64, false), new Context(http, tree)));
        http.extensions().install(Place.BACK,
                new FileExtension(tree, FileExtension.Settings.DEFAULT, Map.of(), new MimeTypes(Map.of())));
        Acceptor acceptor = bench.listen(http::newChannel);
        url = "http://localhost:" + ((InetSocketAddress) acceptor.address()).getPort() + "/";
        turning = Thread.ofPlatform().start(() -> {
            try {
                bench.reactor().run();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /// What an extension asks for that takes visitor.
    private record Context(HttpServer http, SharedTree tree) implements ExtensionContext {
        @Override
        public Logins logins() {
            throw new UnsupportedOperationException();
        }

        @Override
        public VirtualFilesystem folder(Path folder) {
            throw new UnsupportedOperationException();
        }

        @Override
        public MimeTypes mimeTypes() {
            throw new UnsupportedOperationException();
        }

        @Override
        public ServerFacts server() {
            throw new UnsupportedOperationException();
        }
    }

    @AfterEach
    void close() throws Exception {
        disk.goOn();
        page.go("about:blank"); // no page may ask a server that is gone
        page.forget();
        if (bench != null) {
            bench.reactor().stop();
            turning.join();
            bench.close();
        }
    }

    /// Each file by its path, and each folder with a slash and without content. What is not yet a file is left out.
    private static Map<String, String> content(Path top) throws IOException {
        Map<String, String> content = new TreeMap<>();
        try (Stream<Path> all = Files.walk(top)) {
            for (Path each : all.filter(path -> !path.equals(top)).filter(path -> !isUpload(path)).toList()) {
                String name = top.relativize(each).toString();
                if (Files.isDirectory(each)) {
                    content.put(name + "/", "");
                } else {
                    content.put(name, Files.readString(each, StandardCharsets.ISO_8859_1));
                }
            }
        }
        return content;
    }

    private static boolean isUpload(Path file) {
        return file.getFileName().toString().startsWith(".medusa-upload-");
    }

    /// 50 files in nested folders, one of them empty, with names that are hard to say.
    private Path manyFiles() throws IOException {
        Path top = Files.createDirectory(source.resolve("Fotos & 100% #1"));
        List<String> folders = List.of("", "a b", "a b/größe", "a b/größe/d?e", "'q\"", "<img src=x onerror=alert(1)>");
        List<String> names = List.of("plain-%d.txt", "with space %d", "hash#%d", "100%%25 %d", "ü%d\u202e.png",
                "\"%d'", "a+b&c=%d;", "-%d", "n..%d", "<img src=x onerror=alert(%d)>");
        Random random = new Random(50);
        for (String each : folders) {
            Files.createDirectories(top.resolve(each));
        }
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[i == 0 ? 0 : i == 1 ? 3 << 20 : random.nextInt(20_000)];
            random.nextBytes(bytes);
            Files.write(top.resolve(folders.get(i % folders.size())).resolve(names.get(i % names.size()).formatted(i)),
                    bytes);
        }
        return top;
    }

    private void settled() throws Exception {
        page.until("document.querySelector('#jobs').hidden && said.textContent.includes('put here')");
    }

    private String said() throws Exception {
        return page.eval("said.textContent").asText();
    }

    private long rows(String state) throws Exception {
        return page.eval("document.querySelectorAll('#rows li." + state + "').length").asLong();
    }

    @Test
    void aDroppedFolderArrivesByteForByte() throws Exception {
        Path top = manyFiles();
        Files.createDirectories(top.resolve("empty/emptier"));
        page.go(url + "keep/?sort=size");
        page.drop(top);
        settled();
        assertThat(content(root.resolve("keep"))).isEqualTo(content(source)).hasSize(1 + 5 + 2 + 50);
        assertThat(said()).isEqualTo("50 files, 8 folders put here.");
        page.until("document.querySelectorAll('tbody a').length === 2");
        assertThat(page.eval("document.querySelector('tbody tr:nth-child(2) a').textContent").asText())
                .isEqualTo("Fotos & 100% #1/");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void aChosenFolderArrivesByteForByte() throws Exception {
        Path top = manyFiles();
        page.go(url);
        page.choose("#picked-folder", top);
        settled();
        assertThat(content(root.resolve("Fotos & 100% #1"))).isEqualTo(content(top)).hasSize(5 + 50);
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void showsProgressAndCancels() throws Exception {
        byte[] bytes = new byte[BIG];
        Path one = Files.write(source.resolve("one.bin"), bytes);
        Path other = Files.write(source.resolve("other.bin"), bytes);
        Files.write(source.resolve("third.bin"), bytes);
        Path waiting = Files.write(source.resolve("waiting.bin"), new byte[1]);
        disk.stall();
        page.go(url);
        page.choose("#picked-files", one, other, source.resolve("third.bin"), waiting);
        page.until(
                "[...document.querySelectorAll('#rows .running progress')].filter(bar => bar.value > 0).length === 3");
        assertThat(page.eval("sum.textContent").asText()).startsWith("0 of 4 done · ").contains(" of 192 MiB");
        assertThat(page.eval("document.querySelector('#rows small').textContent").asText()).matches("\\d\\d?%.*");
        assertThat(rows("waiting")).isOne();
        assertThat(content(root)).containsOnlyKeys("box/", "keep/");
        page.click("#rows li:nth-child(4) button");
        page.click("#rows li button");
        page.until("document.querySelectorAll('#rows li').length === 2");
        // Leaving asks while the others run.
        page.go(url);
        assertThat(page.questions()).containsExactly("beforeunload");
        page.forget();
        page.go(url);
        assertThat(page.questions()).isEmpty();
        page.choose("#picked-files", one, other);
        page.until("document.querySelectorAll('#rows .running').length === 2");
        page.click("#cancel-all");
        page.until("document.querySelector('#jobs').hidden");
        disk.goOn();
        assertThat(disk.over.tryAcquire(5, 60, TimeUnit.SECONDS)).isTrue();
        try (Stream<Path> left = Files.list(root)) {
            assertThat(left).noneMatch(FolderUploadBrowserTest::isUpload);
        }
        page.choose("#picked-files", waiting);
        settled();
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "waiting.bin");
    }

    /// The last one is so large that the answer is there long before its end.
    @Test
    void asksBeforeItReplaces() throws Exception {
        for (String name : List.of("a.txt", "b.txt", "c.txt")) {
            Files.writeString(root.resolve(name), "old");
            Files.writeString(source.resolve(name), "new " + name + "!".repeat(name.equals("c.txt") ? BIG : 0));
        }
        page.go(url);
        page.choose("#picked-files", source.resolve("a.txt"), source.resolve("b.txt"), source.resolve("c.txt"));
        page.until("document.querySelectorAll('#rows .asking').length === 3");
        assertThat(content(root)).containsEntry("a.txt", "old").containsEntry("b.txt", "old");
        page.click("#rows li:nth-child(2) button:nth-child(2)"); // keep
        page.until("document.querySelectorAll('#rows li').length === 2 && sum.textContent === '2 there already'");
        page.click("#replace-all");
        settled();
        assertThat(said()).isEqualTo("2 files put here.");
        assertThat(content(root)).containsEntry("a.txt", "new a.txt").containsEntry("b.txt", "old")
                .containsEntry("c.txt", "new c.txt" + "!".repeat(BIG));
    }

    @Test
    void whoMayNotReplaceIsNotAsked() throws Exception {
        Files.writeString(root.resolve("a.txt"), "old");
        Path file = Files.writeString(source.resolve("a.txt"), "new");
        visitor.user = Visitor.user("ben");
        page.go(url);
        page.choose("#picked-files", file);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        assertThat(page.eval("document.querySelector('#rows small').textContent").asText())
                .isEqualTo("You may not put this here, or there is one with this name already. (403)");
        assertThat(page.eval("document.querySelectorAll('table button').length").asInt()).isZero();
        assertThat(content(root)).containsEntry("a.txt", "old");
    }

    @Test
    void saysInWordsWhatFailedAndTriesAgain() throws Exception {
        Path file = Files.writeString(source.resolve("a.txt"), "new");
        page.go(url);
        for (Map.Entry<Integer, String> each : Map.of(507, "no room", 413, "larger than", 403, "may not", 411, "size",
                409, "folder is not there", 400, "name", 500, "server failed").entrySet()) {
            visitor.refusal = each.getKey();
            page.choose("#picked-files", file);
            page.until("document.querySelectorAll('#rows .failed').length === 1");
            assertThat(page.eval("document.querySelector('#rows small').textContent").asText())
                    .contains(each.getValue()).endsWith("(" + each.getKey() + ")");
            page.click("#cancel-all");
            page.until("document.querySelector('#jobs').hidden");
        }
        visitor.refusal = 507;
        page.choose("#picked-files", file);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        visitor.refusal = 0;
        page.click("#rows button");
        settled();
        assertThat(content(root)).containsEntry("a.txt", "new");
    }

    @Test
    void comesBackByItselfToAServerThatIsBusy() throws Exception {
        Path one = Files.writeString(source.resolve("one"), "1");
        Path other = Files.writeString(source.resolve("other"), "2");
        visitor.refusals = 2;
        visitor.refusal = 503;
        page.go(url);
        page.choose("#picked-files", one, other);
        page.until("document.querySelectorAll('#rows .resting').length > 0");
        settled();
        assertThat(content(root)).containsEntry("one", "1").containsEntry("other", "2");
    }

    @Test
    void leavesOutWhatAMacAddsToFoldersAndSaysOfOthersThatTheyAreNotTaken() throws Exception {
        Path top = Files.createDirectory(source.resolve("top"));
        for (String name : List.of(".DS_Store", ".env", "a.txt")) {
            Files.writeString(top.resolve(name), "x");
        }
        page.go(url);
        page.drop(top);
        page.until(
                "said.textContent === '1 file, 1 folder put here.' && document.querySelectorAll('#rows li').length === 1");
        assertThat(page.eval("document.querySelector('#rows li').textContent").asText())
                .startsWith("top/.envSuch a name is not taken here. (400)");
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "top/", "top/a.txt");
    }

    /// What is shown of such a name is not the name.
    @Test
    void deletesAFileWhoseNameIsNoText() throws Exception {
        for (String name : List.of("/\u00ff\u00fe.txt", "/\u00ff\u00fd.txt")) {
            try (Upload upload = disk.write(VirtualPath.parse(name), VirtualFilesystem.WriteMode.CREATE)) {
                upload.commit();
            }
        }
        page.go(url);
        assertThat(page.eval("document.querySelectorAll('.del button')[1].ariaLabel").asText())
                .isEqualTo("Delete \ufffd\ufffd.txt");
        page.click("tbody tr:nth-child(3) button");
        page.click("#yes");
        page.until("said.textContent.endsWith('is deleted.')");
        page.until("document.querySelectorAll('.del button').length === 2");
        assertThat(disk.attributes(VirtualPath.parse("/\u00ff\u00fe.txt")).isFile()).isTrue();
    }

    @Test
    void whatGoesIntoAFolderThatCannotBeMadeIsNotSent() throws Exception {
        Files.writeString(Files.createDirectories(source.resolve("top/sub")).resolve("a.txt"), "a");
        visitor.user = Visitor.user("ben");
        page.go(url);
        visitor.user = User.ANONYMOUS; // the rights are gone meanwhile
        page.choose("#picked-folder", source.resolve("top"));
        page.until("document.querySelectorAll('#rows .failed').length === 3");
        assertThat(page.eval("[...document.querySelectorAll('#rows small')].map(note => note.textContent).join('|')")
                .asText())
                .isEqualTo("You may not do that. (403)|Its folder could not be made.|Its folder could not be made.");
        visitor.user = Visitor.user("ben");
        page.click("#again-all");
        settled();
        assertThat(content(root)).containsEntry("top/sub/a.txt", "a");
    }

    @Test
    void deletesAfterItHasAskedByName() throws Exception {
        String name = "<img src=x onerror=alert(1)>\u202e\"'.txt";
        Files.writeString(root.resolve(name), "x");
        Files.writeString(root.resolve("keep/kept"), "x");
        Path raw = Path.of(root.toString());
        Files.createDirectory(raw.resolve("full"));
        Files.writeString(raw.resolve("full/x"), "x");
        page.go(url);
        // Not the folder in which she may not delete.
        assertThat(page.eval("[...document.querySelectorAll('.del button')].map(b => b.ariaLabel).join('|')").asText())
                .isEqualTo("Delete box/|Delete full/|Delete <img src=x onerror=alert(1)>\\u202e\"'.txt");
        page.click("tbody tr:nth-child(4) button");
        assertThat(page.eval("question.textContent").asText())
                .isEqualTo("Delete <img src=x onerror=alert(1)>\\u202e\"'.txt? It cannot be brought back.");
        page.click("#no");
        assertThat(Files.exists(root.resolve(name))).isTrue();
        page.click("tbody tr:nth-child(4) button");
        page.click("#yes");
        page.until(
                "said.textContent.endsWith('.txt is deleted.') && document.querySelectorAll('.del button').length === 2");
        assertThat(Files.exists(root.resolve(name))).isFalse();
        page.click("tbody tr:nth-child(2) button");
        page.click("#yes");
        page.until("said.className === 'failed'");
        assertThat(said()).isEqualTo("full/ is still there: The folder is not empty. (409)");
        page.click("tbody tr:nth-child(1) button");
        page.click("#yes");
        page.until("said.textContent === 'box/ is deleted.'");
        assertThat(content(root)).containsOnlyKeys("full/", "full/x", "keep/", "keep/kept");
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void makesAFolder() throws Exception {
        page.go(url);
        page.click("#make");
        page.eval("document.querySelector('#new-name').value = '..'");
        page.click("#yes");
        page.until("wrong.textContent === 'A folder cannot have this name.'");
        page.eval("document.querySelector('#new-name').value = 'box'");
        page.click("#yes");
        page.until("wrong.textContent === 'There is something with this name already. (405)'");
        page.eval("document.querySelector('#new-name').value = 'ü %41#?'");
        page.click("#yes");
        page.until("!ask.open && document.querySelector('tbody').textContent.includes('ü %41#?/')");
        assertThat(content(root)).containsOnlyKeys("box/", "keep/", "ü %41#?/");
    }

    @Test
    void aLetterBoxTakesWhatItDoesNotShow() throws Exception {
        Files.writeString(root.resolve("box/secret.txt"), "old");
        Path file = Files.writeString(source.resolve("letter.txt"), "dear");
        Path known = Files.writeString(source.resolve("secret.txt"), "new");
        visitor.user = Visitor.user("carol");
        page.go(url + "box/");
        assertThat(page.eval("document.body.textContent").asText()).doesNotContain("secret");
        page.drop(file, known);
        page.until(
                "document.querySelectorAll('#rows .failed').length === 1 && said.textContent === '1 file put here.'");
        assertThat(content(root.resolve("box"))).containsEntry("letter.txt", "dear").containsEntry("secret.txt", "old");
    }

    /// All that can be seen at once, on a small phone and a large screen: nothing is cut off, and what is to be touched is large
    /// enough (WCAG 2.2, 2.5.8: 24 px). For eyes, keep the pictures as [FolderPageBrowserTest] says.
    @ParameterizedTest
    @CsvSource({"LIGHT, 360", "DARK, 360", "LIGHT, 1280", "DARK, 1280"})
    void fitsPhonesAndScreens(Chromium.Scheme scheme, int width) throws Exception {
        Files.createDirectories(root.resolve("Bilder/2026"));
        Files.writeString(root.resolve("README.md"), "old");
        Files.write(root.resolve("Protokoll der Versammlung vom 3. März mit allen Anlagen (endgültig).pdf"),
                new byte[88_123]);
        Path known = Files.writeString(source.resolve("README.md"), "new");
        Path failing = Files.writeString(source.resolve("IMG_10.jpg"), "new");
        Path big = Files.write(source.resolve("holiday film with a rather long name, second part.mkv"), new byte[BIG]);
        page.look(scheme, width, 800);
        page.go(url);
        visitor.refusal = 507;
        page.choose("#picked-files", failing);
        page.until("document.querySelectorAll('#rows .failed').length === 1");
        visitor.refusal = 0;
        page.choose("#picked-files", known);
        page.until("document.querySelectorAll('#rows .asking').length === 1");
        disk.stall();
        page.choose("#picked-files", big);
        page.until("document.querySelector('#rows .running progress')?.value > 0 && total.value > 0");
        page.shoot(browserFolder.resolve("uploads-" + scheme + "-" + width + ".png"));
        assertThat(page.eval("document.documentElement.scrollWidth").asInt()).isEqualTo(width);
        assertThat(page.eval("Math.min(...[...document.querySelectorAll('button, a')]"
                + ".filter(each => each.checkVisibility()).map(each => each.getBoundingClientRect().height))")
                .asDouble())
                .isGreaterThanOrEqualTo(24);
        page.click("tbody tr:nth-child(2) button");
        page.shoot(browserFolder.resolve("question-" + scheme + "-" + width + ".png"));
        page.click("#no");
        page.click("#make");
        page.shoot(browserFolder.resolve("folder-" + scheme + "-" + width + ".png"));
        disk.goOn();
        page.click("#cancel-all");
        visitor.user = Visitor.user("carol");
        page.go(url + "box/");
        page.shoot(browserFolder.resolve("box-" + scheme + "-" + width + ".png"));
        assertThat(page.complaints()).isEmpty();
    }

    @Test
    void whoHasNotTheRightSeesNothingAndDropsNothing() throws Exception {
        visitor.user = User.ANONYMOUS;
        visitor.offersLogin = true;
        page.go(url);
        assertThat(page.eval("document.querySelectorAll('button, input, script, section, dialog').length").asInt())
                .isZero();
        assertThat(page.eval("document.querySelector('.who a').href").asText()).isEqualTo(url + "?login");
    }
}
