package medusa.gui.servers;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import medusa.gui.client.Keyring;
import medusa.gui.client.KnowingCredentials;
import medusa.gui.client.Profile;
import medusa.gui.servers.Question.Kind;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;

/// The way into one server: what its client wants to know it finds out, from what is at hand or from the user. The client asks
/// on threads of its own, which wait here, until the answer or the end; everything else is for the JavaFX thread only.
final class Door implements KnowingCredentials, AutoCloseable {
    private static final Pattern FINGERPRINT = Pattern.compile("(?:[0-9A-F]{2}:){15,}[0-9A-F]{2}",
            Pattern.CASE_INSENSITIVE);

    /// What all doors of the window share.
    ///
    /// @param given a password by the environment; empty for none
    record Keys(Passwords passwords, Keyring keyring, Optional<String> given, KnownServers known, Executor workers) {

        /// For servers that the password of the environment is not meant for.
        Keys withoutGiven() {
            return new Keys(passwords, keyring, Optional.empty(), known, workers);
        }
    }

    /// What a door tells and wants done.
    interface House {
        /// Somebody is in.
        ///
        /// @param kept whether the password is in the keyring
        void entered(String user, boolean kept);

        /// The keyring did not do what it was to.
        void keyringFailed(String why);

        /// Tries again to connect.
        void retry();
    }

    /// What a thread of the client waits for. Each has an answer of its own; they are shown one after another.
    private sealed interface Inquiry {
        /// Who comes in?
        record Who(CompletableFuture<Optional<Login>> answer) implements Inquiry {
            @Override
            public void leave() {
                answer.complete(Optional.empty());
            }
        }

        /// Is this the server that is meant?
        record Which(String fingerprint, CompletableFuture<Boolean> answer) implements Inquiry {
            @Override
            public void leave() {
                answer.complete(false);
            }
        }

        /// Nobody; no.
        void leave();
    }

    private final Profile profile;
    private final Keys keys;
    private final UiExecutor ui;
    private final House house;
    private final Sources sources;
    private final SameLogin further;
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();
    private final Deque<Inquiry> inquiries = new ArrayDeque<>();
    /// What the client was told last; null for nobody.
    private final AtomicReference<Offer> offered = new AtomicReference<>();
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile boolean closed;
    private boolean kept;
    /// What the form says when it is shown next.
    private String user;
    private boolean keep;

    /// @param kept whether the password should be in the keyring
    Door(Profile profile, boolean kept, Keys keys, UiExecutor ui, House house) {
        this.profile = profile;
        this.kept = kept;
        this.keys = keys;
        this.ui = ui;
        this.house = house;
        sources = new Sources(profile, kept, keys, why -> later(() -> house.keyringFailed(why)));
        further = new SameLogin(keys.known());
        user = profile.user();
        keep = kept;
    }

    /// What the user has to answer now; null for nothing.
    ReadOnlyObjectProperty<Question> questionProperty() {
        return question.getReadOnlyProperty();
    }

    Profile profile() {
        return profile;
    }

    @Override
    public KnownServers known() {
        return keys.known();
    }

    @Override
    public KnowingCredentials further() {
        return further;
    }

    /// On the JavaFX thread, unless it is over by then.
    private void later(Runnable task) {
        ui.execute(() -> {
            if (!closed) {
                task.run();
            }
        });
    }

    // ---- the client's threads ----

    @Override
    public Optional<Login> ask(MonitorAddress server) {
        Optional<Offer> known = closed ? Optional.empty() : sources.next();
        Optional<Login> login = known.map(Offer::login);
        offer(known.orElse(null));
        if (closed) { // meanwhile: nobody else would wipe it
            offer(null);
            return Optional.empty();
        }
        if (login.isPresent()) {
            return login;
        }
        obstacle = keys.keyring().obstacle();
        CompletableFuture<Optional<Login>> answer = new CompletableFuture<>();
        ui.execute(() -> inquire(new Inquiry.Who(answer)));
        return answer.join();
    }

