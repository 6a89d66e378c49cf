package medusa.auth;

import java.util.Optional;

/// Knows some users, and whether somebody is one of them. Several are asked in order: the first that knows a name decides on it,
/// so that a user of the second cannot log in under the name of one of the first.
///
/// **Thread.** Any; also several at once. [#check] and [#refresh] may block for as long as hashing a password and looking at a
/// disk take, the rest does not.
///
/// **Errors** of its own go to the log; to who logs in they are refusals.
public interface Authorizer {

    /// What it says to a name and a password.
    sealed interface Verdict {
        /// It knows nobody of that name.
        record Unknown() implements Verdict {}

        /// That is not his password, or he may not log in.
        ///
        /// @param why for the log alone
        record Refused(String why) implements Verdict {}

        /// It is he.
        record Accepted(User user) implements Verdict {}
    }

    /// Looks whether `password` is that of `name`.
    ///
    /// @param password stays the caller's, who wipes it
    Verdict check(String name, char[] password);

    /// Does for somebody whom nobody knows the work that [#check] does for those whom it knows, so that the two cannot be told
    /// apart by what they cost.
    ///
    /// @param password stays the caller's, who wipes it
    /// @return whether it has done any
    default boolean pretend(String name, char[] password) {
        return false;
    }

    /// What HTTP's Digest needs of a user: SHA-256 of `name:realm:password` (RFC 7616 §3.4.2). Empty if there is none. Who has one
    /// may log in; see [#find].
    default Optional<byte[]> digest(String name, String realm) {
        return Optional.empty();
    }

    /// What is known of a user who may log in now.
    Optional<User> find(String name);

    /// Whether it can tell at all now: otherwise nobody is refused for that, but asked to come back.
    default boolean isAvailable() { return true; }

    /// Looks whether its users have changed.
    ///
    /// @return whether they have, so that what was proven before has to be proven again
    default boolean refresh() {
        return false;
    }
}
