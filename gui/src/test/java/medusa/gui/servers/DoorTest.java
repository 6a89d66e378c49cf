package medusa.gui.servers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import javafx.util.Subscription;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.client.Keyring;
import medusa.gui.client.Profile;
import medusa.gui.servers.Question.Kind;
import medusa.gui.ui.UiExecutor;
import medusa.monitor.Credentials.Login;
import medusa.monitor.KnownServers;
import medusa.monitor.MonitorAddress;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;
import medusa.monitor.Role;

/// What a door asks, and who hears the answer.
class DoorTest {
    private static final MonitorAddress.Tcp SERVER = new MonitorAddress.Tcp("files.example", 9999);
    private static final Profile PROFILE = new Profile("files", SERVER, "anna");
    private static final String ONE = "AA:".repeat(31) + "AA";
    private static final String TWO = "BB:".repeat(31) + "BB";

    @TempDir
    private Path folder;
    private final Passwords passwords = new Passwords();
    private final List<String> told = new ArrayList<>();
    private Door door;

    /// Runs at once, wherever it is called.
    private static final UiExecutor DIRECT = new UiExecutor() {
        @Override
        public synchronized void execute(Runnable task) {
            task.run();
        }

        @Override
        public Subscription every(Duration period, Runnable task) {
            return Subscription.EMPTY;
        }
    };

    private static final Keyring NONE = new NoKeyring();

    private static class NoKeyring implements Keyring {
        @Override
        public Optional<String> obstacle() {
            return Optional.of("there is none");
        }

        @Override
        public Optional<char[]> find(Profile profile) {
            return Optional.empty();
        }

        @Override
        public void keep(Profile profile, char[] password) {}

        @Override
        public void forget(Profile profile) {}
    }

    /// Asks its user, who takes his time.
    private static final class SlowKeyring extends NoKeyring {
        final CountDownLatch asked = new CountDownLatch(1);
        final CompletableFuture<char[]> answer = new CompletableFuture<>();

        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public Optional<char[]> find(Profile profile) {
            asked.countDown();
            return Optional.of(answer.join());
        }
    }

    private Door open() {
        return open(NONE, false);
    }

    private Door open(Keyring keyring, boolean kept) {
        door = new Door(PROFILE, kept,
                new Door.Keys(passwords, keyring, Optional.empty(), new KnownServers(folder), Runnable::run), DIRECT,
                new Door.House() {
                    @Override
                    public void entered(String user, boolean kept) {
                        told.add("entered " + user);
                    }

                    @Override
                    public void keyringFailed(String why) {
                        told.add(why);
                    }

                    @Override
                    public void retry() {
                        told.add("retry");
                    }
                });
        return door;
    }

    /// On a thread of the client, as soon as the door has put the question.
    private <T> CompletableFuture<T> ask(Supplier<T> ask) throws Exception {
        ConcurrentLinkedQueue<Thread> thread = new ConcurrentLinkedQueue<>();
        CompletableFuture<T> answer = CompletableFuture.supplyAsync(() -> {
            thread.add(Thread.currentThread());
            return ask.get();
        }, Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
        while (!answer.isDone() && (thread.isEmpty() || thread.peek().getState() != Thread.State.WAITING)) {
            Thread.onSpinWait();
        }
        return answer;
    }

    private static <T> T of(CompletableFuture<T> answer) throws Exception {
        return answer.get(20, TimeUnit.SECONDS);
    }

    private static String words(Optional<Login> login) {
        return login.map(each -> each.user() + " " + new String(each.password())).orElse("nobody");
    }

    private static State.Connected in(String user) {
        return new State.Connected(user, Role.EVAL);
    }

    @Test
    void nobodyWaitsForAKeyringThatAsksItsUser() throws Exception {
        SlowKeyring keyring = new SlowKeyring();
        open(keyring, true);
        var answer = CompletableFuture.supplyAsync(() -> door.ask(SERVER),
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().daemon().factory()));
        assertThat(keyring.asked.await(20, TimeUnit.SECONDS)).isTrue();
        of(CompletableFuture.runAsync(door::close));
        keyring.answer.complete("secret".toCharArray());
        assertThat(of(answer)).isEmpty();
    }

    @Test
    void furtherLinksComeInAsWhoIsInAndAskNobody() throws Exception {
        open();
        assertThat(words(door.further().ask(SERVER))).isEqualTo("nobody");
        var answer = ask(() -> door.ask(SERVER));
        door.logIn("bert", "secret".toCharArray(), false);
        assertThat(words(of(answer))).isEqualTo("bert secret");
        door.changed(in("bert"));
        for (int i = 0; i < 3; i++) {
            assertThat(words(door.further().ask(SERVER))).isEqualTo("bert secret");
        }
        assertThat(door.further().trust(SERVER, ONE)).isFalse();
        assertThat(door.questionProperty().get()).isNull();
        assertThat(told).containsExactly("entered bert");
        assertThat(words(door.ask(SERVER))).as("from memory, as the same user").isEqualTo("bert secret");
        door.changed(new State.Closed());
        assertThat(words(door.further().ask(SERVER))).isEqualTo("nobody");
    }

