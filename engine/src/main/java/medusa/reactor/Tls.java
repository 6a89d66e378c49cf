package medusa.reactor;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import javax.net.ssl.SSLEngine;

/// How connections get their TLS (RFC 8446, RFC 5246). The reactor knows no certificates: whoever does makes the engines.
///
/// @param engines       makes one for each connection, in client or server mode and with all its parameters; on the reactor
///                      thread, must not block
/// @param workers       run what takes long in a handshake: signatures, key exchanges, looking at a peer's certificates
/// @param handshakeTime how long a handshake may take, however steadily its bytes dribble in
public record Tls(Supplier<SSLEngine> engines, Executor workers, Duration handshakeTime) {
    /// A record's most content, its header, and what encryption adds (RFC 5246 §6.2.3).
    static final int LARGEST_RECORD = (16 << 10) + 5 + 2048;
}
