package medusa.gui.servers;

import java.util.Optional;

/// What stands between the user and a server that he has opened.
sealed interface Question {

    /// Who are you?
    ///
    /// @param why      what was wrong with the last answer, in the server's words; empty at first
    /// @param keep     whether the password is in the keyring
    /// @param obstacle why it cannot be; empty if it can
    record Login(String user, String why, boolean keep, Optional<String> obstacle) implements Question {}

    /// Is this the server that you mean?
    record Trust(String fingerprint) implements Question {}

    /// It is not the one that it was.
    ///
    /// @param now    its fingerprint; empty if that is not known
    /// @param before likewise
    /// @param why    in the client's words
    record Changed(String now, String before, String why) implements Question {}

    /// There is no coming in as things are.
    record Refused(String why) implements Question {}
}
