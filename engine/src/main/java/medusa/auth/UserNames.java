package medusa.auth;

import java.text.Normalizer;
import java.util.Optional;
import java.util.Set;

import medusa.metrics.Printable;

/// Names of users, as they are kept in files and compared.
public final class UserNames {
    /// What somebody without a log-in may call himself instead of [User#ANONYMOUS_NAME].
    private static final String FTP = "ftp";

    private static final int LONGEST = 64;
    /// Names of which folders are no one's, and who stands for everybody.
    private static final Set<String> NO_FOLDER = Set.of(".", "..", "*");

    private UserNames() {}

    /// Whether those come by it who have no password.
    public static boolean isAnonymous(String name) {
        return name.equals(User.ANONYMOUS_NAME) || name.equals(FTP);
    }

    /// A name as it is kept and compared.
    ///
    /// @throws IllegalArgumentException saying why this cannot be one
    public static String kept(String typed) {
        String name = Normalizer.normalize(typed, Normalizer.Form.NFKC);
        check(name);
        return name;
    }

    /// Looks whether this is a name as [#kept] gives them.
    ///
    /// @throws IllegalArgumentException saying why not
    public static void check(String name) {
        flaw(name).ifPresent(why -> {
            throw new IllegalArgumentException(why);
        });
    }

    /// Looks whether this can also be the name of a virtual user, who may have a folder of that name and be named in the table of
    /// rights.
    ///
    /// @throws IllegalArgumentException saying why not
    public static void checkVirtual(String name) {
        check(name);
        if (name.indexOf('/') >= 0 || name.startsWith("@") || NO_FOLDER.contains(name)) {
            throw new IllegalArgumentException(
                    "a name holds no slash, does not begin with @, and is not \".\", \"..\" or"
                            + " \"*\"");
        }
        if (name.equals(FTP)) {
            throw new IllegalArgumentException("ftp is what those call themselves who have no password; their facts are"
                    + " those of " + User.ANONYMOUS_NAME);
        }
    }

    private static Optional<String> flaw(String name) {
        if (name.isEmpty() || name.length() > LONGEST) {
            return Optional.of("a name has between 1 and " + LONGEST + " characters");
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
}
