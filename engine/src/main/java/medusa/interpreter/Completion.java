package medusa.interpreter;

import java.util.List;

/// How a text could go on.
///
/// @param anchor where the text begins that a candidate replaces; it goes up to the cursor
/// @param candidates in alphabetical order, those of a fitting type first
/// @param more whether there are more than are given here
public record Completion(int anchor, List<String> candidates, boolean more) {

    public Completion {
        candidates = List.copyOf(candidates);
    }
}
