package medusa.gui.client;

import java.util.List;
import java.util.Map;

/// How a snippet could go on.
///
/// @param anchor     each candidate replaces what stands from here to the cursor
/// @param more       whether there are more than those
public record Completion(int anchor, List<String> candidates, boolean more) {

    static Completion of(Map<String, Object> members) {
        Told told = new Told(members);
        return new Completion((int) told.number("anchor"), told.texts("candidates"), told.flag("more"));
    }
}