    @Test
    void aWrongPasswordIsNeverRemembered() throws Exception {
        open();
        var answer = ask(() -> door.ask(SERVER));
        door.logIn("anna", "wrong".toCharArray(), false);
        of(answer);
        door.changed(new State.Refused(Cause.LOGIN, "name or password is wrong"));
        assertThat(door.questionProperty().get())
                .isEqualTo(
                        new Question.Login("anna", "name or password is wrong", false, Optional.of("there is none")));
        door.changed(in("anna"));
        assertThat(passwords.find(PROFILE)).isEmpty();
        assertThat(words(door.further().ask(SERVER))).isEqualTo("nobody");
    }

    @Test
    void oneAnswerIsForAllWhoAskTheSame() throws Exception {
        open();
        var first = ask(() -> door.ask(SERVER));
        var second = ask(() -> door.ask(SERVER));
        var trust = ask(() -> door.trust(SERVER, ONE));
        assertThat(door.questionProperty().get()).isInstanceOf(Question.Login.class);
        door.logIn("anna", "secret".toCharArray(), false);
        assertThat(words(of(first))).isEqualTo("anna secret");
        assertThat(words(of(second))).isEqualTo("anna secret");
        assertThat(door.questionProperty().get()).isEqualTo(new Question.Trust(ONE));
        door.trust(new Question.Trust(TWO));
        assertThat(trust).isNotDone();
        door.trust(new Question.Trust(ONE));
        assertThat(of(trust)).isTrue();
        assertThat(door.questionProperty().get()).isNull();
    }

    @Test
    void twoFingerprintsAtOnceAreAnAlarm() throws Exception {
        open();
        var first = ask(() -> door.trust(SERVER, ONE));
        var second = ask(() -> door.trust(SERVER, TWO));
        assertThat(of(first)).isFalse();
        assertThat(of(second)).isFalse();
        door.changed(new State.Refused(Cause.UNTRUSTED, "not accepted"));
        assertThat(door.questionProperty().get())
                .isEqualTo(new Question.Refused(Kind.TWO_SERVERS, ONE + " / " + TWO));
    }

    @Test
    void nobodyWaitsAtAClosedDoor() throws Exception {
        open();
        var who = ask(() -> door.ask(SERVER));
        var which = ask(() -> door.trust(SERVER, ONE));
        door.changed(new State.Closed());
        assertThat(of(who)).isEmpty();
        assertThat(of(which)).isFalse();
        assertThat(of(ask(() -> door.ask(SERVER)))).isEmpty();
        assertThat(of(ask(() -> door.trust(SERVER, ONE)))).isFalse();
        assertThat(door.questionProperty().get()).isNull();
    }

    @Test
    void aComparedCertificateTakesThePlaceOfTheOneBefore() throws Exception {
        Path known = folder.resolve("known-servers");
        Files.writeString(known, "files.example:9999 " + ONE + "\n");
        open();
        door.changed(new State.Refused(Cause.CERTIFICATE, "another (" + TWO + ", and before " + ONE + ")"));
        Question.Changed shown = (Question.Changed) door.questionProperty().get();
        door.trust(new Question.Changed(ONE, TWO, ""));
        assertThat(told).isEmpty();
        door.trust(shown);
        assertThat(known).hasContent("files.example:9999 " + TWO + "\n");
        assertThat(told).containsExactly("retry");
    }

    @Test
    void aCertificateThatSomebodyElseHasExchangedMeanwhileStays() throws Exception {
        Path known = folder.resolve("known-servers");
        open();
        String why = "another (" + TWO + ", and before " + ONE + ")";
        door.changed(new State.Refused(Cause.CERTIFICATE, why));
        String other = ONE.replace(ONE.substring(0, 2), "5F");
        Files.writeString(known, "files.example:9999 " + other + "\n");
        door.trust((Question.Changed) door.questionProperty().get());
        assertThat(known).hasContent("files.example:9999 " + other + "\n");
        assertThat(told).isEmpty();
        assertThat(door.questionProperty().get()).isEqualTo(new Question.Refused(Kind.REFUSED, why));
    }

    @Test
    void whatIsNoMonitorIsToldAsSuch() {
        open().changed(new State.Refused(Cause.NO_MONITOR, "no TLS"));
        assertThat(door.questionProperty().get()).isEqualTo(new Question.Refused(Kind.NO_MONITOR, "no TLS"));
    }
}
