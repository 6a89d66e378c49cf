package medusa.installer;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Path;

/// With a client that takes commands while it runs.
final class Dialogue implements AutoCloseable {
    private final Process process;
    private final Writer in;
    private final Reader out;
    private final StringBuilder heard = new StringBuilder();

    Dialogue(Tool tool, Path folder, String... arguments) throws IOException {
        process = tool.start(folder, arguments);
        in = process.outputWriter();
        out = process.inputReader();
    }

    Dialogue say(String text) throws IOException {
        in.write(text);
        in.flush();
        return this;
    }

    /// Reads until it has said that.
    Dialogue await(String text) throws IOException {
        while (heard.indexOf(text) < 0) {
            int next = out.read();
            if (next < 0) {
                throw new AssertionError("it ended without \"" + text + "\": " + heard);
            }
            heard.append((char) next);
        }
        return this;
    }

    /// Reads until it ends by itself.
    ///
    /// @return with everything that it has said
    Tool.Ended end() throws IOException, InterruptedException {
        for (int next = out.read(); next >= 0; next = out.read()) {
            heard.append((char) next);
        }
        return new Tool.Ended(process.waitFor(), heard.toString());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
