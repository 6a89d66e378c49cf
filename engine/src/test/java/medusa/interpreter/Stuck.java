package medusa.interpreter;

import java.util.concurrent.CountDownLatch;

/// What snippets of the tests and the tests tell each other.
public final class Stuck {
    public static volatile CountDownLatch entered = new CountDownLatch(1);
    /// Ends what nothing else ends.
    public static volatile boolean enough;
    public static volatile Object seen;

    private Stuck() {}

    /// Nothing is woven in here, and no interrupt heeded.
    public static void hold() {
        while (!enough) {
            Thread.onSpinWait();
        }
    }

    static void reset() {
        entered = new CountDownLatch(1);
        enough = false;
        seen = null;
    }
}
