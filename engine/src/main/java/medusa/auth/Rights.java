package medusa.auth;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// Who may do what in the tree that all protocols share: one table, of which the first rule that names the user, and the path or
/// a folder above it, decides. What no rule decides is as [Defaults] say. Immutable; any thread; does not block.
///
/// Rules are about the paths that clients ask for. What a symbolic link inside the tree shows is as what lies at the link, since
/// the administrator has made it, no protocol here does; for what is changed through it the rules for both places count.
public final class Rights {
    private static final String USER = "{user}";

    /// One line of the table.
    ///
    /// @param path from the top down, one character for each byte; a name `{user}` stands for the name of who asks
    /// @param who  names of users, `@group`, `@users` for all who have logged in, `*` for everybody
    /// @param may  none to forbid everything
    public record Rule(List<String> path, List<String> who, Set<Right> may) {
        /// All who have logged in.
        public static final String USERS = "@users";
        /// Everybody.
        public static final String EVERYBODY = "*";

        /// @param path copied
        /// @param who  copied
        /// @param may  copied
        public Rule {
            path = List.copyOf(path);
            who = List.copyOf(who);
            may = Set.copyOf(may);
        }

        /// Whether it names `user`.
        public boolean names(User user) {
            return Rights.names(who, user);
        }

        /// Whether it is about `asked`, which lies at its path or below.
        boolean covers(User user, List<String> asked) {
            return path.size() <= asked.size() && agrees(user, asked, path.size());
        }

        /// Whether it is about something below `folder`.
        boolean isBelow(User user, List<String> folder) {
            return path.size() > folder.size() && agrees(user, folder, folder.size());
        }

