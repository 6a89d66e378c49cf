package medusa.filesystem;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.producer.Producer;

/// A tree in which threads exchange folders, links and names as fast as they can while others use it through a filesystem.
/// It records every sign of the outside that those others see. What is outside is told by its content, its size and its
/// names, and has to be the same afterwards.
final class Race {
    private static final String INSIDE = "inside ";
    private static final String SECRET = "SECRET";
    private static final int SECRET_SIZE = 60_006;
    private static final int WORKERS = 3;

    /// Each may lead outside for a moment.
    private static final List<String> PATHS = List.of("/a", "/a/file", "/a/secret", "/a/sub/secret", "/file",
            "/moving/deep",
            "/moving/deep/up", "/moving/deep/up/secret", "/moving/deep/up/file", "/abs/file", "/abs/secret",
            "/chain/secret");

    private final Path root;
    private final Path outside;
    private final Path away;
    private final Queue<String> leaks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean over = new AtomicBoolean();
    final AtomicLong worked = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong swaps = new AtomicLong();

    /// Makes the tree: `root` beside `outside`, and `away`, which folders are moved to.
    Race(Path top) throws IOException {
        root = Files.createDirectories(top.resolve("root"));
        outside = Files.createDirectories(top.resolve("outside"));
        away = Files.createDirectories(top.resolve("away"));
        Files.createDirectories(outside.resolve("sub"));
        for (String name : new String[]{"secret", "sub/secret", "file-secret"}) {
            Files.writeString(outside.resolve(name), SECRET.repeat(SECRET_SIZE / SECRET.length()));
        }
        Files.writeString(top.resolve("secret"), SECRET.repeat(SECRET_SIZE / SECRET.length()));
        Files.createDirectories(root.resolve("a/sub"));
        Files.writeString(root.resolve("a/file"), INSIDE);
        Files.writeString(root.resolve("file"), INSIDE);
        Files.createDirectories(root.resolve("moving/deep"));
        // Leads to the root while it is in place, and above it once it has been moved up or away.
        Files.createSymbolicLink(root.resolve("moving/deep/up"), Path.of("../.."));
        Files.createSymbolicLink(root.resolve("abs"), root.resolve("a").toAbsolutePath());
        Files.createSymbolicLink(root.resolve("chain"), Path.of("abs"));
    }

    Path root() {
        return root;
    }

    /// Runs until so many operations are done or a leak was seen.
    ///
    /// @return what was seen of the outside
    List<String> run(VirtualFilesystem files, int operations, boolean writes) throws Exception {
        Map<String, String> before = contents();
        List<Thread> swappers = Stream.<Swap>of(this::swapFolder, this::swapFile, this::moveFolder)
                .map(swap -> Thread.ofPlatform().start(() -> swapUntilOver(swap))).toList();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            SplittableRandom random = new SplittableRandom(i);
            workers.add(Thread.ofPlatform().start(() -> work(files, operations / WORKERS, writes, random)));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        over.set(true);
        for (Thread swapper : swappers) {
            swapper.join();
        }
        if (!contents().equals(before)) {
            leaks.add("the outside was changed");
        }
        return List.copyOf(leaks);
    }

    private interface Swap {
        void there(SplittableRandom random) throws IOException;
    }

    private void swapUntilOver(Swap swap) {
        SplittableRandom random = new SplittableRandom(swap.hashCode());
        try {
            while (!over.get()) {
                swap.there(random);
                swaps.incrementAndGet();
            }
        } catch (IOException | RuntimeException e) {
            leaks.add("swapping failed: " + e);
        }
    }

    /// A folder, a link to the outside, and nothing at all in turn.
    private void swapFolder(SplittableRandom random) throws IOException {
        Path name = root.resolve("a");
        Path aside = root.resolve("aside");
        Files.move(name, aside);
        Files.createSymbolicLink(name, random.nextBoolean() ? Path.of("../outside") : outside.toAbsolutePath());
        Files.delete(name);
        Files.move(aside, name);
    }

