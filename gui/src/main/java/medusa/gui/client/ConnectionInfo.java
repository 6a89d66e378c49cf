package medusa.gui.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A connection at one moment, as `connections.watch` tells it; sizes in bytes.
///
/// @param id        unique within the server's life
/// @param protocol  `http`, `ftp`, …
/// @param state     `open`, `ending`, …
/// @param user      who has logged in; empty for nobody
/// @param doing     `GET /index.html`; empty for nothing
/// @param done      of what is being transferred; empty if nothing is, or nobody counts
/// @param total     of the same, in all; empty if that is not known
/// @param inSize    the most that is read at once
/// @param outSize   the most that is made at once
/// @param unread    what has come and is no whole message yet
/// @param queued    what is at hand and the peer has not taken
/// @param producers what makes its output
public record ConnectionInfo(long id, String protocol, String state, String peer, String local, Optional<String> user,
        String doing, OptionalLong done, OptionalLong total, Instant opened, Instant lastMoved, long bytesIn,
        long bytesOut, long inSize, long outSize, long unread, long queued, List<String> producers) {

    static ConnectionInfo of(Told told) {
        return new ConnectionInfo(told.number("id"), told.text("protocol"), told.text("state"), told.text("peer"),
                told.text("local"), told.optionalText("user"), told.text("doing"), told.optionalNumber("done"),
                told.optionalNumber("total"), told.instant("opened"), told.instant("lastMoved"),
                told.number("bytesIn"), told.number("bytesOut"), told.number("inSize"), told.number("outSize"),
                told.number("unread"), told.number("queued"), told.texts("producers"));
    }

    /// The peer's address without its port: `192.0.2.1`, `2001:db8::7`; empty over a Unix-domain socket.
    public String address() {
        int colon = peer.lastIndexOf(':');
        String host = colon < 0 || peer.startsWith("unix:") ? "" : peer.substring(0, colon);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }
}
