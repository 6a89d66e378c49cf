package medusa.gui.client;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import medusa.metrics.Printable;

/// The keyring of GNOME, KDE and other desktops, by libsecret's program. A password goes through its standard input and
/// output alone: arguments are for everybody on this machine to see.
public final class SecretTool implements Keyring {
    private static final String PROGRAM = "secret-tool";
    private static final int MOST_BYTES = 4096;
    /// For a person who types the keyring's own password.
    private static final long SECONDS = 120;

    private final Map<String, String> environment;

    /// @param environment whose `PATH` leads to the program
    public SecretTool(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<String> obstacle() {
        return program().isPresent()
                ? Optional.empty()
                : Optional.of("there is no program " + PROGRAM + " here (package libsecret-tools)");
    }

    private Optional<Path> program() {
        return Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator)).filter(each -> !each.isEmpty())
                .map(each -> Path.of(each).resolve(PROGRAM)).filter(Path::isAbsolute).filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public Optional<char[]> find(Profile profile) throws IOException {
        Answer answer = run("lookup", List.of(), profile, new byte[0]);
        try {
            if (answer.status() != 0 && answer.complaint().isEmpty()) {
                return Optional.empty();
            }
            answer.check();
            return answer.output().length == 0 ? Optional.empty() : Optional.of(characters(answer.output()));
        } finally {
            Arrays.fill(answer.output(), (byte) 0);
        }
    }

    @Override
    public void keep(Profile profile, char[] password) throws IOException {
        byte[] bytes = bytes(password);
        try {
            run("store", List.of("--label=Medusa: " + profile.user() + " at " + profile.address()), profile, bytes)
                    .check();
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    @Override
    public void forget(Profile profile) throws IOException {
        Answer answer = run("clear", List.of(), profile, new byte[0]);
        if (!answer.complaint().isEmpty()) { // there was none: that is no failure
            answer.check();
        }
    }

    /// What the program has said.
    private record Answer(int status, byte[] output, String complaint) {
        void check() throws IOException {
            if (status != 0) {
                throw new IOException(complaint.isEmpty() ? PROGRAM + " failed with status " + status : complaint);
            }
        }
    }

    private Answer run(String verb, List<String> options, Profile profile, byte[] input) throws IOException {
        List<String> command = new ArrayList<>(List.of(program().orElseThrow(() -> new IOException(obstacle().get()))
                .toString(), verb));
        command.addAll(options);
        command.addAll(List.of("application", "medusa", "server", profile.address().toString(), "user",
                profile.user()));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("PATH", environment.get("PATH"));
        Launcher.withhold(builder.environment());
        Process process = builder.start();
        CompletableFuture<byte[]> complaint = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> complaint.complete(read(process.getErrorStream())));
        process.onExit().orTimeout(SECONDS, TimeUnit.SECONDS).whenComplete((_, late) -> {
            if (late != null) {
                process.destroyForcibly();
            }
        });
        give(process, input);
        byte[] output = read(process.getInputStream());
        return new Answer(process.onExit().join().exitValue(), output,
                Printable.line(new String(complaint.join(), StandardCharsets.UTF_8).strip()));
    }

    private static void give(Process process, byte[] input) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(input);
        } catch (IOException e) {
            // it has ended without reading: its status says why
        }
    }

    private static byte[] read(InputStream from) {
        try {
            return from.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    /// The same in UTF-8; both are wiped by whoever has them.
    static byte[] bytes(char[] text) {
        ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(text));
        byte[] bytes = new byte[encoded.remaining()];
        encoded.get(bytes);
        Arrays.fill(encoded.array(), (byte) 0);
        return bytes;
    }

    private static char[] characters(byte[] text) throws CharacterCodingException {
        CharBuffer decoded = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
        char[] characters = new char[decoded.remaining()];
        decoded.get(characters);
        Arrays.fill(decoded.array(), '\0');
        return characters;
    }
}
