package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The interpreter compiles against the packaged modules, in files as they are distributed and in a runtime image made of
/// them, and against nothing that happens to lie in the current folder.
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class InterpreterImageTest {
    private static final String MODULES = "medusa.engine,medusa.ftp.unix.auth";
    private static final String PROBE = """
            import java.time.InstantSource;
            import java.util.List;
            import medusa.http.*;
            import medusa.interpreter.*;
            import medusa.log.AccessLog;
            import medusa.reactor.Reactor;

            public class Probe {
                public static void main(String[] snippets) throws Exception {
                    Reactor reactor = Reactor.open();
                    HttpServer http = new HttpServer(reactor, HttpSettings.DEFAULT, AccessLog.off(), InstantSource.system());
                    Thread.ofPlatform().daemon().start(() -> {
                        try {
                            reactor.run();
                        } catch (Exception e) {
                            e.printStackTrace();
                        }
                    });
                    try (Interpreter interpreter = new Interpreter(reactor,
                            List.of(new Interpreter.Binding("reactor", Reactor.class, reactor),
                                    new Interpreter.Binding("extensions", Extensions.class, http.extensions())),
                            Interpreter.Settings.DEFAULT, null)) {
                        System.out.println(interpreter.complete("extensions.inst", 15).get().candidates());
                        for (String snippet : snippets) {
                            Outcome outcome = interpreter.eval(snippet).get();
                            System.out.println(outcome.status() + " " + outcome.value());
                        }
                    }
                }
            }
            """;
    private static final List<String> SNIPPETS = List.of("1 + 1", "last * 21",
            "Thread.currentThread() == reactor.thread()",
            "class Up implements Extension { public boolean match(HttpRequest request) { return true; } "
                    + "public void handle(HttpRequest request) { request.reply(204).send(); } } "
                    + "extensions.install(Place.FRONT, new Up()); 3",
            "Stray.value()");
    private static final String EXPECTED = "[install(]\nDONE 2\nDONE 42\nDONE true\nDONE 3\nINVALID null\n";

    @TempDir
    private Path folder;
    private Path lib;

    @BeforeEach
    void compile() throws IOException {
        lib = Path.of(System.getProperty("medusa.launcher")).resolveSibling("../lib").normalize();
        Path source = Files.writeString(folder.resolve("Probe.java"), PROBE);
        run("javac", "-d", folder.resolve("probe").toString(), "--module-path", lib.toString(), "--add-modules",
                MODULES, source.toString());
        Files.delete(source);
        Files.writeString(folder.resolve("Stray.java"),
                "public class Stray { public static int value() { return 1; } }");
    }

    private static void run(String tool, String... arguments) {
        assertThat(ToolProvider.findFirst(tool).orElseThrow().run(System.out, System.err, arguments)).isZero();
    }

    @Test
    void fromTheDistribution() throws Exception {
        assertThat(probe(Path.of(System.getProperty("java.home")), "--module-path", lib.toString()))
                .isEqualTo(EXPECTED);
    }

    @Test
    void fromARuntimeImageAndInItsServer() throws Exception {
        Path image = folder.resolve("image");
        run("jlink", "--module-path", lib.toString(), "--add-modules", MODULES, "--strip-debug", "--no-header-files",
                "--no-man-pages", "--output", image.toString());
        assertThat(probe(image)).isEqualTo(EXPECTED);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // whoever it becomes gets in
        Path socket = folder.resolve("m.sock");
        Process server = new ProcessBuilder(image.resolve("bin/java").toString(), "-m",
                "medusa.engine/medusa.server.Main", "serve", "--root", folder.toString(), "--ftp", "off", "--http",
                "off",
                "--monitor", "unix:" + socket, "--set", "state-folder=" + folder.resolve("state"))
                .redirectError(folder.resolve("errors").toFile()).start();
        try (BufferedReader out = server.inputReader()) {
            String line = out.readLine();
            while (!"medusa: ready".equals(line)) {
                assertThat(line).as(Files.readString(folder.resolve("errors"))).isNotNull();
                line = out.readLine();
            }
            try (MonitorWire monitor = new MonitorWire(UnixDomainSocketAddress.of(socket))) {
                assertThat(monitor.eval("connections.size() + 1")).contains("\"value\":\"2\"");
            }
        } finally {
            server.destroyForcibly();
        }
    }

    private String probe(Path java, String... options) throws IOException, InterruptedException {
        List<String> command = Stream.of(Stream.of(java.resolve("bin/java").toString(), "-XX:+UseSerialGC"),
                Stream.of(options), Stream.of("--add-modules", MODULES, "--class-path",
                        folder.resolve("probe").toString(), "Probe"),
                SNIPPETS.stream()).flatMap(part -> part).toList();
        File errors = folder.resolve("errors").toFile();
        Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors).start();
        process.onExit().orTimeout(120, TimeUnit.SECONDS).exceptionally(_ -> {
            process.destroyForcibly();
            return process;
        });
        String output = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as("%s %s", output, Files.readString(errors.toPath())).isZero();
        return output;
    }
}
