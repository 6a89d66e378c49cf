package medusa.auth;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.text.Normalizer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Executor;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// Knows the [VirtualUsers] of a file. When that has changed and cannot be read, nobody is let in until it can be, since it may be
/// that somebody was taken out. Passwords are hashed in the caller's thread, 0.2 s each.
public final class VirtualUserAuthorizer implements Authorizer {
    private static final Logger LOG = LoggerFactory.getLogger(VirtualUserAuthorizer.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

    /// What a password is hashed by; a test counts.
    @FunctionalInterface
    interface Hashing {
        /// See [ScramKeys#of].
        ScramKeys keys(char[] password, byte[] salt, int iterations);
    }

    /// Of somebody who has none.
    private static final ScramKeys NOBODYS = new ScramKeys(new byte[ScramKeys.SALT_BYTES],
            ScramKeys.STANDARD_ITERATIONS, new byte[ScramKeys.KEY_BYTES], new byte[ScramKeys.KEY_BYTES]);

    private final VirtualUsers users;
    private final KeyUpgrades upgrades;
    private final Hashing hashing;
    private final InstantSource clock;
    private final ZoneId zone;
    private Instant looked;
    private String complaint = "";
    private Optional<String> warned;

    private VirtualUserAuthorizer(VirtualUsers users, KeyUpgrades upgrades, Hashing hashing, InstantSource clock,
            ZoneId zone) {
        this.users = users;
        this.upgrades = upgrades;
        this.hashing = hashing;
        this.clock = clock;
        this.zone = zone;
        looked = clock.instant();
        warned = users.warning();
        warned.ifPresent(LOG::warn);
    }

    /// Reads the users. Blocks.
    ///
    /// @param zone in which the last day of a user ends
    /// @throws IOException if the file cannot be used; see [OwnFile#reason]
    public static VirtualUserAuthorizer open(Path file, InstantSource clock, ZoneId zone) throws IOException {
        return open(file, clock, zone, task -> Thread.ofPlatform().daemon().name("medusa-key-upgrade").start(task),
                ScramKeys::of);
    }

    /// @param worker makes new keys for old ones
    static VirtualUserAuthorizer open(Path file, InstantSource clock, ZoneId zone, Executor worker, Hashing hashing)
            throws IOException {
        KeyUpgrades upgrades = new KeyUpgrades(new VirtualUsersFile(file), worker);
        return new VirtualUserAuthorizer(VirtualUsers.open(file), upgrades, hashing, clock, zone);
    }

    @Override
    public Verdict check(String name, char[] password) {
        String kept = kept(name);
        if (UserNames.isAnonymous(kept)) {
            return new Verdict.Unknown();
        }
        if (users.isClosed()) { // it could have said that he is somebody else than another authorizer would take him for
            return refused("the file of users cannot be read", password, 0);
        }
        Optional<VirtualUser> user = users.find(kept);
        return user.isPresent() ? check(user.get(), password) : new Verdict.Unknown();
    }

    private Verdict check(VirtualUser user, char[] password) {
        ScramKeys keys = user.keys().orElse(NOBODYS);
        byte[] proof;
        try {
            proof = hashing.keys(password, keys.salt(), keys.iterations()).storedKey();
        } catch (IllegalArgumentException e) { // as quickly seen whoever it is
            return new Verdict.Refused("the password holds " + e.getMessage());
        }
        String flaw = "";
        if (user.keys().isEmpty()) {
            flaw = "he has no password";
        } else if (isExpired(user)) {
            flaw = "his last day was " + user.expires().orElseThrow();
        } else if (!MessageDigest.isEqual(proof, keys.storedKey())) {
            flaw = "wrong password";
        }
        if (!flaw.isEmpty()) {
            return refused(flaw, password, keys.iterations());
        }
        upgrades.offer(user.user().name(), keys, password);
        return new Verdict.Accepted(user.user());
    }

    /// Every refusal is as much work as that of somebody whom nobody knows, so that they cannot be told apart.
    ///
    /// @param done iterations
    private Verdict refused(String why, char[] password, int done) {
        if (done < ScramKeys.STANDARD_ITERATIONS) {
            int rest = Math.max(ScramKeys.STANDARD_ITERATIONS - done, ScramKeys.LEAST_ITERATIONS);
            try {
                hashing.keys(password, NOBODYS.salt(), rest);
            } catch (IllegalArgumentException e) {
                // It holds what no password may: nobody's is hashed then.
            }
        }
        return new Verdict.Refused(why);
    }

    @Override
    public Optional<byte[]> digest(String name, String realm) {
        return current(name).map(user -> user.verifiers().get(realm)).map(byte[]::clone);
    }

    @Override
    public Optional<User> find(String name) {
        return current(name).map(VirtualUser::user);
    }

    private Optional<VirtualUser> current(String name) {
        return users.find(kept(name)).filter(user -> !isExpired(user));
    }

    /// The facts of who has not logged in, if the file says any.
    public Optional<User> anonymous() {
        return users.anonymous();
    }

    /// What is not good about the file although it is used: one line, which the log has had.
    public Optional<String> warning() {
        return users.warning();
    }

    /// Why the file, which has changed, cannot be used.
    public synchronized Optional<String> complaint() {
        return complaint.isEmpty() ? Optional.empty() : Optional.of(complaint);
    }

    @Override
    public boolean isAvailable() { return !users.isClosed(); }

    /// Looks at the disk once a second at most.
    @Override
    public synchronized boolean refresh() {
        Duration since = Duration.between(looked, clock.instant()).abs(); // a clock may be set back
        if (since.compareTo(BETWEEN_LOOKS) < 0) {
            return false;
        }
        looked = clock.instant();
        boolean wasClosed = users.isClosed();
        try {
            boolean read = users.refresh();
            if (read) {
                upgrades.reset();
                told();
            }
            return read;
        } catch (IOException e) {
            complain(OwnFile.reason(e));
            return !wasClosed;
        }
    }

    private void told() {
        if (!complaint.isEmpty()) {
            complaint = "";
            LOG.info("the file of users can be read again");
        }
        if (!users.warning().equals(warned)) {
            warned = users.warning();
            warned.ifPresent(LOG::warn);
        }
    }

    /// Once, since anybody could have it written again.
    private void complain(String reason) {
        if (!complaint.equals(reason)) {
            complaint = reason;
            LOG.error("users: {}; it has changed, and nobody in it can log in until it can be read", reason);
        }
    }

    private boolean isExpired(VirtualUser user) {
        return user.isExpired(LocalDate.ofInstant(clock.instant(), zone));
    }

    private static String kept(String typed) {
        return Normalizer.normalize(typed, Normalizer.Form.NFKC);
    }
}
