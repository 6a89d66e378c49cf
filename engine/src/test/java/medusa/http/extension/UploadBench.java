package medusa.http.extension;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import medusa.auth.Logins;
import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.VirtualFilesystem;
import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.http.Place;
import medusa.http.ServerFacts;
import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// A server that takes uploads, on a reactor that is turned by hand. Who asks says so in a field `User`; a field `Offer` offers
/// him a log-in.
final class UploadBench implements AutoCloseable {
    static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    static final UploadExtension.Settings USUAL = new UploadExtension.Settings(List.of("/"), Duration.ofHours(1), 64,
            16, false);
    private static final List<String> EVERYBODY = List.of(Rights.Rule.EVERYBODY);

    final Bench bench = new Bench();
    final Path root;
    final HttpServer http;
    final Acceptor acceptor;
    SharedTree tree;
    /// What a write waits for; null for nothing.
    volatile CountDownLatch gate;
    /// What a walk through a home waits for; null for nothing.
    volatile CountDownLatch walk;
    /// How many walks have begun; one thread counts.
    volatile int walking;
    /// What looking something up waits for; null for nothing.
    volatile CountDownLatch opening;
    /// How many wait for that.
    final AtomicInteger opened = new AtomicInteger();
    private final Map<String, User> users = new HashMap<>();

    /// Everybody may do everything, but: nothing in `/closed`, only look at `/look`, only add to `/box`.
    static final Rights RIGHTS = new Rights(List.of(
            new Rights.Rule(List.of("closed"), EVERYBODY, Set.of()),
            new Rights.Rule(List.of("look"), EVERYBODY, Set.of(Right.LIST, Right.READ)),
            new Rights.Rule(List.of("box"), EVERYBODY, Set.of(Right.WRITE)),
            new Rights.Rule(List.of(), EVERYBODY, EnumSet.allOf(Right.class))), Rights.Defaults.of(true, true));

