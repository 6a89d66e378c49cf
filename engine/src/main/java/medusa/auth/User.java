package medusa.auth;

import java.util.OptionalLong;
import java.util.Set;

/// Somebody whom the server serves, and what it knows of him. Who has not logged in is one too: [#ANONYMOUS]. Immutable.
///
/// @param name   as he logs in
/// @param groups that the table of rights may name
/// @param home   a path in the tree that all protocols share; normalised, one character for each byte of UTF-8
/// @param limits what he may use
public record User(String name, Set<String> groups, String home, Limits limits) {

    /// What somebody may use of the server. Empty and 0: as much as he likes.
    ///
    /// @param quota    bytes that the files in his home may have in all
    /// @param file     bytes that a file of his may have
    /// @param sessions log-ins and uploads of his at one time
    public record Limits(OptionalLong quota, OptionalLong file, int sessions) {
        /// As much as he likes.
        public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty(), 0);
    }

    /// What somebody without a log-in is called, and what those call themselves who log in without a password.
    public static final String ANONYMOUS_NAME = "anonymous";

    /// Somebody who has not said who he is.
    public static final User ANONYMOUS = new User(ANONYMOUS_NAME, Set.of(), "/", Limits.NONE);

    /// @param groups copied
    public User {
        groups = Set.copyOf(groups);
    }

    /// Whether he has not said who he is, or that he does not want to.
    public boolean isAnonymous() { return name.equals(ANONYMOUS_NAME); }
}
