package medusa.auth;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.PasswordCheck.Asker;
import medusa.auth.PasswordCheck.Outcome;
import medusa.metrics.Counter;
import medusa.reactor.Addresses;
import medusa.reactor.Reactor;

/// Where all protocols have names and passwords checked. A flood of log-ins costs a bounded part of the machine: few threads
/// hash, little waits, and who fails often is not even heard. Who guesses learns the same from a wrong name and a wrong
/// password, at the same time.
///
/// What was right is remembered for a while, for protocols that send it with each request; see [#proven]. What was wrong is too,
/// for whoever sent it: the same once more is refused without work, and counts as one failure with the first.
///
/// Reactor thread only.
public final class Logins {
    /// How long a password that was right is not hashed again, unless somebody says otherwise.
    public static final Duration REMEMBER = Duration.ofMinutes(5);

    /// What became of a log-in.
    public sealed interface Answer {
        /// It is he.
        record LoggedIn(User user) implements Answer {}

        /// A wrong name or password; told at a fixed time after it was asked, whichever it was.
        record Refused() implements Answer {}

        /// Too many failures from that address, or too many log-ins at once, or nobody can tell at the moment.
        ///
        /// @param after when it makes sense to try again
        /// @param banned whether it was the failures
        record Later(Duration after, boolean banned) implements Answer {
            /// Soon.
            public static final Later BUSY = new Later(Duration.ofSeconds(2), false);
        }
    }

    /// Where and how somebody logs in, for the log.
    ///
    /// @param protocol `http`
    /// @param address  null over a Unix-domain socket
    public record Origin(String protocol, InetAddress address) {
        String from() {
            return address == null ? "a Unix-domain socket" : Addresses.text(address);
        }
    }

    /// What HTTP's Digest needs of somebody.
    ///
    /// @param hash SHA-256 of `name:realm:password`; not to be changed
    public record Verifier(User user, byte[] hash) {}

    /// @param threads  that hash
    /// @param waiting  checks that wait for one of them
    /// @param together who may wait for one check, having come with the same name and password
    /// @param proven   names and passwords that are remembered
    record Bounds(int threads, int waiting, int together, int proven) {
        static final Bounds STANDARD = new Bounds(Math.max(1, Runtime.getRuntime().availableProcessors() / 2), 64, 64,
                1000);
    }

    static final int LONGEST_NAME = 256;
    static final int LONGEST_PASSWORD = 1024;
    /// When a refusal is told; one that takes longer is told at a multiple of it.
    static final Duration DEADLINE = Duration.ofSeconds(1);
    private static final int MOST_WRONG = 10_000;
    private static final int MOST_WRONG_EACH = 10;
    private static final Answer.Later BUSY = Answer.Later.BUSY;

    private static final Logger log = LoggerFactory.getLogger(Logins.class);

    private final Reactor reactor;
    private final FailedLogins failures;
    private final Map<String, LoginNotes> notes = new HashMap<>();
    private final PasswordChecks checks;
    private final ProvenLogins proven;
    private final WrongLogins wrong = new WrongLogins(MOST_WRONG, MOST_WRONG_EACH);
    private final UserChanges changes;
    private Duration remember = REMEMBER;
    private List<Authorizer> authorizers = List.of();

    /// @param reactor on whose thread everything is called and answered
    public Logins(Reactor reactor, FailedLogins failures) {
        this(reactor, failures, Bounds.STANDARD, UnknownNames.standard());
    }

    Logins(Reactor reactor, FailedLogins failures, Bounds bounds, UnknownNames unknown) {
        this.reactor = reactor;
        this.failures = failures;
        Executor threads = threads(bounds.threads());
        proven = new ProvenLogins(bounds.proven());
        changes = new UserChanges(reactor, threads, this::forget);
        checks = new PasswordChecks(reactor, threads, bounds, unknown, judge());
    }

    private PasswordChecks.Judge judge() {
        return new PasswordChecks.Judge() {
            @Override
            public boolean isSentAway(Asker asker) {
                return Logins.this.isSentAway(asker);
            }

            @Override
            public void begins() {
                changes.look();
            }

            @Override
            public void noRoom(Asker asker) {
                tell(asker, BUSY);
            }

            @Override
            public void ended(PasswordCheck check, Outcome outcome) {
                Logins.this.ended(check, outcome);
            }
        };
    }

    private static Executor threads(int most) {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(most, most, 10, TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), Thread.ofPlatform().daemon().name("medusa-logins-", 0).factory());
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /// Asks these from now on; what was proven before has to be proven again.
    public void follow(List<Authorizer> authorizers) {
        this.authorizers = List.copyOf(authorizers);
        changes.follow(this.authorizers);
        forget();
    }

