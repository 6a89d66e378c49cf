package medusa.reactor;

import java.time.Duration;

/// What one channel may cost. A listener's channels share one of these.
///
/// @param idle      a channel on which no byte moves for so long is timed out; zero for never
/// @param rate      the least bytes a second that the peer must take while output waits for it, and send while input is
///                  owed (see [Channel#inputOwed]), after a grace as long as the idle limit; 0 for any. The idle limit alone
///                  would let a connection be held for ever by a byte now and then.
/// @param input     the most unread input that is kept, in bytes: a request that a protocol must see whole has to fit
/// @param highWater with so many bytes waiting for the peer, no more are read from it until half have gone
/// @param queue     with so many bytes waiting, whatever is pushed next closes the channel: memory is not the peer's to take
/// @param budget    the most bytes that one turn sends, so that one fast peer does not keep the others waiting
/// @param linger    after the last byte, how long the peer may take to close its side; until then its input is read and
///                  dropped, since closing a socket with unread input makes the network throw the last answer away
/// @param lingering the most bytes that are dropped so
public record ChannelLimits(Duration idle, int rate, int input, int highWater, int queue, int budget,
        Duration linger, int lingering) {
    /// For a server that knows nothing of its peers.
    public static final ChannelLimits DEFAULT = new ChannelLimits(Duration.ofSeconds(60), 256, 64 << 10, 64 << 10,
            4 << 20, 1 << 20, Duration.ofSeconds(2), 1 << 20);

    /// For how long a peer may stand still, or be slow at the beginning, before the least rate counts.
    Duration grace() {
        return idle.isZero() ? DEFAULT.idle : idle;
    }

    /// The same with another idle limit.
    public ChannelLimits withIdle(Duration idle) {
        return new ChannelLimits(idle, rate, input, highWater, queue, budget, linger, lingering);
    }

    /// The same with another least rate, in bytes a second.
    public ChannelLimits withRate(int rate) {
        return new ChannelLimits(idle, rate, input, highWater, queue, budget, linger, lingering);
    }

    /// The same with other bounds on memory, in bytes.
    public ChannelLimits withMemory(int input, int highWater, int queue) {
        return new ChannelLimits(idle, rate, input, highWater, queue, budget, linger, lingering);
    }
}
