package medusa.monitor.terminal;

/// Something that did not work, told to the person in one line.
final class Trouble extends Exception {
    private static final long serialVersionUID = 1;

    private final boolean unconnected;

    Trouble(String message, boolean unconnected) {
        super(message);
        this.unconnected = unconnected;
    }

    /// Whether there is no connection; else the server would not do it.
    boolean unconnected() {
        return unconnected;
    }
}
