package medusa.filesystem;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import medusa.auth.Right;
import medusa.auth.Rights;
import medusa.auth.User;

/// Who may do what where, written down by hand: what every protocol has to keep to.
public final class RightsMatrix {
    /// The users, in the order of the columns of [#EXPECTED].
    public static final List<User> USERS = List.of(User.ANONYMOUS, user("anna", "staff"), user("bernd"),
            user("carla", "guests"), user("dora", "staff", "guests"));

    /// As the configuration has it, which is written anew in [#rights].
    public static final String SETTING = """
            [{ path = "/staff/keys", who = ["anna"], may = ["list", "read"] }, \
            { path = "/staff/keys", who = ["*"], may = [] }, \
            { path = "/staff", who = ["@staff"], may = ["list", "read", "write", "delete"] }, \
            { path = "/staff", who = ["*"], may = [] }, \
            { path = "/home/{user}", who = ["@users"], may = ["list", "read", "write", "delete"] }, \
            { path = "/home", who = ["*"], may = [] }, \
            { path = "/in", who = ["bernd"], may = ["list", "read", "delete"] }, \
            { path = "/in", who = ["anonymous", "@guests"], may = ["write"] }, \
            { path = "/shut", who = ["*"], may = [] }, \
            { path = "/open", who = ["*"], may = ["list", "read", "write", "delete"] }, \
            { path = "/names", who = ["@users"], may = ["list"] }, \
            { path = "/names", who = ["*"], may = ["read"] }]""";

    /// Letters of rights: list, read, write, delete.
    private static final String EXPECTED = """
            folder       anonymous  anna  bernd  carla  dora
            /pub         lr         lr    lr     lr     lr
            /staff       -          lrwd  -      -      lrwd
            /staff/keys  -          lr    -      -      -
            /home/anna   -          lrwd  -      -      -
            /home/bernd  -          -     lrwd   -      -
            /in          w          lr    lrd    w      w
            /shut        -          -     -      -      -
            /open        lrwd       lrwd  lrwd   lrwd   lrwd
            /names       r          l     l      l      l
            """;

    /// What is done in a folder that has a file called `file`.
    public enum Operation {
        LIST("l"),
        READ("r"),
        CREATE("w"),
        REPLACE("wd"),
        DELETE("d"),
        MAKE_FOLDER("w"),
        RENAME("wdrl");

        private final String needs;

        Operation(String needs) {
            this.needs = needs;
        }
    }

    /// One cell for one operation.
    public record Case(User user, String folder, Operation operation, boolean allowed) {
        @Override
        public String toString() {
            return user.name() + " " + operation + " in " + folder + ": " + (allowed ? "yes" : "no");
        }
    }

    private RightsMatrix() {}

    private static User user(String name, String... groups) {
        return new User(name, Set.of(groups), "/", User.Limits.NONE);
    }

    /// All of them: 9 folders, 5 users, 7 operations.
    public static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        for (String row : EXPECTED.lines().skip(1).toList()) {
            String[] cells = row.split(" +");
            for (int i = 0; i < USERS.size(); i++) {
                String rights = cells[i + 1];
                for (Operation operation : Operation.values()) {
                    boolean allowed = operation.needs.chars().allMatch(letter -> rights.indexOf(letter) >= 0);
                    cases.add(new Case(USERS.get(i), cells[0], operation, allowed));
                }
            }
        }
        return cases;
    }

    /// The table that leads to it.
    public static Rights rights() {
        List<Rights.Rule> rules = new ArrayList<>();
        Set<Right> all = Set.of(Right.values());
        Set<Right> look = Set.of(Right.LIST, Right.READ);
        List<String> keys = List.of("staff", "keys");
        rules.add(new Rights.Rule(keys, List.of("anna"), look));
        rules.add(new Rights.Rule(keys, List.of("*"), Set.of()));
        rules.add(new Rights.Rule(List.of("staff"), List.of("@staff"), all));
        rules.add(new Rights.Rule(List.of("staff"), List.of("*"), Set.of()));
        rules.add(new Rights.Rule(List.of("home", "{user}"), List.of("@users"), all));
        rules.add(new Rights.Rule(List.of("home"), List.of("*"), Set.of()));
        rules.add(new Rights.Rule(List.of("in"), List.of("bernd"), Set.of(Right.LIST, Right.READ, Right.DELETE)));
        rules.add(new Rights.Rule(List.of("in"), List.of("anonymous", "@guests"), Set.of(Right.WRITE)));
        rules.add(new Rights.Rule(List.of("shut"), List.of("*"), Set.of()));
        rules.add(new Rights.Rule(List.of("open"), List.of("*"), all));
        rules.add(new Rights.Rule(List.of("names"), List.of("@users"), Set.of(Right.LIST)));
        rules.add(new Rights.Rule(List.of("names"), List.of("*"), Set.of(Right.READ)));
        return new Rights(rules, Rights.Defaults.of(true, false));
    }

    /// Makes the folder of a case as it is before the operation: with `file`, which holds `ancient`.
    public static Path plant(Path root, Case of) throws IOException {
        Path folder = Files.createDirectories(root.resolve(of.folder().substring(1)));
        try (var entries = Files.list(folder)) {
            for (Path entry : entries.filter(path -> !path.endsWith("keys")).toList()) {
                Files.delete(entry);
            }
        }
        Files.writeString(folder.resolve("file"), "ancient");
        return folder;
    }

    /// What a folder holds, one line each: `file=old`.
    public static List<String> content(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (var entries = Files.list(folder)) {
            for (Path entry : entries.filter(path -> !path.endsWith("keys")).sorted().toList()) {
                lines.add(Files.isDirectory(entry)
                        ? entry.getFileName() + "/"
                        : entry.getFileName() + "=" + Files.readString(entry));
            }
        }
        return lines;
    }

    /// What [#content] is after an operation, which wrote `new` where it wrote something.
    public static List<String> expected(Case of) {
        if (!of.allowed()) {
            return List.of("file=ancient");
        }
        return switch (of.operation()) {
            case LIST, READ -> List.of("file=ancient");
            case CREATE -> List.of("file=ancient", "made=new");
            case REPLACE -> List.of("file=new");
            case DELETE -> List.of();
            case MAKE_FOLDER -> List.of("file=ancient", "made/");
            case RENAME -> List.of("made=ancient");
        };
    }

    /// Runs `test` on each case, and says which one it was that failed.
    public static void forEach(Consumer<Case> test) {
        for (Case each : cases()) {
            try {
                test.accept(each);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError(each + ": " + e.getMessage(), e);
            }
        }
    }
}
