package medusa.monitor;

/// A call that is answered with an error. The message goes to the peer, so it holds nothing that a peer must not know.
public final class MonitorException extends Exception {
    private static final long serialVersionUID = 1;

    private final Fault fault;

    /// @param message one line, for a person
    public MonitorException(Fault fault, String message) {
        super(message);
        this.fault = fault;
    }

    /// Which kind it is.
    public Fault fault() {
        return fault;
    }
}
