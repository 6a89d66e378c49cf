package medusa.reactor;

import java.net.SocketAddress;
import java.util.List;
import java.util.Locale;

/// One channel at one moment; immutable, for any thread.
///
/// @param id         unique within the reactor's life, in order of opening
/// @param kind       the class of the channel
/// @param state      where in its life it is
/// @param peer       null while connecting to nowhere yet
/// @param local      this end
/// @param doing      what the channel says that it is doing; empty if it says nothing
/// @param user       who has logged in; empty for nobody
/// @param progress   how far it has come with what it is transferring
/// @param ageNanos   since it was opened
/// @param idleNanos  since a byte last moved
/// @param bytesIn    received
/// @param bytesOut   sent
/// @param inSize     the most that it reads at once, in bytes
/// @param outSize    the most that it pulls from producers at once, in bytes
/// @param unread     input kept because it is not a whole message yet, or because the channel is held, in bytes
/// @param queued     output at hand that the peer has not taken, in bytes
/// @param producers  the producers in its queue, first one first
public record ChannelSnapshot(long id, String kind, Channel.State state, SocketAddress peer, SocketAddress local,
        String doing, String user, Progress progress, long ageNanos, long idleNanos, long bytesIn, long bytesOut,
        int inSize, int outSize, int unread, int queued,
        List<String> producers) {

    /// What is spoken, by the class of the channel: `HttpChannel` speaks `http`, `ClassicMonitorChannel` speaks `classic-monitor`.
    public String protocol() {
        String name = kind.endsWith("Channel") ? kind.substring(0, kind.length() - "Channel".length()) : kind;
        return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