    @Override
    public boolean trust(MonitorAddress server, String fingerprint) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        ui.execute(() -> inquire(new Inquiry.Which(fingerprint, answer)));
        return answer.join();
    }

    private void offer(Offer next) {
        Offer before = offered.getAndSet(next);
        if (before != null) {
            before.wipe();
        }
    }

    // ---- what the client asks ----

    private void inquire(Inquiry inquiry) {
        if (closed) {
            inquiry.leave();
            return;
        }
        if (inquiry instanceof Inquiry.Which(String fingerprint, _)) {
            for (Inquiry each : inquiries) {
                if (each instanceof Inquiry.Which(String other, _) && !other.equals(fingerprint)) {
                    inquiry.leave();
                    settle(Inquiry.Which.class::isInstance, Inquiry::leave);
                    question.set(new Question.Refused(Kind.TWO_SERVERS, other + " / " + fingerprint));
                    return;
                }
            }
        }
        inquiries.add(inquiry);
        if (inquiries.size() == 1) {
            showNext();
        }
    }

    private void showNext() {
        question.set(switch (inquiries.peek()) {
            case null -> null;
            case Inquiry.Who _ -> login("");
            case Inquiry.Which(String fingerprint, _) -> new Question.Trust(fingerprint);
        });
    }

    /// Answers all that ask the same.
    private void settle(Predicate<Inquiry> same, Consumer<Inquiry> answer) {
        List<Inquiry> settled = inquiries.stream().filter(same).toList();
        inquiries.removeAll(settled);
        settled.forEach(answer);
        showNext();
    }

    // ---- the user's answers ----

    /// @param password wiped when it is needed no more
    void logIn(String name, char[] password, boolean keeping) {
        user = name;
        keep = keeping;
        Offer typed = new Offer(new Profile(profile.name(), profile.address(), name), password, true, keeping);
        if (inquiries.stream().anyMatch(Inquiry.Who.class::isInstance)) {
            offer(typed);
            settle(Inquiry.Who.class::isInstance, each -> {
                if (each instanceof Inquiry.Who who) {
                    who.answer().complete(Optional.of(typed.login()));
                }
            });
        } else { // the client has given up already
            sources.typed(typed);
            retry();
        }
    }

    /// Nobody logs in; or, where one was to be compared, the server is not trusted.
    void cancel() {
        switch (inquiries.peek()) {
            case null -> question.set(new Question.Refused(Kind.REFUSED, "")); // the client has given up already
            case Inquiry.Who _ -> settle(Inquiry.Who.class::isInstance, Inquiry::leave);
            case Inquiry.Which _ -> settle(Inquiry.Which.class::isInstance, Inquiry::leave);
        }
    }

    /// The server that shows this certificate is the one that is meant.
    ///
    /// @param shown what the user has looked at
    void trust(Question.Trust shown) {
        settle(each -> each instanceof Inquiry.Which(String fingerprint, _) && fingerprint.equals(shown.fingerprint()),
                each -> {
                    if (each instanceof Inquiry.Which which) {
                        which.answer().complete(true);
                    }
                });
    }

    /// The server that shows another certificate than before is the one that is meant all the same.
    ///
    /// @param shown what the user has compared
    void trust(Question.Changed shown) {
        if (shown.equals(question.get()) && profile.address() instanceof MonitorAddress.Tcp tcp) {
            question.set(null);
            keys.workers().execute(() -> {
                try {
                    if (keys.known().replace(tcp.host(), tcp.port(), shown.before(), shown.now())) {
                        later(house::retry);
                    } else { // another one is known by now; the client's words say where
                        later(() -> question.set(new Question.Refused(Kind.REFUSED, shown.why())));
                    }
                } catch (IOException e) {
                    later(() -> question.set(new Question.Refused(Kind.REFUSED, e.getMessage())));
                }
            });
        }
    }

    /// Tries again, and asks again.
    void retry() {
        question.set(null);
        house.retry();
    }

    // ---- what comes of it ----

    /// The connection has got somewhere.
    void changed(State state) {
        switch (state) {
            case State.Connected _ -> entered();
            case State.Refused refused -> refused(refused);
            case State.Closed _ -> close();
            case State.Connecting _,State.LoggingIn _,State.Waiting _ -> showNext();
        }
    }

    private void refused(State.Refused refused) {
        boolean isAlarm = refused.cause() == Cause.UNTRUSTED
                && question.get() instanceof Question.Refused(Kind kind, _) && kind == Kind.TWO_SERVERS;
        Question why = of(refused);
        if (inquiries.isEmpty() && !isAlarm) {
            question.set(why);
        }
    }

    private Question of(State.Refused refused) {
        String why = refused.why();
        return switch (refused.cause()) {
            case CERTIFICATE -> {
                List<String> shown = FINGERPRINT.matcher(why).results().map(MatchResult::group).toList();
                yield new Question.Changed(shown.isEmpty() ? "" : shown.getFirst(),
                        shown.size() < 2 ? "" : shown.get(1), why);
            }
            case NO_MONITOR -> new Question.Refused(Kind.NO_MONITOR, why);
            case LOGIN -> {
                Offer wrong = offered.get();
                if (wrong == null) {
                    yield new Question.Refused(Kind.REFUSED, why);
                }
                keys.passwords().forget(wrong.profile());
                further.close();
                offer(null);
                yield login(why);
            }
            case UNTRUSTED, KNOWN_SERVERS, PROTOCOL -> new Question.Refused(Kind.REFUSED, why);
        };
    }

    private Question.Login login(String why) {
        return new Question.Login(user, why, keep, obstacle);
    }

    private void entered() {
        showNext();
        Offer by = offered.get();
        further.is(by);
        Profile as = by == null ? profile : by.profile();
        if (by != null && by.typed()) {
            keys.passwords().remember(as, by.password());
            boolean keeps = by.keep() && obstacle.isEmpty();
            if (keeps || kept) {
                inKeyring(as, keeps ? by.password().clone() : null);
            }
            kept = keeps;
            offered.compareAndSet(by, Offer.known(as, by.password())); // not to be remembered again
        }
        user = as.user();
        keep = kept;
        sources.worked(as, kept);
        house.entered(as.user(), kept);
    }

    /// @param password null to keep none
    private void inKeyring(Profile whose, char[] password) {
        keys.workers().execute(() -> {
            try {
                if (password == null) {
                    keys.keyring().forget(whose);
                } else {
                    keys.keyring().keep(whose, password);
                }
            } catch (IOException e) {
                later(() -> house.keyringFailed(e.getMessage()));
            } finally {
                Passwords.wipe(password);
            }
        });
    }

    /// Nobody is asked any more, and nobody waits here.
    @Override
    public void close() {
        closed = true;
        List<Inquiry> left = List.copyOf(inquiries);
        inquiries.clear();
        left.forEach(Inquiry::leave);
        question.set(null);
        sources.close();
        further.close();
        offer(null);
    }
}
