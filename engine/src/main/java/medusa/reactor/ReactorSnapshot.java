package medusa.reactor;

import java.util.List;

/// The reactor at one moment; immutable, for any thread.
///
/// @param turns       since it was made
/// @param longestTurn in nanoseconds, without the wait
/// @param recentTurn  the longest of the last minute
/// @param nanos       for which taking it has kept the reactor, by the reactor's clock
/// @param timers      that are still to run
/// @param pool        of buffers
/// @param channels    all that are not closed, in order of opening
public record ReactorSnapshot(long turns, long longestTurn, long recentTurn, long nanos, int timers,
        BufferPool.Figures pool,
        List<ChannelSnapshot> channels) {
    /// @param channels copied
    public ReactorSnapshot {
        channels = List.copyOf(channels);
    }
}
