package medusa.auth;

import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/// Users whose passwords a test knows. It counts how often it is asked, and can be made to wait.
public final class CountingAuthorizer implements Authorizer {
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final AtomicInteger checks = new AtomicInteger();
    private final AtomicInteger looks = new AtomicInteger();
    private final List<char[]> seen = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore turnstile = new Semaphore(1_000_000);
    private volatile boolean changed;
    private volatile boolean closed;

    /// Adds a user, in the group `staff` if his name begins with `s`.
    public CountingAuthorizer with(String name, String password) {
        passwords.put(name, password);
        return this;
    }

    /// Removes a user.
    public void remove(String name) {
        passwords.remove(name);
    }

    /// Has the next look say so.
    public void change() {
        changed = true;
    }

    /// It cannot tell any more.
    public void close() {
        closed = true;
    }

    @Override
    public boolean isAvailable() { return !closed; }

    /// Every check waits from now on.
    public void stop() {
        turnstile.drainPermits();
    }

    /// Lets so many checks go on.
    public void letGo(int count) {
        turnstile.release(count);
    }

    /// How many passwords were checked or are being.
    public int checks() {
        return checks.get();
    }

    /// How often it was asked whether its users have changed.
    public int looks() {
        return looks.get();
    }

    /// The arrays of all passwords, as they are now.
    List<char[]> seen() {
        return seen;
    }

    @Override
    public Verdict check(String name, char[] password) {
        seen.add(password);
        checks.incrementAndGet();
        turnstile.acquireUninterruptibly();
        if (name.equals("broken")) {
            throw new IllegalStateException("an authorizer that fails");
        }
        if (name.equals("expired")) {
            return new Verdict.Refused("may log in no more");
        }
        String known = passwords.get(name);
        if (known == null) {
            return new Verdict.Unknown();
        }
        return known.equals(new String(password))
                ? new Verdict.Accepted(user(name))
                : new Verdict.Refused("that is not the password");
    }

    private static User user(String name) {
        return new User(name, name.startsWith("s") ? Set.of("staff") : Set.of(), "/", User.Limits.NONE);
    }

    @Override
    public Optional<User> find(String name) {
        return Optional.ofNullable(passwords.get(name)).map(_ -> user(name));
    }

    @Override
    public Optional<byte[]> digest(String name, String realm) {
        return Optional.ofNullable(passwords.get(name)).map(password -> sha256(name + ":" + realm + ":" + password));
    }

    /// SHA-256 of `text` in UTF-8.
    public static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /// The same as hexadecimal digits.
    public static String hex(String text) {
        return HexFormat.of().formatHex(sha256(text));
    }

    @Override
    public boolean refresh() {
        looks.incrementAndGet();
        boolean now = changed;
        changed = false;
        return now;
    }
}
