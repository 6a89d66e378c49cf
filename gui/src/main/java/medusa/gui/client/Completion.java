package medusa.gui.client;

import java.util.List;
import java.util.Map;

/// How a snippet could go on.
///
/// @param anchor     each candidate replaces what stands from here to the cursor
/// @param more       whether there are more than those
public record Completion(int anchor, List<String> candidates, boolean more) {

    /// Nobody looks through more.
    private static final int MOST = 500;
    private static final int LONGEST = 1024;

    static Completion of(Map<String, Object> members) {
        Told told = new Told(members);
        return new Completion((int) told.number("anchor"),
                told.texts("candidates").stream().filter(each -> each.length() <= LONGEST).limit(MOST).toList(),
                told.flag("more"));
    }
}
