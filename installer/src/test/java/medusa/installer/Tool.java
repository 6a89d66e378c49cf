package medusa.installer;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A client from outside the project, as the system has it. Without it a test fails on a build server, so that it cannot be
/// lost in silence; elsewhere it is skipped and says why.
record Tool(String name) {
    private static final long PATIENCE_SECONDS = 240;

    static Tool require(String name) {
        boolean there = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (!there) {
            String reason = "needs " + name;
            if ("true".equals(System.getenv("CI"))) {
                fail(reason);
            }
            abort(reason);
        }
        return new Tool(name);
    }

    /// How one ended, and what it wrote to both outputs.
    record Ended(int status, String output) {}

    /// Runs it and returns its output.
    ///
    /// @throws AssertionError if it ends with another status than 0
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        Ended ended = attempt(folder, arguments);
        if (ended.status != 0) {
            throw new AssertionError(
                    name + " " + List.of(arguments) + " ended with " + ended.status + ": " + ended.output);
        }
        return ended.output;
    }

    /// Runs it, with nothing to read, however it ends.
    Ended attempt(Path folder, String... arguments) throws IOException, InterruptedException {
        Process process = start(folder, arguments);
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return new Ended(process.waitFor(), output);
    }

    /// Who takes far too long is ended, so that nobody waits for its output for ever.
    Process start(Path folder, String... arguments) throws IOException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(name), Stream.of(arguments)).toList())
                .directory(folder.toFile()).redirectErrorStream(true).start();
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            return process.destroyForcibly();
        });
        return process;
    }
}
