package medusa.http.extension;

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
import java.util.stream.Stream;

import medusa.auth.Logins;
import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A browser, and a server with a real folder that takes uploads: anna may do everything but delete in `/keep`, ben may put
/// something there, carol into `/box` alone, where she sees nothing, and all others look.
@Timeout(120)
abstract class UploadPages {
    private static final Set<Right> LOOK = EnumSet.of(Right.LIST, Right.READ);
    private static final Rights RIGHTS = new Rights(List.of(
            new Rights.Rule(List.of("box"), List.of("carol"), Set.of(Right.WRITE)),
            new Rights.Rule(List.of("keep"), List.of("anna"), EnumSet.of(Right.LIST, Right.READ, Right.WRITE)),
            new Rights.Rule(List.of(), List.of("anna"), EnumSet.allOf(Right.class)),
            new Rights.Rule(List.of(), List.of("ben"), EnumSet.of(Right.LIST, Right.READ, Right.WRITE))),
            new Rights.Defaults(LOOK, LOOK));
    static final int BIG = 64 << 20;

    @TempDir
    static Path browserFolder;
    static ChromiumPage page;

    @TempDir
    Path folder;
    Path root;
    Path source;
    private Bench bench;
    StallingTree disk;
    Visitor visitor;
    private Thread turning;
    String url;

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
                new UploadExtension.Settings(List.of("/"), Duration.ZERO, 64, 16, false), new Context(http, tree)));
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
    static Map<String, String> content(Path top) throws IOException {
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

    static boolean isUpload(Path file) {
        return file.getFileName().toString().startsWith(".medusa-upload-");
    }

    /// 50 files in nested folders, one of them empty, with names that are hard to say.
    Path manyFiles() throws IOException {
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

    void settled() throws Exception {
        page.until("document.querySelector('#jobs').hidden && said.textContent.includes('put here')");
    }

    String said() throws Exception {
        return page.eval("said.textContent").asText();
    }

    long rows(String state) throws Exception {
        return page.eval("document.querySelectorAll('#rows li." + state + "').length").asLong();
    }
}
