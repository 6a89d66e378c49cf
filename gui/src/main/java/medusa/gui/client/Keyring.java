package medusa.gui.client;

import java.io.IOException;
import java.util.Optional;

/// Where the desktop keeps passwords for its user. Everything blocks, for as long as a person takes to unlock it; any thread.
public interface Keyring {

    /// Why nothing can be kept here, for people; empty if it can.
    Optional<String> obstacle();

    /// The password of `profile`, which whoever asked wipes; empty if none is kept.
    Optional<char[]> find(Profile profile) throws IOException;

    /// Keeps a password in place of the one before.
    void keep(Profile profile, char[] password) throws IOException;

    /// Keeps it no more.
    void forget(Profile profile) throws IOException;
}
