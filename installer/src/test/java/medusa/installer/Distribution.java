package medusa.installer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The packaged server, started from outside as its users do.
final class Distribution {
    private static final long PATIENCE_SECONDS = 60;

    private Distribution() {}

    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>(List.of(System.getProperty("medusa.launcher")));
        command.addAll(List.of(arguments));
        return command;
    }

    /// What a command that ends by itself gave.
    record Result(int status, String out, String err) {}

    static Result run(Path folder, String... arguments) throws IOException, InterruptedException {
        Path err = Files.createTempFile("medusa", ".err");
        Process process = new ProcessBuilder(command(arguments)).directory(folder.toFile()).redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes());
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("did not end: " + out);
        }
        String text = Files.readString(err);
        Files.delete(err);
        return new Result(process.exitValue(), out, text);
    }

    /// Gives a file or folder to whom the server becomes if root starts it.
    static Path give(Path path) throws IOException {
        if ("root".equals(System.getProperty("user.name"))) {
            Files.setOwner(path,
                    path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
        }
        return path;
    }

    /// Adds a user to a file of users, which may be missing.
    static void passwd(Path users, String name, String password, String... options)
            throws IOException, InterruptedException {
        List<String> command = command("passwd", users.toString(), name);
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream input = process.getOutputStream()) {
            input.write((password + "\n").getBytes(StandardCharsets.UTF_8));
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new AssertionError(output);
        }
    }

    /// A server that serves `folder` until it is closed.
    static final class Server implements AutoCloseable {
        final Process process;
        final List<String> ready = new ArrayList<>();
        final Path err;
        private final Path state;

        Server(Path folder, String... options) throws IOException {
            List<String> command = command("serve");
            command.addAll(List.of(options));
            err = Files.createTempFile("medusa", ".err");
            state = Files.createTempDirectory("medusa");
            if (Files.getFileStore(state).supportsFileAttributeView("posix")) { // whoever it becomes has to get in
                Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-xr-x"));
            }
            String given = String.join(" ", options);
            if (!given.contains("--monitor")) {
                command.addAll(List.of("--monitor", "off")); // its socket would be in this user's home
            }
            if (!given.contains("ftp")) {
                command.addAll(List.of("--ftp", "off")); // whose port two tests would take
            }
            if (!given.contains("state-folder")) {
                // As root it would be made in /var/lib.
                command.addAll(List.of("--set", "state-folder=" + state.resolve("state")));
            }
            process = new ProcessBuilder(command).directory(folder.toFile()).redirectError(err.toFile()).start();
            BufferedReader out = process.inputReader();
            String line;
            do {
                line = out.readLine();
                if (line == null) {
                    throw new AssertionError("the server did not start: " + log());
                }
                ready.add(line);
            } while (!line.equals("medusa: ready"));
        }

        /// The port of the first listener of that name.
        int port(String listener) {
            String start = "medusa: " + listener + " listening on ";
            String line = ready.stream().filter(text -> text.startsWith(start)).findFirst().orElseThrow();
            return Integer.parseInt(line.substring(line.lastIndexOf(':') + 1));
        }

        String log() throws IOException {
            return Files.readString(err);
        }

        void signal(String name) throws IOException, InterruptedException {
            int status = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).inheritIO().start()
                    .waitFor();
            if (status != 0) {
                throw new AssertionError("kill -" + name + " ended with " + status);
            }
        }

        int awaitEnd() throws InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the server did not end");
            }
            return process.exitValue();
        }

        @Override
        public void close() throws IOException {
            process.destroyForcibly();
            Files.deleteIfExists(err);
            try (Stream<Path> all = Files.walk(state)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }
}
