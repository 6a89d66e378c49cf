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
    ///
    /// @param why in the client's words; may be empty
    record Refused(Kind kind, String why) implements Question {}

    /// What is to be said of a refusal.
    enum Kind {
        /// There is no connection.
        REFUSED("refused.title", "servers-refused"),
        /// What answers is no monitor.
        NO_MONITOR("refused.no-monitor", "servers-refused"),
        /// Two servers have answered at one address.
        TWO_SERVERS("refused.two-servers", "servers-alarm");

        private final String key;
        private final String style;

        Kind(String key, String style) {
            this.key = key;
            this.style = style;
        }

        /// Of the text.
        String key() {
            return key;
        }

        /// A style class for the colour.
        String style() {
            return style;
        }
    }
}
