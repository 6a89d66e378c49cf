package medusa.installer;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A client from outside the project, as the system has it. Without it a test fails on a build server, so that it cannot be
/// lost in silence; elsewhere it is skipped and says why.
record Tool(String name) {

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

    /// Runs it and returns its output.
    ///
    /// @throws AssertionError if it ends with another status than 0
    String run(Path folder, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(name), Stream.of(arguments)).toList())
                .directory(folder.toFile()).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        int status = process.waitFor();
        if (status != 0) {
            throw new AssertionError(name + " " + List.of(arguments) + " ended with " + status + ": " + output);
        }
        return output;
    }
}
