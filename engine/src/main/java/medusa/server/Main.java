package medusa.server;

/// The command line.
public final class Main {
    private Main() {}

    /// Runs one command and exits.
    public static void main(String[] args) {
        System.out.println("medusa: ready");
    }
}
