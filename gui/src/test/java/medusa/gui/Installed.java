package medusa.gui;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/// The program laid out as it is installed, of the classes that are tested, in a folder that everybody may read: what a server
/// that root starts becomes could not get at a builder's home.
final class Installed {
    private static final Path LAUNCHER = Path.of("..", "installer", "src", "main", "bin", "medusa");
    private static final List<String> JARS = List.of("jackson-", "jline-", "jna-", "logback-", "picocli-", "slf4j-",
            "medusa-engine-", "medusa-ftp-unix-auth-");

    private Installed() {}

    /// Has servers that are started from now on be those.
    static synchronized void use() throws IOException {
        if (System.getProperty("medusa.home") == null) {
            Path home = Files.createTempDirectory("medusa-home-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(home)));
            Path launcher = Files.createDirectories(home.resolve("bin")).resolve("medusa");
            Files.copy(LAUNCHER, launcher);
            Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
            int number = 0;
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                Path path = Path.of(entry);
                if (isNeeded(path)) {
                    copy(path, Files.createDirectories(home.resolve("lib")).resolve(name(path, number++)));
                }
            }
            openToAll(home);
            System.setProperty("medusa.home", home.toString());
        }
    }

    /// A folder of classes is called as its module is: where it is called otherwise the compiler, and so the monitor's
    /// interpreter, does not find it on the module path, though the virtual machine does.
    private static String name(Path path, int number) {
        return Files.isDirectory(path)
                ? ModuleFinder.of(path).findAll().iterator().next().descriptor().name()
                : number + "-" + path.getFileName();
    }

    private static boolean isNeeded(Path path) {
        String name = path.getFileName().toString();
        return JARS.stream().anyMatch(name::startsWith)
                || Files.isRegularFile(path.resolve("module-info.class"))
                        && !Files.isDirectory(path.resolve("medusa/gui"));
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(from.relativize(each).toString()));
            }
        }
    }

    /// Lets everybody read `folder` and what is in it.
    static void openToAll(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path each : all.filter(Files::isDirectory).toList()) {
                Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
        }
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted((a, b) -> b.compareTo(a)).forEach(each -> each.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