    /// The name always exists: a file at one moment and a link at the next. Uploads may have replaced it meanwhile.
    private void swapFile(SplittableRandom random) throws IOException {
        Path link = Files.createSymbolicLink(root.resolve("next"), Path.of("../outside/secret"));
        Files.move(link, root.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
        Path file = Files.writeString(root.resolve("next"), INSIDE);
        Files.move(file, root.resolve("file"), StandardCopyOption.ATOMIC_MOVE);
    }

    /// The same folder at another depth, and out of the root.
    private void moveFolder(SplittableRandom random) throws IOException {
        Path here = root.resolve("moving/deep");
        Path there = random.nextBoolean() ? away.resolve("deep") : root.resolve("deep");
        Files.move(here, there, StandardCopyOption.ATOMIC_MOVE);
        Files.move(there, here, StandardCopyOption.ATOMIC_MOVE);
    }

    private void work(VirtualFilesystem files, int operations, boolean writes, SplittableRandom random) {
        for (int i = 0; i < operations && leaks.isEmpty(); i++) {
            VirtualPath path = VirtualPath.parse(PATHS.get(random.nextInt(PATHS.size())));
            try {
                if (writes && random.nextInt(3) == 0) {
                    write(files, path, random);
                } else {
                    look(files, path, random);
                }
                worked.incrementAndGet();
            } catch (IOException e) {
                refused.incrementAndGet();
            } catch (RuntimeException e) {
                leaks.add("broke: " + e);
            }
        }
    }

    private void look(VirtualFilesystem files, VirtualPath path, SplittableRandom random) throws IOException {
        switch (random.nextInt(3)) {
            case 0 -> check(path, files.attributes(path));
            case 1 -> {
                try (OpenFile file = files.open(path)) {
                    check(path, file.attributes());
                    try (Producer producer = file.produce(0, file.attributes().size())) {
                        if (Trees.drain(producer).contains(SECRET)) {
                            leaks.add("read: " + path);
                        }
                    }
                }
            }
            default -> {
                try (Listing listing = files.list(path)) {
                    listing.forEachRemaining(entry -> {
                        check(path.resolve(entry.name()), entry.attributes());
                        if (entry.name().equals("file-secret")) {
                            leaks.add("listed: " + path.resolve(entry.name()));
                        }
                    });
                }
            }
        }
    }

    private void check(VirtualPath path, Attributes attributes) {
        if (attributes.size() == SECRET_SIZE) {
            leaks.add("attributes: " + path);
        }
    }

    private static void write(VirtualFilesystem files, VirtualPath path, SplittableRandom random) throws IOException {
        if (path.names().contains("deep")) {
            return; // what is in a folder when it is moved away goes with it
        }
        VirtualPath other = path.parent().resolve("other" + random.nextInt(3));
        switch (random.nextInt(10)) {
            case 0 -> files.createFolder(other);
            case 1 -> files.deleteFolder(other);
            case 2 -> files.deleteFile(path.name().equals("secret") ? path : other);
            case 3 -> files.rename(path.name().equals("secret") ? path : other, VirtualPath.parse("/won"), true);
            case 4 -> files.rename(VirtualPath.parse("/won"), other, random.nextBoolean());
            case 5 -> files.setModified(path, java.time.Instant.EPOCH);
            case 6 -> files.setMode(path, 0755);
            default -> {
                WriteMode mode = WriteMode.values()[random.nextInt(3)];
                boolean existing = path.name().equals("file") || path.name().equals("secret");
                try (Upload upload = files.write(existing ? path : other, mode)) {
                    if (upload.position() > 0) {
                        upload.position(0);
                    }
                    upload.write(Trees.bytes(INSIDE));
                    if (random.nextInt(4) > 0) {
                        upload.commit();
                    }
                }
            }
        }
    }

    /// Names, times, modes and content of everything outside.
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path path : all.toList()) {
                String text = Files.isDirectory(path) ? "" : Files.readString(path);
                contents.put(path.toString(), Files.getLastModifiedTime(path) + " "
                        + Files.getPosixFilePermissions(path) + text);
            }
        }
        try (DirectoryStream<Path> beside = Files.newDirectoryStream(outside.getParent())) {
            beside.forEach(path -> contents.put(path.toString(), ""));
        }
        return contents;
    }
}
