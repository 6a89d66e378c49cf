package medusa.gui.client;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

import medusa.metrics.Printable;
import medusa.state.UserFolders;

/// The users of a server of one's own, made by `medusa passwd`.
public final class UsersFile {
    private static final int MOST_BYTES = 1 << 16;
    private static final String PREFIX = "medusa: ";

    private UsersFile() {}

    /// Adds a user to `file`, which is made if it is missing. Blocks for a second or two.
    ///
    /// @param password goes by standard input; whoever calls wipes it
    /// @throws IOException with the program's own words
    public static void put(UserFolders folders, Path file, String user, char[] password) throws IOException {
        Process process = Launcher.process(folders, List.of("passwd", file.toString(), user)).redirectErrorStream(true)
                .start();
        byte[] bytes = SecretTool.bytes(password);
        try (OutputStream to = process.getOutputStream()) {
            to.write(bytes);
            to.write('\n');
        } catch (IOException e) {
            // it has ended without reading: it says why
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
        String said = new String(process.getInputStream().readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
        if (process.onExit().join().exitValue() != 0) {
            throw new IOException(said.lines().filter(line -> line.startsWith(PREFIX))
                    .map(line -> Printable.line(line.substring(PREFIX.length()))).collect(Collectors.joining("\n")));
        }
    }
}
