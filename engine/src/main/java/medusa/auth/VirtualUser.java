package medusa.auth;

import java.time.LocalDate;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// A user as a line of the file has him. Immutable.
///
/// @param user      what the rest of the server knows of him
/// @param expires   the last day on which he may log in
/// @param verifiers by realm, for HTTP's Digest; see [DigestVerifier]. The arrays are not to be changed
/// @param keys      by which his password is known; empty if he cannot log in by one
public record VirtualUser(User user, Optional<LocalDate> expires, SortedMap<String, byte[]> verifiers,
        Optional<ScramKeys> keys) {

    /// @param verifiers copied
    public VirtualUser {
        verifiers = Collections.unmodifiableSortedMap(new TreeMap<>(verifiers));
    }

    /// One of whom nothing but the name is known.
    public static VirtualUser named(String name) {
        return new VirtualUser(new User(name, Set.of(), "/", User.Limits.NONE), Optional.empty(), new TreeMap<>(),
                Optional.empty());
    }

    /// The same with another password, and verifiers for that one alone.
    public VirtualUser with(ScramKeys password, Map<String, byte[]> forIt) {
        return new VirtualUser(user, expires, new TreeMap<>(forIt), Optional.of(password));
    }

    VirtualUser with(User other) {
        return new VirtualUser(other, expires, verifiers, keys);
    }

    VirtualUser with(User.Limits limits) {
        return with(new User(user.name(), user.groups(), user.home(), limits));
    }

    boolean isExpired(LocalDate today) {
        return expires.isPresent() && today.isAfter(expires.get());
    }

    /// The facts for people, as the file has them: nothing from which a password could be guessed.
    public String told() {
        return VirtualUserLine.facts(this, _ -> "");
    }

    /// Nothing secret.
    @Override
    public String toString() {
        return (user.name() + " " + told()).strip();
    }
}
