package medusa.gui.servers;

import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import medusa.gui.client.Keyring;
import medusa.gui.client.KnowingCredentials;
import medusa.gui.client.Profile;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;

/// The way into one server: what the client wants to know it finds out, from what is at hand or from the user. The client asks on
/// threads of its own, which wait here; everything else is for the JavaFX thread only.
final class Door implements KnowingCredentials {
    private static final Pattern FINGERPRINT = Pattern.compile("(?:[0-9A-F]{2}:){15,}[0-9A-F]{2}");

    /// Where passwords come from that nobody has to type, in this order; each counts once until somebody is in.
    private enum Source {
        TYPED,
        MEMORY,
        ENVIRONMENT,
        KEYRING
    }

    /// What all doors of the window share.
    ///
    /// @param given a password by the environment; empty for none
    record Keys(Passwords passwords, Keyring keyring, Optional<String> given, KnownServers known, Executor workers) {}

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

    /// What the user has typed, until it is known to be right.
    private record Entry(Profile profile, char[] password, boolean keep) {}

    private final Profile profile;
    private final Keys keys;
    private final UiExecutor ui;
    private final House house;
    private final ReadOnlyObjectWrapper<Question> question = new ReadOnlyObjectWrapper<>();
    private final Set<Source> tried = EnumSet.noneOf(Source.class); // guarded by itself
    private final AtomicReference<Login> typed = new AtomicReference<>();
    private volatile Optional<String> obstacle = Optional.empty();
    /// Whether the last thing that the client was told was somebody's password.
    private volatile boolean answered;
    /// A certificate that the user has compared.
    private volatile String compared = "";
    private boolean kept;
    private Entry entry;
    private CompletableFuture<Optional<Login>> waiting;
    private CompletableFuture<Boolean> doubting;

    /// @param kept whether the password should be in the keyring
    Door(Profile profile, boolean kept, Keys keys, UiExecutor ui, House house) {
        this.profile = profile;
        this.kept = kept;
        this.keys = keys;
        this.ui = ui;
        this.house = house;
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

    // ---- the client's threads ----

    @Override
    public Optional<Login> ask(MonitorAddress server) {
        Optional<Login> known = atHand();
        answered = known.isPresent();
        if (known.isPresent()) {
            return known;
        }
        obstacle = keys.keyring().obstacle();
        CompletableFuture<Optional<Login>> answer = new CompletableFuture<>();
        ui.execute(() -> {
            waiting = answer;
            question.set(login(""));
        });
        Optional<Login> login = answer.join();
        answered = login.isPresent();
        return login;
    }

    @Override
    public boolean trust(MonitorAddress server, String fingerprint) {
        if (fingerprint.equals(compared)) {
            return true;
        }
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        ui.execute(() -> {
            doubting = answer;
            question.set(new Question.Trust(fingerprint));
        });
        return answer.join();
    }

    private Optional<Login> atHand() {
        synchronized (tried) {
            for (Source source : Source.values()) {
                if (source == Source.TYPED || tried.add(source)) {
                    Optional<Login> login = from(source);
                    if (login.isPresent()) {
                        return login;
                    }
                }
            }
            return Optional.empty();
        }
    }

    private Optional<Login> from(Source source) {
        return switch (source) {
            case TYPED -> Optional.ofNullable(typed.getAndSet(null));
            case MEMORY -> keys.passwords().find(profile).map(this::mine);
            case ENVIRONMENT -> keys.given().map(given -> mine(given.toCharArray()));
            case KEYRING -> kept ? kept().map(this::mine) : Optional.empty();
        };
    }

    private Login mine(char[] password) {
        return new Login(profile.user(), password);
    }

    private Optional<char[]> kept() {
        try {
            return keys.keyring().obstacle().isPresent() ? Optional.empty() : keys.keyring().find(profile);
        } catch (IOException e) {
            ui.execute(() -> house.keyringFailed(e.getMessage()));
            return Optional.empty();
        }
    }

    // ---- the user's answers ----

    /// @param password wiped when it is needed no more
    void logIn(String user, char[] password, boolean keep) {
        forgetEntry();
        entry = new Entry(new Profile(profile.name(), profile.address(), user), password.clone(), keep);
        Login login = new Login(user, password);
        question.set(null);
        if (waiting != null) {
            waiting.complete(Optional.of(login));
            waiting = null;
        } else {
            typed.set(login);
            house.retry();
        }
    }

    /// Nobody logs in; or, where one was to be compared, the server is not trusted.
    void cancel() {
        question.set(null);
        answer(false);
        if (answered) { // the client has given up already
            answered = false;
            question.set(new Question.Refused(""));
        }
    }

    /// The server that shows this certificate is the one that is meant.
    void trust() {
        question.set(null);
        answer(true);
    }

    /// The server that shows another certificate than before is the one that is meant all the same.
    void trustChanged() {
        if (question.get() instanceof Question.Changed changed && profile.address() instanceof MonitorAddress.Tcp tcp) {
            question.set(null);
            compared = changed.now();
            keys.workers().execute(() -> {
                try {
                    keys.known().forget(tcp.host(), tcp.port());
                    ui.execute(house::retry);
                } catch (IOException e) {
                    ui.execute(() -> question.set(new Question.Refused(e.getMessage())));
                }
            });
        }
    }

    /// Tries again, and asks again.
    void retry() {
        question.set(null);
        house.retry();
    }

    private void answer(boolean trusted) {
        if (waiting != null) {
            waiting.complete(Optional.empty());
            waiting = null;
        }
        if (doubting != null) {
            doubting.complete(trusted);
            doubting = null;
        }
    }

    // ---- what comes of it ----

    /// The connection has got somewhere.
    void changed(State state) {
        switch (state) {
            case State.Connected _ -> entered();
            case State.Refused refused -> question.set(refused(refused));
            case State.Closed _ -> {
                answer(false);
                forgetEntry();
                question.set(null);
            }
            case State.Connecting _,State.LoggingIn _,State.Waiting _ -> {
                if (waiting == null && doubting == null) {
                    question.set(null);
                }
            }
        }
    }

    private Question refused(State.Refused refused) {
        if (refused.cause() == Cause.CERTIFICATE) {
            List<String> shown = FINGERPRINT.matcher(refused.why()).results().map(MatchResult::group).toList();
            return new Question.Changed(shown.isEmpty() ? "" : shown.getFirst(), shown.size() < 2 ? "" : shown.get(1),
                    refused.why());
        }
        if (refused.cause() != Cause.LOGIN || !answered) {
            return new Question.Refused(refused.why());
        }
        keys.passwords().forget(profile);
        return login(refused.why());
    }

    private Question.Login login(String why) {
        return new Question.Login(entry == null ? profile.user() : entry.profile().user(), why,
                entry == null ? kept : entry.keep(), obstacle);
    }

    private void entered() {
        question.set(null);
        synchronized (tried) {
            tried.clear();
        }
        if (entry == null) {
            house.entered(profile.user(), kept);
            return;
        }
        keys.passwords().remember(entry.profile(), entry.password());
        boolean keep = entry.keep() && obstacle.isEmpty();
        if (keep || kept) {
            inKeyring(entry.profile(), keep ? entry.password().clone() : null);
        }
        kept = keep;
        house.entered(entry.profile().user(), keep);
        forgetEntry();
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
                ui.execute(() -> house.keyringFailed(e.getMessage()));
            } finally {
                Passwords.wipe(password);
            }
        });
    }

    private void forgetEntry() {
        if (entry != null) {
            Passwords.wipe(entry.password());
            entry = null;
        }
    }
}
