package medusa.monitor;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

import medusa.auth.ScramKeys;
import medusa.metrics.Printable;
import medusa.monitor.MonitorUsers.User;

/// One line of the file of users: `name:role:SCRAM-SHA-256$…`.
final class UserLine {
    private static final int LONGEST_NAME = 64;

    private UserLine() {}

    /// Why this cannot be a name.
    static Optional<String> flaw(String name) {
        if (name.isEmpty() || name.length() > LONGEST_NAME) {
            return Optional.of("a name has between 1 and " + LONGEST_NAME + " characters");
        }
        if (name.indexOf(':') >= 0 || name.startsWith("#") || !name.strip().equals(name)
                || !Printable.line(name).equals(name)) {
            return Optional
                    .of("a name holds no colon and no control character, and neither begins with # nor has spaces"
                            + " around it");
        }
        return Normalizer.isNormalized(name, Normalizer.Form.NFKC)
                ? Optional.empty()
                : Optional.of("a name is kept as Unicode's NFKC has it; medusa passwd writes it so");
    }

    /// Whether it is empty or a comment.
    static boolean isIdle(String line) {
        return line.isBlank() || line.stripLeading().startsWith("#");
    }

    /// Whose line it is; what is not is nobody's.
    static boolean isOf(String line, String name) {
        return !isIdle(line) && line.strip().startsWith(name + ":");
    }

    static String text(User user) {
        return user.name() + ":" + user.role().label() + ":" + user.keys().text();
    }

    /// @throws IllegalArgumentException saying what is wrong, without showing any of the keys
    static User parse(String line) {
        String[] parts = line.strip().split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("expected name:role:keys");
        }
        flaw(parts[0]).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
        Role role = Role.of(parts[1]).orElseThrow(() -> new IllegalArgumentException(
                "expected " + roles() + ", found " + Printable.quoted(parts[1])));
        return new User(parts[0], role, ScramKeys.parse(parts[2]));
    }

    /// `view, manage or eval`.
    static String roles() {
        String all = Arrays.stream(Role.values()).map(Role::label).collect(Collectors.joining(", "));
        int last = all.lastIndexOf(", ");
        return all.substring(0, last) + " or " + all.substring(last + 2);
    }
}
