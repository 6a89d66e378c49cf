package medusa.server;

import java.io.PrintStream;

/// Where a command writes: what it was asked for, and what went wrong.
record Streams(PrintStream out, PrintStream err) {

    /// One line on standard error, for one problem.
    void problem(String line) {
        err.println("medusa: " + line);
    }
}
