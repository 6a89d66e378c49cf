package medusa.auth;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

import medusa.metrics.Spelling;

/// One line of the file of virtual users: `name:facts:keys`. The facts stand between spaces, each as `key=value`; the keys are as
/// [ScramKeys#text] has them, or `-`.
final class VirtualUserLine {
    /// Of the whole file: enough for 80,000 users.
    static final UserFormat<VirtualUser> FORMAT = new UserFormat<>() {
        @Override
        public Rule rule() {
            return new Rule(true, 1 << 24);
        }

        @Override
        public String name(VirtualUser user) {
            return user.user().name();
        }

        @Override
        public VirtualUser parse(String line) {
            return VirtualUserLine.parse(line);
        }
    };

    /// What stands before the realm of a verifier.
    private static final String DIGEST = "digest.";
    private static final String NO_KEYS = "-";
    private static final Pattern FACTS = Pattern.compile(" +");
    /// What may be shown of a key that nobody knows: it could be a part of something secret in a wrong place.
    private static final Pattern WORD = Pattern.compile("[a-z-]{1,16}");

    private VirtualUserLine() {}

    static String text(VirtualUser user) {
        return user.user().name() + ":" + facts(user, verifier -> "=" + HexFormat.of().formatHex(verifier)) + ":"
                + user.keys().map(ScramKeys::text).orElse(NO_KEYS);
    }

    /// @param verifier what is told of one, behind its realm
    static String facts(VirtualUser user, Function<byte[], String> verifier) {
        StringJoiner facts = new StringJoiner(" ");
        for (UserFact fact : UserFact.values()) {
            String value = fact.of(user);
            if (!value.isEmpty()) {
                facts.add(fact.key() + "=" + FactText.encode(value));
            }
        }
        user.verifiers().forEach(
                (realm, each) -> facts.add(DIGEST + FactText.encode(realm) + verifier.apply(each)));
        return facts.toString();
    }

    /// @throws IllegalArgumentException saying what is wrong, without showing keys or verifiers
    static VirtualUser parse(String line) {
        String[] parts = line.split(":", 3);
        if (parts.length < 3) {
            throw new IllegalArgumentException("expected name:facts:keys");
        }
        UserNames.checkVirtual(parts[0]);
        VirtualUser user = VirtualUser.named(parts[0]);
        TreeMap<String, byte[]> verifiers = new TreeMap<>();
        Set<String> found = new HashSet<>();
        for (String fact : FACTS.split(parts[1].strip())) {
            if (!fact.isEmpty()) {
                user = read(user, verifiers, found, fact);
            }
        }
        Optional<ScramKeys> keys = parts[2].equals(NO_KEYS) ? Optional.empty() : Optional.of(ScramKeys.parse(parts[2]));
        VirtualUser whole = new VirtualUser(user.user(), user.expires(), verifiers, keys);
        checkAnonymous(whole);
        return whole;
    }

    private static VirtualUser read(VirtualUser user, TreeMap<String, byte[]> verifiers, Set<String> found,
            String text) {
        int equals = text.indexOf('=');
        String key = equals < 0 ? text : text.substring(0, equals);
        String value = equals < 0 ? "" : text.substring(equals + 1);
        if (key.startsWith(DIGEST)) {
            verifier(verifiers, FactText.decode(key.substring(DIGEST.length())), value);
            return user;
        }
        UserFact fact = Arrays.stream(UserFact.values()).filter(each -> each.key().equals(key)).findFirst()
                .orElseThrow(() -> unknown(key));
        if (!found.add(key)) {
            throw new IllegalArgumentException(key + " is here twice");
        }
        if (value.isEmpty()) {
            throw new IllegalArgumentException(key + ": expected " + key + "=value");
        }
        try {
            return fact.set(user, FactText.decode(value));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(key + ": " + e.getMessage(), e);
        }
    }

    private static void verifier(TreeMap<String, byte[]> verifiers, String realm, String value) {
        DigestVerifier.checkRealm(realm);
        byte[] verifier;
        try {
            verifier = HexFormat.of().parseHex(value);
        } catch (IllegalArgumentException e) {
            verifier = new byte[0]; // its message would show it
        }
        if (verifier.length != DigestVerifier.BYTES) {
            throw new IllegalArgumentException(DIGEST + FactText.encode(realm) + ": expected "
                    + 2 * DigestVerifier.BYTES + " hexadecimal digits, as medusa passwd --digest writes them");
        }
        if (verifiers.putIfAbsent(realm, verifier) != null) {
            throw new IllegalArgumentException(DIGEST + FactText.encode(realm) + " is here twice");
        }
    }

    private static IllegalArgumentException unknown(String key) {
        if (!WORD.matcher(key).matches()) {
            return new IllegalArgumentException("expected facts such as quota=1GiB");
        }
        List<String> known = Arrays.stream(UserFact.values()).map(UserFact::key).toList();
        return new IllegalArgumentException("unknown fact " + key + Spelling.closest(key, known)
                .map(close -> "; did you mean " + close + "?").orElse(""));
    }

    private static void checkAnonymous(VirtualUser user) {
        boolean logsIn = user.keys().isPresent() || user.expires().isPresent() || !user.verifiers().isEmpty();
        if (user.user().isAnonymous() && logsIn) {
            throw new IllegalArgumentException(User.ANONYMOUS_NAME
                    + " is who has not logged in: its keys are \"-\", and it has neither expires nor digest");
        }
    }
}
