package medusa.ftp;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import medusa.reactor.Acceptor;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// The ports at which clients are awaited, each for one data connection. Which one is next nobody can tell, since whoever knew it
/// could be there first (RFC 2577 §8). Reactor thread only.
final class PassivePorts {
    /// The most that are tried in vain where others than this server have them, at some tens of microseconds each.
    private static final int MOST_TRIES = 256;

    private final Reactor reactor;
    private final SecureRandom random = new SecureRandom();
    /// Those of a range that this server listens at, so that a full range costs no system call for each.
    private final Map<InetAddress, BitSet> taken = new HashMap<>();

    PassivePorts(Reactor reactor) {
        this.reactor = reactor;
    }

    /// One that is listened at.
    final class Port {
        private final Acceptor acceptor;
        private final InetSocketAddress address;

        private Port(Acceptor acceptor) {
            this.acceptor = acceptor;
            address = (InetSocketAddress) acceptor.address();
        }

        InetSocketAddress address() {
            return address;
        }

        /// Idempotent.
        void close() {
            acceptor.close();
            BitSet here = taken.get(address.getAddress());
            if (here != null) {
                here.clear(address.getPort());
            }
        }
    }

    /// Listens at a port of the range, at random.
    ///
    /// @param here     this end of the control connection
    /// @param channels makes a channel for whoever comes
    /// @throws IOException if there is none. One that was closed in this same turn may not be free before the next.
    Port open(InetAddress here, FtpSettings.Ports range, Acceptor.Options options, Supplier<Channel> channels)
            throws IOException {
        if (range.first() == 0) {
            return new Port(reactor.listen(new InetSocketAddress(here, 0), options, channels));
        }
        BitSet used = taken.computeIfAbsent(here, _ -> new BitSet());
        int size = range.last() - range.first() + 1;
        int start = range.first() + random.nextInt(size);
        int from = start;
        boolean wrapped = false;
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            int port = used.nextClearBit(from);
            if (!wrapped && port > range.last()) {
                wrapped = true;
                port = used.nextClearBit(range.first());
            }
            if (port > range.last() || wrapped && port >= start) {
                break;
            }
            try {
                Acceptor acceptor = reactor.listen(new InetSocketAddress(here, port), options, channels);
                used.set(port);
                return new Port(acceptor);
            } catch (BindException e) {
                from = port + 1; // somebody else's
            }
        }
        throw new BindException("all ports are taken");
    }
}
