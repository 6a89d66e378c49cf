package medusa.gui.servers;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

import medusa.gui.client.Profile;

/// Where the password of one server comes from without anybody being asked. Any thread; the keyring may block.
final class Sources implements AutoCloseable {

    /// In this order; each but the first counts once until somebody is in.
    private enum Source {
        TYPED,
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
    synchronized Optional<Offer> next() {
        for (Source source : Source.values()) {
            if (source == Source.TYPED || tried.add(source)) {
                Optional<Offer> offer = from(source);
                if (offer.isPresent()) {
                    return offer;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Offer> from(Source source) {
        return switch (source) {
            case TYPED -> {
                Optional<Offer> offer = Optional.ofNullable(typed);
                typed = null;
                yield offer;
            }
            case MEMORY -> keys.passwords().find(profile).map(this::known);
            case ENVIRONMENT -> keys.given().map(given -> known(given.toCharArray()));
            case KEYRING -> kept ? inKeyring().map(this::known) : Optional.empty();
        };
    }

    private Offer known(char[] password) {
        return Offer.known(profile, password);
    }

    private Optional<char[]> inKeyring() {
        try {
            return keys.keyring().obstacle().isPresent() ? Optional.empty() : keys.keyring().find(profile);
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
