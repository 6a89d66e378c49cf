package medusa.gui.client;

/// What a server does a second, on an average of the last few. NaN for what nobody knows.
///
/// @param requests of HTTP, and commands of FTP
/// @param in       bytes that it receives
/// @param out      bytes that it sends
public record Rates(double requests, double in, double out) {
    /// Nothing is known.
    public static final Rates UNKNOWN = new Rates(Double.NaN, Double.NaN, Double.NaN);
}
