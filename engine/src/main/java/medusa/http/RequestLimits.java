package medusa.http;

/// How much of a request is read before anybody has looked at it. Immutable.
///
/// @param requestLine bytes of the first line without its end; more is answered 414. RFC 9112 §3 asks for 8000 at least.
/// @param headerLine bytes of one header line without its end; more is answered 431
/// @param headers bytes of all header lines, their ends included; more is answered 431
/// @param count header lines; more is answered 431, since each costs memory and time beside its bytes
public record RequestLimits(int requestLine, int headerLine, int headers, int count) {
    /// What suits browsers with many cookies.
    public static final RequestLimits DEFAULT = new RequestLimits(8 << 10, 8 << 10, 32 << 10, 100);

    /// @throws IllegalArgumentException if a limit is not positive, or so large that a head would not fit an array
    public RequestLimits {
        for (int limit : new int[]{requestLine, headerLine, headers, count}) {
            if (limit < 1 || limit > 1 << 28) {
                throw new IllegalArgumentException(
                        "a limit on requests must be from 1 to " + (1 << 28) + ", not " + limit);
            }
        }
    }

    /// The longest head: what a channel's input must have room for, so that this is what refuses a long one.
    public int head() {
        return requestLine + headers + 4;
    }
}
