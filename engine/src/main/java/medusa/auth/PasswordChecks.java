package medusa.auth;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

import medusa.auth.PasswordCheck.Asker;
import medusa.auth.PasswordCheck.Outcome;
import medusa.reactor.Reactor;

/// Has authorizers check passwords on a few threads. Little waits for them, and those who come with the same name and password at
/// one time share a check. Reactor thread only.
final class PasswordChecks {

    /// Who decides what is checked, and hears what was found out.
    interface Judge {
        /// Asked when it is somebody's turn: whether he has been sent away instead.
        boolean isSentAway(Asker asker);

        /// A check begins.
        void begins();

        /// There is no room for somebody, or no thread.
        void noRoom(Asker asker);

        /// A check is over for those who [asked][PasswordCheck#askers], and its password gone.
        ///
        /// @param outcome never [Authorizer.Verdict.Unknown]
        void ended(PasswordCheck check, Outcome outcome);
    }

    private final Reactor reactor;
    private final Executor threads;
    private final Logins.Bounds bounds;
    private final UnknownNames unknown;
    private final Judge judge;
    private final LoginQueue queue;
    /// Those that wait or run.
    private final Map<ByteBuffer, PasswordCheck> open = new HashMap<>();
    private int running;
    private List<Authorizer> authorizers = List.of();
    /// What was found out in an older one counts no more.
    private long generation;

    PasswordChecks(Reactor reactor, Executor threads, Logins.Bounds bounds, UnknownNames unknown, Judge judge) {
        this.reactor = reactor;
        this.threads = threads;
        this.bounds = bounds;
        this.unknown = unknown;
        this.judge = judge;
        queue = new LoginQueue(bounds.waiting());
    }

    /// Asks these, or the same as they are now: what is on a thread is checked again.
    void follow(List<Authorizer> authorizers) {
        this.authorizers = authorizers;
        generation++;
    }

    /// See [LoginQueue#hasMuch].
    boolean hasMuch(InetAddress address) {
        return queue.hasMuch(address);
    }

    /// How many wait.
    int waiting() {
        return queue.size();
    }

    /// How many names and passwords are held.
    int held() {
        return open.size();
    }

    /// @param asker the only one of `check`
    void add(PasswordCheck check, Asker asker) {
        PasswordCheck same = open.get(check.key());
        if (same == null) {
            open.put(check.key(), check);
            PasswordCheck pushedOut = queue.add(check);
            if (pushedOut != null) {
                finish(pushedOut).forEach(judge::noRoom);
            }
            start();
            return;
        }
        check.wipe();
        if (same.askers().size() < bounds.together()) {
            same.askers().add(asker);
        } else {
            judge.noRoom(asker);
        }
    }

    private void start() {
        while (running < bounds.threads()) {
            PasswordCheck check = queue.next();
            if (check == null) {
                return;
            }
            check.askers().removeIf(judge::isSentAway);
            if (check.askers().isEmpty()) {
                finish(check);
            } else {
                run(check);
            }
        }
    }

    private void run(PasswordCheck check) {
        List<Authorizer> asked = authorizers;
        long at = generation;
        judge.begins();
        running++;
        queue.began(check);
        try {
            threads.execute(() -> {
                Outcome outcome = Outcome.BROKEN;
                try {
                    outcome = check.outcome(asked, unknown);
                } catch (Exception | LinkageError | StackOverflowError | OutOfMemoryError | AssertionError e) {
                    reactor.errors().report("checking a password", e);
                }
                Outcome found = outcome;
                reactor.execute(() -> ended(check, at, found));
            });
        } catch (OutOfMemoryError e) { // no thread can be had
            running--;
            queue.ended(check);
            reactor.errors().report("checking a password", e);
            finish(check).forEach(judge::noRoom);
        }
    }

    private void ended(PasswordCheck check, long at, Outcome outcome) {
        running--;
        queue.ended(check);
        if (at != generation) { // the users have changed meanwhile
            run(check);
            return;
        }
        finish(check);
        judge.ended(check, outcome);
        start();
    }

    /// It is over, and its password gone.
    private List<Asker> finish(PasswordCheck check) {
        check.wipe();
        open.remove(check.key());
        return check.askers();
    }
}