    /// Remembers what is proven from now on for so long; 0 for not at all.
    public void remember(Duration time) {
        remember = time;
        forget();
    }

    private void forget() {
        proven.forget();
        wrong.forget();
        checks.follow(authorizers);
    }

    /// Whether anybody could log in.
    public boolean isPossible() { return !authorizers.isEmpty(); }

    /// Who has failed too often.
    public FailedLogins failures() {
        return failures;
    }

    // ---- what costs no time ----

    /// Who has proven a short while ago that this is his password. Empty does not mean that it is wrong: [#check] says that. An
    /// address that has been refused, or has much to be checked, or others around it, could find out passwords here; it is told nothing.
    ///
    /// @param password stays the caller's
    public Optional<User> proven(Origin origin, String name, char[] password) {
        changes.look();
        return isTooLong(name, password) || changes.isOld() || !mayKnow(origin.address())
                ? Optional.empty()
                : proven.find(proven.key(name, password), reactor.now());
    }

    private boolean mayKnow(InetAddress address) {
        return failures.refused(address).isEmpty() && !checks.hasMuch(address);
    }

    /// What is known of who has not logged in: his limits may be set like those of others.
    public User anonymous() {
        for (Authorizer each : authorizers) {
            Optional<User> anonymous = each.find(User.ANONYMOUS_NAME);
            if (anonymous.isPresent()) {
                return anonymous.get();
            }
        }
        return User.ANONYMOUS;
    }

    /// Who is taken as somebody who has not logged in, whatever his password, if that is what those are who come by this name.
    public Optional<User> guest(String name) {
        for (Authorizer each : UserNames.isAnonymous(name) ? authorizers : List.<Authorizer>of()) {
            Optional<User> user = each.find(name);
            if (user.isPresent()) {
                return user.filter(User::isAnonymous);
            }
        }
        return Optional.empty();
    }

    /// What is kept of a user for HTTP's Digest, if he may log in. To be asked while [#isFresh].
    public Optional<Verifier> verifier(String name, String realm) {
        changes.look();
        for (Authorizer each : name.length() > LONGEST_NAME ? List.<Authorizer>of() : authorizers) {
            Optional<User> user = each.find(name);
            if (user.isPresent()) {
                return each.digest(name, realm).map(hash -> new Verifier(user.get(), hash));
            }
        }
        return Optional.empty();
    }

    /// Whether all authorizers can tell who somebody is; what is wrong with the others stands in the log.
    public boolean isAvailable() { return authorizers.stream().allMatch(Authorizer::isAvailable); }

    /// Whether it was looked a short while ago if the users have changed.
    public boolean isFresh() { return !changes.isOld(); }

    /// Who somebody is by now who has logged in a while ago: himself, perhaps with other groups and limits; empty if he may not log in
    /// any more. To be asked while [#isFresh]. Where nobody can tell at the moment he is who he was.
    public Optional<User> present(User user) {
        changes.look();
        if (!isAvailable()) {
            return Optional.of(user);
        }
        return authorizers.stream().map(each -> each.find(user.name())).flatMap(Optional::stream).findFirst();
    }

    /// Looks whether the users have changed.
    ///
    /// @param then called when that is done, never before this returns
    public void refresh(Runnable then) {
        changes.look(then);
    }

    /// Whether `origin` has failed too often and is to be sent away, which counts as done.
    public Optional<Answer.Later> refuses(Origin origin) {
        return notes(origin).refuses(origin.address(), origin.from()).map(wait -> new Answer.Later(wait, true));
    }

    /// Notes that somebody has logged in whose proof was checked elsewhere.
    public void loggedIn(Origin origin, User user) {
        notes(origin).loggedIn(origin.from(), user.name(), "");
    }

    // ---- what does ----

    /// Notes a log-in that has failed elsewhere, and tells it when [#check] would.
    ///
    /// @param why  for the log
    /// @param then called once, never before this returns
    public void failed(Origin origin, String name, String why, Consumer<Answer> then) {
        refuse(List.of(new Asker(origin, reactor.now(), then)), name, why);
    }

