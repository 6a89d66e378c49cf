package medusa.reactor;

/// How far a channel has come with what it is transferring.
///
/// @param done  bytes that have moved; -1 where nothing is transferred
/// @param total bytes that it will be in all; -1 if nobody knows
public record Progress(long done, long total) {
    /// Nothing is being transferred.
    public static final Progress NONE = new Progress(-1, -1);
}
