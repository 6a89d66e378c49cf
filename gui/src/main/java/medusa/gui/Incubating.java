package medusa.gui;

import java.io.PrintStream;
import java.util.List;

/// JavaFX says on standard error that a module of it is incubating, when that is first used, and knows no way to have it
/// silent. This is for who builds on the module, as this program does knowingly; for its user it would only be a line in the
/// terminal that he can do nothing about.
final class Incubating {
    private static final String WARNING = "WARNING: Using incubator modules: jfx.incubator.";
    /// One of each module that says it.
    private static final List<String> FIRST = List.of("jfx.incubator.scene.control.input.InputMap",
            "jfx.incubator.scene.control.richtext.model.StyledTextModel");

    private Incubating() {}

    /// Uses the modules for the first time. Only their own lines are held back, all others come through.
    static void begin() {
        PrintStream err = System.err;
        System.setErr(new Others(err));
        try {
            for (String name : FIRST) {
                Class.forName(name);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e); // an installation without them
        } finally {
            System.setErr(err);
        }
    }

    /// All lines but theirs.
    private static final class Others extends PrintStream {
        Others(PrintStream err) {
            super(err, true);
        }

        @Override
        public void println(String line) {
            if (line == null || !line.startsWith(WARNING)) {
                super.println(line);
            }
        }
    }
}
