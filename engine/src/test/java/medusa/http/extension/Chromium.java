package medusa.http.extension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real browser without a window, started anew for every picture.
final class Chromium {

    /// What people's systems prefer; the numbers are those of Chromium's own setting.
    enum Scheme {
        DARK,
        LIGHT
    }

    private final Path program;
    private final Path folder;
    private int runs;

    private Chromium(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /// Finds the browser. On a build server its absence is a failure, so that the tests cannot be lost in silence;
    /// elsewhere they are skipped and say why.
    ///
    /// @param folder for profiles, pictures and logs
    static Chromium in(Path folder) {
        String path = System.getenv().getOrDefault("PATH", "");
        return Stream.of(path.split(":")).map(entry -> Path.of(entry, "chromium")).filter(Files::isExecutable)
                .findFirst()
                .map(program -> new Chromium(program, folder)).orElseGet(() -> {
                    String reason = "needs chromium on the PATH";
                    if ("true".equals(System.getenv("CI"))) {
                        fail(reason);
                    }
                    return abort(reason);
                });
    }

    /// A picture of the page, and the lines of its console.
    record Shot(Path picture, List<String> console) {}

    Shot shoot(String url, Scheme scheme, int width, int height) throws Exception {
        Path picture = folder.resolve("shot-" + scheme.name().toLowerCase(Locale.ROOT) + "-" + width + "-" + runs
                + ".png");
        Path errors = run("--screenshot=" + picture, "--window-size=" + width + "," + height,
                "--blink-settings=preferredColorScheme=" + scheme.ordinal(), url);
        try (Stream<String> lines = Files.lines(errors)) {
            return new Shot(picture, lines.filter(line -> line.contains(":CONSOLE")).toList());
        }
    }

    /// The document after its scripts have run.
    String document(String url, int width) throws Exception {
        run("--dump-dom", "--window-size=" + width + ",800", url);
        return Files.readString(folder.resolve("out-" + runs));
    }

    /// A page that stays, to be worked with.
    ChromiumPage open() throws Exception {
        runs++;
        Process process = builder("--remote-debugging-port=0", "about:blank")
                .redirectOutput(folder.resolve("out-" + runs).toFile()).start();
        return ChromiumPage.of(process);
    }

    private ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "--headless", "--no-sandbox",
                "--disable-gpu",
                "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update",
                "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars", "--enable-logging=stderr",
                "--user-data-dir=" + folder.resolve("profile-" + runs)));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// @return the file with what it wrote to standard error
    private Path run(String... arguments) throws IOException, InterruptedException {
        runs++;
        Path errors = folder.resolve("errors-" + runs);
        Process process = builder(arguments).redirectError(errors.toFile())
                .redirectOutput(folder.resolve("out-" + runs).toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("chromium ends by itself").isTrue();
        } finally {
            end(process);
        }
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        return errors;
    }
}
