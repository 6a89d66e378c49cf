package medusa.gui.servers;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

import medusa.gui.client.Profile;

/// Where the password of one server comes from without anybody being asked. Any thread; the keyring may block.
final class Sources implements AutoCloseable {

    /// In this order, after what the user has typed; each counts once until somebody is in.
    private enum Source {
        MEMORY,
        ENVIRONMENT,
        KEYRING
    }

    private final Door.Keys keys;
    private final Consumer<String> keyringFailed;
    private final Set<Source> tried = EnumSet.noneOf(Source.class);
    private Profile profile;
    private boolean kept;
    private Offer typed;

    /// @param kept          whether the password should be in the keyring
    /// @param keyringFailed told why, on the thread of whoever asks
    Sources(Profile profile, boolean kept, Door.Keys keys, Consumer<String> keyringFailed) {
        this.profile = profile;
        this.kept = kept;
        this.keys = keys;
        this.keyringFailed = keyringFailed;
    }

    /// The next one that has any.
    Optional<Offer> next() {
        Profile whose;
        synchronized (this) {
            if (typed != null) {
                Offer offer = typed;
                typed = null;
                return Optional.of(offer);
            }
            Optional<Offer> offer = once(Source.MEMORY, () -> keys.passwords().find(profile))
                    .or(() -> once(Source.ENVIRONMENT, () -> keys.given().map(String::toCharArray)));
            if (offer.isPresent() || !kept || !tried.add(Source.KEYRING)) {
                return offer;
            }
            whose = profile;
        }
        return inKeyring(whose).map(password -> Offer.known(whose, password)); // it may ask its user, while nobody else waits
    }

    private Optional<Offer> once(Source source, Supplier<Optional<char[]>> password) {
        return tried.add(source) ? password.get().map(each -> Offer.known(profile, each)) : Optional.empty();
    }

    private Optional<char[]> inKeyring(Profile whose) {
        try {
            return keys.keyring().obstacle().isPresent() ? Optional.empty() : keys.keyring().find(whose);
        } catch (IOException e) {
            keyringFailed.accept(e.getMessage());
            return Optional.empty();
        }
    }

    /// What the user has typed is the next one.
    synchronized void typed(Offer offer) {
        close();
        typed = offer;
    }

    /// Somebody is in: all count again.
    ///
    /// @param as   as whom from now on
    /// @param kept whether the password is in the keyring now
    synchronized void worked(Profile as, boolean kept) {
        tried.clear();
        profile = as;
        this.kept = kept;
    }

    @Override
    public synchronized void close() {
        if (typed != null) {
            typed.wipe();
            typed = null;
        }
    }
}
