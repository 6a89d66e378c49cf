package medusa.monitor;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What somebody may do by the monitor; each includes those before it.
public enum Role {
    /// Look.
    VIEW,
    /// Change what the server does: connections, buffers, listeners, extensions that are there; stop it.
    MANAGE,
    /// Run code of one's own in the server, which is everything that the process can do.
    EVAL;

    /// Whether who has this one may do what `other` may.
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }

    /// As the protocol and the file of users write it.
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// The role of this label.
    public static Optional<Role> of(String label) {
        return Arrays.stream(values()).filter(role -> role.label().equals(label)).findFirst();
    }
}
