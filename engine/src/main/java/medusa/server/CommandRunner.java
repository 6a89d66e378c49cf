package medusa.server;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;

import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

import medusa.metrics.Printable;
import medusa.metrics.Spelling;

/// Runs one command: reads its arguments, and turns whatever goes wrong into one line for each problem and the status
/// of the process.
final class CommandRunner {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int MISUSED = 2;

    private final Command command;
    private final Streams streams;

    CommandRunner(Command command, Streams streams) {
        this.command = command;
        this.streams = streams;
    }

    int run(List<String> arguments) {
        CommandSpec spec = command.spec();
        CommandLine line = new CommandLine(spec).setExpandAtFiles(false).setAllowOptionsAsOptionParameters(false);
        try {
            ParseResult parsed = line.parseArgs(arguments.toArray(String[]::new));
            if (parsed.isUsageHelpRequested()) {
                return help(line, streams.out());
            }
            return command.run(parsed, streams);
        } catch (ParameterException e) {
            streams.problem(oneLine(e, spec) + "; try: " + spec.name() + " --help");
            return MISUSED;
        } catch (UsageException e) {
            e.problems().forEach(streams::problem);
            return MISUSED;
        } catch (ConfigException e) {
            e.problems().forEach(streams::problem);
            return MISUSED;
        } catch (StartException e) {
            streams.problem(e.getMessage());
            return FAILED;
        }
    }

    private static int help(CommandLine line, PrintStream out) {
        line.usage(out, Ansi.OFF);
        return OK;
    }

    private static String oneLine(ParameterException e, CommandSpec spec) {
        return switch (e) {
            case UnmatchedArgumentException unmatched -> unknown(unmatched.getUnmatched().getFirst(), spec);
            case MissingParameterException missing when !missing.getMissing().isEmpty() ->
                missing(missing.getMissing().getFirst());
            case OverwrittenOptionException twice -> name(twice.getOverwritten()) + " is given twice";
            default -> Printable.line(e.getMessage());
        };
    }

    private static String unknown(String argument, CommandSpec spec) {
        if (!argument.startsWith("-")) {
            return "unexpected argument " + Printable.quoted(argument);
        }
        String option = argument.split("=", 2)[0];
        List<String> names = spec.options().stream().flatMap(each -> Arrays.stream(each.names())).toList();
        return "unknown option " + Printable.shortened(option)
                + Spelling.closest(option, names).map(close -> " (did you mean " + close + "?)").orElse("");
    }

    private static String missing(ArgSpec argument) {
        return argument.isOption()
                ? name(argument) + " needs a value, " + argument.paramLabel()
                : argument.paramLabel() + " is missing";
    }

    private static String name(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }
}