    /// Checks a password. One that was wrong for this address before, and nothing has changed, is not checked, but refused at the
    /// same time as others.
    ///
    /// @param password wiped when it has been checked
    /// @param then     called once, on the reactor thread, never before this returns
    public void check(Origin origin, String name, char[] password, Consumer<Answer> then) {
        Asker asker = new Asker(origin, reactor.now(), then);
        Optional<Answer.Later> banned = refuses(origin);
        if (banned.isPresent()) {
            Arrays.fill(password, '\0');
            tell(asker, banned.get());
        } else if (isTooLong(name, password)) {
            Arrays.fill(password, '\0');
            refuse(List.of(asker), name, "a name or a password that nobody has");
        } else {
            PasswordCheck check = new PasswordCheck(name, password, proven.key(name, password), asker);
            if (changes.isOld()) { // who has been added or removed since then?
                changes.look(() -> remember(check, asker));
            } else {
                changes.look();
                hear(check, asker);
            }
        }
    }

    private static boolean isTooLong(String name, char[] password) {
        return name.length() > LONGEST_NAME || password.length > LONGEST_PASSWORD || name.indexOf('\0') >= 0;
    }

    /// What was proven may be so still.
    private void remember(PasswordCheck check, Asker asker) {
        Optional<User> user = mayKnow(asker.origin().address())
                ? proven.find(check.key(), reactor.now())
                : Optional.empty();
        if (user.isPresent()) {
            check.wipe();
            tell(asker, new Answer.LoggedIn(user.get()));
        } else {
            hear(check, asker);
        }
    }

    private void hear(PasswordCheck check, Asker asker) {
        if (!isAvailable()) {
            check.wipe();
            tell(asker, BUSY);
        } else if (wrong.repeats(asker.customer(), check.key(), reactor.now())) {
            check.wipe();
            reactor.counters().increment(Counter.LOGINS_REFUSED);
            tellAtDeadline(asker);
        } else {
            checks.add(check, asker);
        }
    }

    // ---- what the checks ask and tell ----

    /// Of many that began at once most end here, unchecked.
    private boolean isSentAway(Asker asker) {
        Optional<Answer.Later> banned = refuses(asker.origin());
        banned.ifPresent(later -> tell(asker, later));
        return banned.isPresent();
    }

    private void ended(PasswordCheck check, Outcome outcome) {
        switch (outcome.verdict()) {
            case Authorizer.Verdict.Accepted(User user) -> accept(check, outcome.by(), user);
            case Authorizer.Verdict.Refused(String why) -> {
                if (outcome != Outcome.BROKEN) {
                    check.askers().forEach(each -> wrong.add(each.customer(), check.key(), reactor.now()));
                }
                refuse(check.askers(), check.name(), why);
            }
            case Authorizer.Verdict.Unknown() -> throw new IllegalStateException("that is no outcome");
        }
    }

    private void accept(PasswordCheck check, Authorizer by, User user) {
        if (remember.isPositive() && !user.isAnonymous()) { // for him any password is right
            proven.add(check.key(), by, check.name(), reactor.now() + remember.toNanos());
        }
        for (Asker each : check.askers()) {
            loggedIn(each.origin(), user);
            tell(each, new Answer.LoggedIn(user));
        }
    }

    /// One guess is one failure, however many have come with it from one address, as browsers do.
    private void refuse(List<Asker> askers, String name, String why) {
        Set<Object> noted = new HashSet<>();
        for (Asker each : askers) {
            if (noted.add(each.customer())) {
                notes(each.origin()).failed(each.origin().address(), each.origin().from(), name, why);
            } else {
                reactor.counters().increment(Counter.LOGINS_REFUSED);
            }
            tellAtDeadline(each);
        }
    }

    private void tellAtDeadline(Asker asker) {
        long taken = reactor.now() - asker.asked();
        long deadlines = Math.max(1, Math.ceilDiv(taken, DEADLINE.toNanos()));
        reactor.after(DEADLINE.multipliedBy(deadlines).minusNanos(taken),
                () -> asker.then().accept(new Answer.Refused()));
    }

    private void tell(Asker asker, Answer answer) {
        reactor.execute(() -> asker.then().accept(answer));
    }

    private LoginNotes notes(Origin origin) {
        return notes.computeIfAbsent(origin.protocol(), protocol -> new LoginNotes(log, protocol + ": ", failures,
                reactor.counters(), (claimed, from, why) -> {}));
    }

    // ---- for tests ----

    /// How many checks wait.
    int waiting() {
        return checks.waiting();
    }

    /// How many proofs are remembered.
    int remembered() {
        return proven.size();
    }

    /// How many wrong names and passwords are remembered.
    int wrong() {
        return wrong.size();
    }

    /// How many names and passwords are held.
    int held() {
        return checks.held();
    }
}