        private boolean agrees(User user, List<String> asked, int length) {
            for (int i = 0; i < length; i++) {
                String name = path.get(i);
                if (name.equals(USER) ? !isOf(user, asked.get(i)) : !name.equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /// Whatever his name.
        boolean coversForAny(List<String> asked) {
            return path.size() <= asked.size() && agreesForAny(asked, path.size());
        }

        /// Whatever his name.
        boolean isBelowForAny(List<String> folder) {
            return path.size() > folder.size() && agreesForAny(folder, folder.size());
        }

        private boolean agreesForAny(List<String> asked, int length) {
            for (int i = 0; i < length; i++) {
                if (!path.get(i).equals(USER) && !path.get(i).equals(asked.get(i))) {
                    return false;
                }
            }
            return true;
        }

        /// Nobody is at home where anonymous clients could be.
        private static boolean isOf(User user, String name) {
            return !user.isAnonymous() && bytes(user.name()).equals(name);
        }
    }

    /// What counts where the table says nothing.
    public record Defaults(Set<Right> users, Set<Right> anonymous) {
        private static final Set<Right> LOOK = Set.of(Right.LIST, Right.READ);

        /// @param users     copied
        /// @param anonymous copied
        public Defaults {
            users = Set.copyOf(users);
            anonymous = Set.copyOf(anonymous);
        }

        /// @param anonymous whether who has not logged in may look at everything
        /// @param writable  whether who has logged in may change everything
        public static Defaults of(boolean anonymous, boolean writable) {
            return new Defaults(writable ? EnumSet.allOf(Right.class) : LOOK, anonymous ? LOOK : Set.of());
        }
    }

    /// What a user may at a path, and why.
    ///
    /// @param rule   the number of the rule that decides, from 0; empty if none does
    /// @param hidden whether that is so since the path is hidden from everybody
    public record Decision(Set<Right> may, Optional<Integer> rule, boolean hidden) {}

    /// Everybody may look, nobody may change anything.
    public static final Rights LOOK = new Rights(List.of(), Defaults.of(true, false));

    private final List<Rule> rules;
    private final Defaults defaults;
    private final List<List<String>> hidden;
    /// What everybody may do everywhere, so that the usual case costs nothing.
    private final Set<Right> always;
    /// Whether anybody may add something anywhere without a right to change what is there.
    private final boolean additions;

    /// @param rules copied
    public Rights(List<Rule> rules, Defaults defaults) {
        this(rules, defaults, Set.of());
    }

    /// @param rules  copied
    /// @param hidden paths at which, and below which, nobody may do anything, whatever the rules say; copied
    public Rights(List<Rule> rules, Defaults defaults, Set<List<String>> hidden) {
        this.rules = List.copyOf(rules);
        this.defaults = defaults;
        this.hidden = hidden.stream().map(List::copyOf).toList();
        EnumSet<Right> common = EnumSet.allOf(Right.class);
        common.retainAll(defaults.users());
        common.retainAll(defaults.anonymous());
        this.rules.forEach(rule -> common.retainAll(rule.may()));
        if (!hidden.isEmpty()) {
            common.clear();
        }
        always = common;
        additions = isAdding(defaults.users()) || isAdding(defaults.anonymous())
                || rules.stream().anyMatch(rule -> isAdding(rule.may()));
    }

    /// Whether a list names `user`, as rules and other settings do.
    ///
    /// @param who as in a [Rule]
    public static boolean names(List<String> who, User user) {
        for (String each : who) {
            if (each.equals(Rule.EVERYBODY) || each.equals(user.name())
                    || each.equals(Rule.USERS) && !user.isAnonymous()
                    || each.startsWith("@") && user.groups().contains(each.substring(1))) {
                return true;
            }
        }
        return false;
    }

    /// Whether `user` may do this at `path`.
    ///
    /// @param path from the top down, one character for each byte
    public boolean allow(User user, Right right, List<String> path) {
        return always.contains(right) || may(user, path).contains(right);
    }

    /// All that `user` may do at `path`.
    public Set<Right> may(User user, List<String> path) {
        if (isHidden(path)) {
            return Set.of();
        }
        for (Rule rule : rules) {
            if (rule.names(user) && rule.covers(user, path)) {
                return rule.may();
            }
        }
        return defaults(user);
    }

    /// The same with its reason.
    public Decision decide(User user, List<String> path) {
        if (isHidden(path)) {
            return new Decision(Set.of(), Optional.empty(), true);
        }
        for (int i = 0; i < rules.size(); i++) {
            if (rules.get(i).names(user) && rules.get(i).covers(user, path)) {
                return new Decision(rules.get(i).may(), Optional.of(i), false);
            }
        }
        return new Decision(defaults(user), Optional.empty(), false);
    }

    private boolean isHidden(List<String> path) {
        for (List<String> each : hidden) {
            if (each.size() <= path.size() && path.subList(0, each.size()).equals(each)) {
                return true;
            }
        }
        return false;
    }

    private Set<Right> defaults(User user) {
        return user.isAnonymous() ? defaults.anonymous() : defaults.users();
    }

    /// Whether all that lies below `folder` is to `user` as the folder itself is.
    public boolean isUniform(User user, List<String> folder) {
        if (hidden.stream().anyMatch(each -> each.size() > folder.size()
                && each.subList(0, folder.size()).equals(folder))) {
            return false;
        }
        for (Rule rule : rules) {
            if (rule.names(user) && rule.isBelow(user, folder)) {
                return false;
            }
            if (rule.names(user) && rule.covers(user, folder)) {
                return true; // it comes before all that follow
            }
        }
        return true;
    }

    /// Whether anybody may change anything.
    public boolean isWritable() {
        return isWriting(defaults.users()) || isWriting(defaults.anonymous())
                || rules.stream().anyMatch(rule -> isWriting(rule.may()));
    }

    /// Whether anybody at all may change what is at `path`. Where a rule is about `{user}` it counts as if there were one of
    /// that name.
    public boolean isWritable(List<String> path) {
        return mayAnybody(path, Rights::isWriting);
    }

    /// Whether anybody at all may change something at `folder` or below it.
    public boolean isWritableWithin(List<String> folder) {
        return isWritable(folder)
                || rules.stream().anyMatch(rule -> isWriting(rule.may()) && rule.isBelowForAny(folder));
    }

    /// Whether anybody at all may read what is at `path`.
    public boolean isReadable(List<String> path) {
        return mayAnybody(path, may -> may.contains(Right.READ));
    }

    /// Whether anybody may put something beside what is at `path`, or into it, who may not change what is there.
    public boolean takesAdditions(List<String> path) {
        return additions && mayAnybody(path, Rights::isAdding);
    }

    private boolean mayAnybody(List<String> path, Predicate<Set<Right>> what) {
        return !isHidden(path) && audiences().anyMatch(user -> what.test(mayAtMost(user, path, what)));
    }

    /// Of those whom a rule names in the same way, the one whom no other rule names: no rule before holds him back that would let
    /// somebody else of them through.
    private Stream<User> audiences() {
        return Stream.concat(Stream.of(User.ANONYMOUS, somebody("", Set.of())),
                rules.stream().flatMap(rule -> rule.who().stream()).filter(who -> !who.equals(Rule.EVERYBODY))
                        .map(who -> who.startsWith("@")
                                ? somebody("", Set.of(who.substring(1)))
                                : somebody(who, Set.of())));
    }

    private static User somebody(String name, Set<String> groups) {
        return new User(name, groups, "/", User.Limits.NONE);
    }

    private Set<Right> mayAtMost(User user, List<String> path, Predicate<Set<Right>> what) {
        for (Rule rule : rules) {
            boolean covers = what.test(rule.may()) ? rule.coversForAny(path) : rule.covers(user, path);
            if (covers && rule.names(user)) {
                return rule.may();
            }
        }
        return defaults(user);
    }

    private static boolean isAdding(Set<Right> may) {
        return may.contains(Right.WRITE) && !may.contains(Right.DELETE);
    }

    private static boolean isWriting(Set<Right> may) {
        return may.contains(Right.WRITE) || may.contains(Right.DELETE);
    }

    /// Text as paths have it: one character for each byte of UTF-8.
    static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
