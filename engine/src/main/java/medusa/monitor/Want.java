package medusa.monitor;

import java.util.List;

/// What a watch wants to be told next. Those that are equal are told the same, made once.
sealed interface Want {

    /// What has become of the connections.
    ///
    /// @param words that a connection must match, see [Connection#matches]
    /// @param since the edition of the table that is known already; [#NOTHING] or [#LOST] for none of use
    record Connections(List<String> words, long since) implements Want {
        /// The first answer is to be made.
        static final long NOTHING = 0;
        /// What has been told is of no use any more.
        static final long LOST = -1;
    }

    /// How the server does.
    record Figures() implements Want {}

    /// An answer.
    ///
    /// @param common see [Watched]
    /// @param next   what who has been told this wants then
    record Told(byte[] common, Want next) {}
}
