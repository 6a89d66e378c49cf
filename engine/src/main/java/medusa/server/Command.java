package medusa.server;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/// One word of the command line: `medusa serve`.
///
/// Options are described in code, not by annotations, and only those of the command that runs: that halves what reading
/// the command line adds to the time until the server is ready.
interface Command {

    /// The options and arguments, with their help.
    CommandSpec spec();

    /// Does what was asked for.
    ///
    /// @return the status of the process
    int run(ParseResult arguments, Streams streams) throws UsageException, ConfigException, StartException;

    /// A description to which options are added.
    ///
    /// @param summary one line, for the list of commands too
    static CommandSpec describe(String name, String summary) {
        CommandSpec spec = CommandSpec.create().name("medusa " + name);
        spec.usageMessage().description(summary).sortOptions(false).width(100).abbreviateSynopsis(true);
        spec.addOption(OptionSpec.builder("--help").usageHelp(true).type(boolean.class).description("Shows this text.")
                .build());
        return spec;
    }

    /// An option with a value, taken as text.
    static OptionSpec value(String name, String label, String help) {
        return OptionSpec.builder(name).type(String.class).paramLabel(label).description(help).build();
    }

    /// An option without a value.
    static OptionSpec flag(String name, String help) {
        return OptionSpec.builder(name).type(boolean.class).description(help).build();
    }

    /// An argument in its place, counted from 0.
    static PositionalParamSpec argument(int index, String label, boolean required, String help) {
        return PositionalParamSpec.builder().index(Integer.toString(index)).required(required)
                .arity(required ? "1" : "0..1")
                .type(String.class).paramLabel(label).description(help).build();
    }
}
