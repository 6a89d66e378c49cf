package medusa.gui.servers;

import java.util.Optional;

import medusa.gui.client.KnowingCredentials;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;

/// For further links to a server: whoever is in there by the first one comes in by them too. Asks nobody anything, so there is
/// nobody as long as nobody is in, and no server is believed that is new. Any thread.
final class SameLogin implements KnowingCredentials, AutoCloseable {
    private final KnownServers known;
    private Offer offer;

    SameLogin(KnownServers known) {
        this.known = known;
    }

    /// Somebody is in.
    ///
    /// @param by copied; null for who needs no password
    synchronized void is(Offer by) {
        close();
        offer = by == null ? null : Offer.known(by.profile(), by.password().clone());
    }

    @Override
    public synchronized Optional<Login> ask(MonitorAddress server) {
        return Optional.ofNullable(offer).map(Offer::login);
    }

    @Override
    public boolean trust(MonitorAddress server, String fingerprint) {
        return false;
    }

    @Override
    public KnownServers known() {
        return known;
    }

    @Override
    public KnowingCredentials further() {
        return this;
    }

    @Override
    public synchronized void close() {
        if (offer != null) {
            offer.wipe();
            offer = null;
        }
    }
}
