package medusa.monitor;

import java.util.Arrays;
import java.util.stream.Collectors;

import medusa.auth.ScramKeys;
import medusa.auth.UserFormat;
import medusa.auth.UserNames;
import medusa.metrics.Printable;
import medusa.monitor.MonitorUsers.User;

/// One line of the file of users: `name:role:SCRAM-SHA-256$…`.
final class UserLine {
    /// Of the whole file.
    static final UserFormat<User> FORMAT = new UserFormat<>() {
        @Override
        public Rule rule() {
            return new Rule(false, 1 << 20);
        }

        @Override
        public String name(User user) {
            return user.name();
        }

        @Override
        public User parse(String line) {
            return UserLine.parse(line);
        }
    };

    private UserLine() {}

    static String text(User user) {
        return user.name() + ":" + user.role().label() + ":" + user.keys().text();
    }

    /// @throws IllegalArgumentException saying what is wrong, without showing any of the keys
    static User parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("expected name:role:keys");
        }
        UserNames.check(parts[0]);
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
