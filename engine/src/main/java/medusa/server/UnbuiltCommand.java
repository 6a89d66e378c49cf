package medusa.server;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/// A command whose arguments are known but which is not in this build.
///
/// @param name as it is typed
record UnbuiltCommand(String name, Part part, CommandSpec spec) implements Command {
    private static final String ADDRESS = "HOST:PORT|unix:PATH";

    static Command console() {
        return new UnbuiltCommand("console", Part.CONSOLE, describe("console", "Opens a window on a running server.")
                .addPositional(Command.argument(0, ADDRESS, false, "The server's monitor.")));
    }

    private static CommandSpec describe(String name, String summary) {
        return Command.describe(name, summary + " (Not in this build.)");
    }

    @Override
    public int run(ParseResult arguments, Streams streams) throws UsageException {
        throw new UsageException(name + ": " + part.notBuilt());
    }
}
