package medusa.server;

import java.util.ArrayList;
import java.util.List;

/// A configuration that is not right. Each problem is one line, ready to be shown: `FILE:LINE: KEY: what is wrong; what
/// would be right`.
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1;

    /// A thoroughly wrong file (say, of another program) need not fill the screen.
    static final int MOST_SHOWN = 20;

    @SuppressWarnings("serial") // an immutable list of strings
    private final List<String> problems;

    /// @param problems at least one, each a line
    public ConfigException(List<String> problems) {
        super(String.join("\n", shown(problems)));
        this.problems = shown(problems);
    }

    /// The problems in the order in which they were found, the first twenty of them.
    public List<String> problems() {
        return problems;
    }

    private static List<String> shown(List<String> problems) {
        if (problems.size() <= MOST_SHOWN) {
            return List.copyOf(problems);
        }
        List<String> shown = new ArrayList<>(problems.subList(0, MOST_SHOWN));
        shown.add("and " + (problems.size() - MOST_SHOWN) + " more problems");
        return List.copyOf(shown);
    }
}
