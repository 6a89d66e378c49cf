package medusa.server;

import java.util.List;

/// Arguments that cannot be followed; the process ends with status 2.
final class UsageException extends Exception {
    private static final long serialVersionUID = 1;

    @SuppressWarnings("serial") // an immutable list of strings
    private final List<String> problems;

    /// @param problems at least one, each a line
    UsageException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    UsageException(String problem) {
        this(List.of(problem));
    }

    List<String> problems() {
        return problems;
    }
}
