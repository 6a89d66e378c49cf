package medusa.installer;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/// An X server of a test's own, which nobody sees.
final class Display implements AutoCloseable {
    private final Process process;
    private final String name;

    Display(Path folder) throws IOException {
        process = Tool.require("Xvfb").start(folder, "-displayfd", "1", "-screen", "0", "1280x800x24", "-nolisten",
                "tcp");
        BufferedReader said = process.inputReader();
        String line = said.readLine();
        while (line != null && !line.matches("[0-9]+")) { // warnings come by the same way
            line = said.readLine();
        }
        if (line == null) {
            throw new IOException("Xvfb has ended");
        }
        name = ":" + line;
    }

    /// For the environment of who draws there.
    String name() {
        return name;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
