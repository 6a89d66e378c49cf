package medusa.installer;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

/// What a test does that needs root and has not got it: on a build server it fails, so that it cannot be lost in silence;
/// elsewhere it is skipped and says why.
final class RootRule {
    private RootRule() {}

    static void requireRoot(String why) {
        if ("root".equals(System.getProperty("user.name"))) {
            return;
        }
        String reason = "needs root: " + why;
        if ("true".equals(System.getenv("CI"))) {
            fail(reason);
        }
        abort(reason);
    }
}
