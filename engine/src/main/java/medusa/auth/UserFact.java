package medusa.auth;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Pattern;

import medusa.metrics.ByteSize;
import medusa.metrics.Printable;

/// What a line of the file of virtual users can say of one, each as text.
public enum UserFact {
    /// Separated by commas.
    GROUPS("groups", (who, text) -> {
        User old = who.user();
        return who.with(new User(old.name(), groups(text), old.home(), old.limits()));
    }, who -> String.join(",", new TreeSet<>(who.user().groups()))),

    /// An absolute path in the tree that all protocols share; the root if it is not said.
    HOME("home", (who, text) -> {
        User old = who.user();
        return who.with(new User(old.name(), old.groups(), home(text), old.limits()));
    }, who -> who.user().home().equals("/") ? "" : text(who.user().home())),

    /// Bytes that the files in his home may have in all.
    QUOTA("quota", (who, text) -> {
        User.Limits old = who.user().limits();
        return who.with(new User.Limits(size(text), old.file(), old.sessions()));
    }, who -> size(who.user().limits().quota())),

    /// Bytes that one file may have.
    MAX_FILE("max-file", (who, text) -> {
        User.Limits old = who.user().limits();
        return who.with(new User.Limits(old.quota(), size(text), old.sessions()));
    }, who -> size(who.user().limits().file())),

    /// Log-ins and uploads at one time.
    SESSIONS("sessions", (who, text) -> {
        User.Limits old = who.user().limits();
        return who.with(new User.Limits(old.quota(), old.file(), number(text)));
    }, who -> who.user().limits().sessions() == 0 ? "" : Integer.toString(who.user().limits().sessions())),

    /// The last day on which he may log in.
    EXPIRES("expires", (who, text) -> new VirtualUser(who.user(), date(text), who.verifiers(), who.keys()),
            who -> who.expires().map(LocalDate::toString).orElse(""));

    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final Pattern DATE = Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}");
    /// `@users` stands for all who have logged in.
    private static final String ALL = Rights.Rule.USERS.substring(1);

    private final String key;
    private final BiFunction<VirtualUser, String, VirtualUser> writer;
    private final Function<VirtualUser, String> reader;

    UserFact(String key, BiFunction<VirtualUser, String, VirtualUser> writer, Function<VirtualUser, String> reader) {
        this.key = key;
        this.writer = writer;
        this.reader = reader;
    }

    /// As the file calls it.
    public String key() {
        return key;
    }

    /// What is known of a user; empty if nothing is.
    public String of(VirtualUser user) {
        return reader.apply(user);
    }

    /// The same user, of whom something else is known.
    ///
    /// @param text empty for nothing
    /// @throws IllegalArgumentException saying what was expected
    public VirtualUser set(VirtualUser user, String text) {
        return writer.apply(user, text);
    }

    private static IllegalArgumentException expected(String what, String found) {
        return new IllegalArgumentException("expected " + what + ", found " + Printable.quoted(found));
    }

    private static Set<String> groups(String text) {
        if (text.isEmpty()) {
            return Set.of();
        }
        List<String> names = List.of(text.split(",", -1));
        for (String name : names) {
            UserNames.checkVirtual(name);
            if (name.equals(ALL)) {
                throw new IllegalArgumentException("all who have logged in are the group " + ALL + " already");
            }
        }
        return new TreeSet<>(names);
    }

    private static String home(String text) {
        if (!text.isEmpty() && !text.startsWith("/") || text.indexOf('\0') >= 0) {
            throw expected("an absolute path such as /home/anna", text);
        }
        List<String> names = new ArrayList<>();
        for (String name : text.split("/")) {
            switch (name) {
                case "", "." -> {
                }
                case ".." -> {
                    if (!names.isEmpty()) {
                        names.removeLast();
                    }
                }
                default -> names.add(name);
            }
        }
        return Rights.bytes("/" + String.join("/", names));
    }

    private static String text(String bytes) {
        return new String(bytes.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private static OptionalLong size(String text) {
        return text.isEmpty() ? OptionalLong.empty() : OptionalLong.of(ByteSize.parse(text).bytes());
    }

    private static String size(OptionalLong bytes) {
        return bytes.isEmpty() ? "" : new ByteSize(bytes.getAsLong()).toString().replace(" ", "");
    }

    private static int number(String text) {
        if (!text.isEmpty() && !NUMBER.matcher(text).matches()) {
            throw expected("a number from 1 on", text);
        }
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    private static Optional<LocalDate> date(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (DATE.matcher(text).matches()) {
                return Optional.of(LocalDate.parse(text));
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw expected("a day such as 2027-01-31", text);
    }
}