    UploadBench(Path root, UploadExtension.Settings settings) throws Exception {
        this.root = root;
        for (String each : new String[]{"closed", "look", "box", "sub", "home/anna"}) {
            Files.createDirectories(root.resolve(each));
        }
        tree = new SharedTree(gated(new RootedFilesystem(root)), RIGHTS);
        http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(), InstantSource.fixed(NOW));
        http.extensions().install(Place.BACK, new Who());
        http.extensions().install(Place.BACK, new UploadExtension(settings, new Context()));
        http.extensions().install(Place.BACK,
                new FileExtension(tree, FileExtension.Settings.DEFAULT, Map.of(), new MimeTypes(Map.of())));
        acceptor = bench.listen(http::newChannel);
    }

    /// The tree of another folder, as after a reload.
    void serve(Path other) throws IOException {
        tree = tree.follow(new RootedFilesystem(other), RIGHTS);
    }

    void user(String name, long quota, long file, int sessions) {
        users.put(name, new User(name, Set.of(), "/home/" + name, new User.Limits(
                quota < 0 ? OptionalLong.empty() : OptionalLong.of(quota),
                file < 0 ? OptionalLong.empty() : OptionalLong.of(file), sessions)));
    }

    private VirtualFilesystem gated(VirtualFilesystem files) {
        return wrap(VirtualFilesystem.class, files);
    }

    /// Lets every write to a file wait for the gate, and every walk likewise.
    private <T> T wrap(Class<T> type, Object inner) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
            CountDownLatch waitFor = gate;
            if (type == Upload.class && method.getName().equals("write") && waitFor != null) {
                waitFor.await();
            }
            CountDownLatch held = walk;
            if (method.getName().equals("usage")) {
                walking = walking + 1;
                if (held != null) {
                    held.await();
                }
            }
            CountDownLatch look = opening;
            if (look != null && method.getName().equals("attributes")) {
                opened.incrementAndGet();
                look.await();
            }
            try {
                Object result = method.invoke(inner, arguments);
                return result instanceof Upload ? wrap(Upload.class, result) : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }

    private final class Who implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            String name = request.headers().first("User");
            if (name != null) {
                request.user(users.computeIfAbsent(name,
                        unknown -> new User(unknown, Set.of(), "/home/" + unknown, User.Limits.NONE)));
            }
            if (request.headers().contains("Offer")) {
                request.offerLogin(List.of("Basic realm=\"x\""));
            }
            return false;
        }

        @Override
        public void handle(HttpRequest request) {
            throw new IllegalStateException();
        }
    }

    private final class Context implements ExtensionContext {
        @Override
        public HttpServer http() {
            return http;
        }

        @Override
        public SharedTree tree() {
            return tree;
        }

        @Override
        public Logins logins() {
            throw new UnsupportedOperationException();
        }

        @Override
        public VirtualFilesystem folder(Path folder) throws IOException {
            return new RootedFilesystem(folder);
        }

        @Override
        public MimeTypes mimeTypes() {
            return new MimeTypes(Map.of());
        }

        @Override
        public ServerFacts server() {
            throw new UnsupportedOperationException();
        }
    }

    Bench.Peer peer() throws IOException {
        return bench.connect(acceptor);
    }

    static String head(String method, String path, String... fields) {
        return method + " " + path + " HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n" + fields(fields) + "\r\n";
    }

    private static String fields(String... fields) {
        StringBuilder lines = new StringBuilder();
        Stream.of(fields).forEach(field -> lines.append(field).append("\r\n"));
        return lines.toString();
    }

    /// The whole reply to a request without a body, on a connection of its own.
    String ask(String method, String path, String... fields) throws IOException {
        return talk(head(method, path, with(fields, "Connection: close")));
    }

    /// The same with a body of a length that is said.
    String put(String path, String body, String... fields) throws IOException {
        return talk(head("PUT", path, with(fields, "Connection: close", "Content-Length: " + body.length())) + body);
    }

    private static String[] with(String[] fields, String... more) {
        return Stream.concat(Stream.of(fields), Stream.of(more)).toArray(String[]::new);
    }

    String talk(String text) throws IOException {
        Bench.Peer peer = peer().send(text).expectEnd();
        peer.hangUp();
        return plain(peer.got());
    }

    /// The next whole reply.
    String answer(Bench.Peer peer) throws IOException {
        bench.until("an answer", () -> peer.poll() < 0 || isWhole(peer.got()));
        return plain(peer.got());
    }

    private static boolean isWhole(String reply) {
        int end = reply.indexOf("\r\n\r\n") + 4;
        String length = field(reply, "Content-Length");
        return end >= 4 && reply.length() >= end + (length == null ? 0 : Integer.parseInt(length));
    }

    /// With the policy of error pages left out, which others test.
    static String plain(String reply) {
        return reply.replaceAll("Content-Security-Policy: [^\r]*", "Content-Security-Policy: " + POLICY);
    }

    /// As an answer begins that has no content.
    static String reply(String status, String... fields) {
        return "HTTP/1.1 " + status + "\r\nServer: Medusa\r\nDate: Wed, 02 Jan 2030 03:04:05 GMT\r\n" + fields(fields)
                + "\r\n";
    }

    /// An error, in full, on a connection that ends.
    static String error(String status, String sentence, String... fields) {
        String text = status + "\n" + sentence + "\n";
        return reply(status, with(Stream
                .concat(Stream.of("Connection: close", "Content-Type: text/plain; charset=utf-8", "Vary: Accept"),
                        Stream.of(fields))
                .toArray(String[]::new), "Content-Security-Policy: " + POLICY, "Content-Length: " + text.length()))
                + text;
    }

    private static final String POLICY = "POLICY";

    static String field(String reply, String name) {
        Matcher matcher = Pattern.compile("\r\n" + name + ": ([^\r]*)").matcher(reply);
        return matcher.find() ? matcher.group(1) : null;
    }

    static String status(String reply) {
        return reply.substring(9, 12);
    }

    String etag(String path) throws IOException {
        return field(ask("HEAD", path), "ETag");
    }

    long count(Counter counter) {
        return bench.reactor().counters().get(counter);
    }

    /// Everything on the disk below a folder of the root, temporary files as `~`.
    List<String> disk(String folder) throws IOException {
        Path top = root.resolve(folder);
        while (true) {
            try (Stream<Path> entries = Files.walk(top)) {
                return names(top, entries);
            } catch (UncheckedIOException e) {
                // Something vanished while it was looked at.
            }
        }
    }

    private static List<String> names(Path top, Stream<Path> entries) {
        return entries.filter(entry -> !entry.equals(top)).map(entry -> top.relativize(entry).toString())
                .map(name -> name.replaceAll("\\.medusa-upload-[0-9a-f]+", "~")).sorted().toList();
    }

    void write(String name, String content) throws IOException {
        Files.writeString(root.resolve(name), content, StandardCharsets.ISO_8859_1);
    }

    String read(String name) throws IOException {
        return Files.readString(root.resolve(name), StandardCharsets.ISO_8859_1);
    }

    /// Turns until there is so much on the disk.
    void untilDisk(String folder, String... names) throws IOException {
        List<String> wanted = List.of(names);
        bench.until(wanted + " in " + folder, () -> {
            try {
                return disk(folder).equals(wanted);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    @Override
    public void close() throws IOException {
        for (CountDownLatch waiting : new CountDownLatch[]{gate, walk, opening}) {
            if (waiting != null) {
                waiting.countDown();
            }
        }
        bench.close();
    }
}
