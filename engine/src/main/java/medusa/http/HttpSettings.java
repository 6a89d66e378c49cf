package medusa.http;

import java.time.Duration;

/// The bounds of the HTTP core.
///
/// @param request     how large the head of a request may be
/// @param headTime    how long the head of a request may take from its first byte to its last, however steadily it dribbles
/// @param keepAlive   how long a connection may wait for its next request
/// @param idle        how long nothing may move while a body comes in or a reply goes out
/// @param answerTime  how long an extension may take until it answers, or goes on with a body that it has paused; beyond it
///                    503, and the end. Zero for any time
/// @param body        the largest request body that is taken, in bytes; beyond it 413
/// @param drain       the most bytes of an unwanted body that are read to keep the connection; beyond it the connection ends
/// @param compress    whether answers are compressed for clients who want it, as far as their extensions allow
/// @param hsts        for how long a browser that has come over TLS is told never to come without (RFC 6797); zero to say
///                    nothing
public record HttpSettings(RequestLimits request, Duration headTime, Duration keepAlive, Duration idle,
        Duration answerTime, long body, int drain, boolean compress, Duration hsts) {
    /// For a server on the open internet.
    public static final HttpSettings DEFAULT = new HttpSettings(RequestLimits.DEFAULT, Duration.ofSeconds(15),
            Duration.ofSeconds(15), Duration.ofSeconds(60), Duration.ofMinutes(5), 1L << 40, 64 << 10, true,
            Duration.ZERO);

    /// The same with other limits on the client's time.
    public HttpSettings with(Duration headTime, Duration keepAlive, Duration idle) {
        return new HttpSettings(request, headTime, keepAlive, idle, answerTime, body, drain, compress, hsts);
    }

    /// The same with another limit on the extensions' time.
    public HttpSettings withAnswerTime(Duration answerTime) {
        return new HttpSettings(request, headTime, keepAlive, idle, answerTime, body, drain, compress, hsts);
    }

    /// The same with compression or without.
    public HttpSettings compressing(boolean compress) {
        return new HttpSettings(request, headTime, keepAlive, idle, answerTime, body, drain, compress, hsts);
    }

    /// The same with another promise of TLS.
    public HttpSettings withHsts(Duration hsts) {
        return new HttpSettings(request, headTime, keepAlive, idle, answerTime, body, drain, compress, hsts);
    }
}
