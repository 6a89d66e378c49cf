package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import medusa.auth.Logins.Answer;
import medusa.auth.Logins.Origin;
import medusa.metrics.Counter;
import medusa.reactor.Bench;

/// Deadlines go by the clock of the bench; the threads that hash are real.
@Timeout(60)
class LoginsTest {
    private static final Duration NEARLY = Duration.ofMillis(999);
    private static final Duration REST = Duration.ofMillis(1);

    private final Bench bench = new Bench();
    private final CountingAuthorizer users = new CountingAuthorizer().with("anna", "secret");
    private final AtomicInteger pretended = new AtomicInteger();
    private final FailedLogins failures = new FailedLogins(FailedLogins.Rule.DEFAULT, bench.reactor()::now);
    private final Logins logins = new Logins(bench.reactor(), failures, new Logins.Bounds(2, 8, 16, 3),
            (_, _, _) -> pretended.incrementAndGet());
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();

    LoginsTest() throws IOException {}

    @BeforeEach
    void begin() {
        logins.follow(List.of(users));
        logged.start();
        log().setLevel(Level.INFO);
        log().addAppender(logged);
    }

    @AfterEach
    void end() throws IOException {
        log().detachAppender(logged);
        log().setLevel(null);
        bench.close();
    }

    private static Logger log() {
        return (Logger) org.slf4j.LoggerFactory.getLogger(Logins.class);
    }

    private static Origin from(int last) {
        return new Origin("http", InetAddress.ofLiteral("192.0.2." + last));
    }

    private List<Answer> ask(Origin origin, String name, String password) {
        List<Answer> answers = new ArrayList<>();
        logins.check(origin, name, password.toCharArray(), answers::add);
        assertThat(answers).as("not before it returns").isEmpty();
        return answers;
    }

    private Optional<User> proven(int last, String name, String password) {
        return logins.proven(from(last), name, password.toCharArray());
    }

    private void logIn(int last, String name, String password) throws IOException {
        List<Answer> answers = ask(from(last), name, password);
        bench.until("an answer", () -> !answers.isEmpty());
        assertThat(answers).singleElement().isInstanceOf(Answer.LoggedIn.class);
    }

    private void untilChecked(int checks) throws IOException {
        bench.until("checks", () -> users.checks() == checks);
    }

    private void untilNoneIsHeld() throws IOException {
        bench.until("the end of all checks", () -> logins.held() == 0);
    }

    private List<String> lines() {
        return logged.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }

    // ---- what is told, and when ----

    @Test
    void aRightPasswordIsToldAtOnce() throws IOException {
        List<Answer> answers = ask(from(1), "anna", "secret");
        bench.until("an answer", () -> !answers.isEmpty());
        assertThat(answers).singleElement()
                .satisfies(answer -> assertThat(((Answer.LoggedIn) answer).user().name()).isEqualTo("anna"));
        assertThat(lines()).containsExactly("http: anna has logged in, from 192.0.2.1");
        assertThat(bench.reactor().counters().get(Counter.LOGINS)).isEqualTo(1);
        assertThat(pretended).hasValue(0);
    }

    /// What the administrator has broken is nobody's failure.
    @Test
    void whereNobodyCanTellAllAreToldToComeBack() throws IOException {
        users.close();
        for (int i = 0; i < 20; i++) {
            List<Answer> answers = ask(from(1), i % 2 == 0 ? "anna" : "nobody", "wrong" + i);
            bench.until("an answer", () -> !answers.isEmpty());
            assertThat(answers).containsExactly(Answer.Later.BUSY);
        }
        assertThat(users.checks()).isZero();
        assertThat(logins.failures().bans()).isEmpty();
        assertThat(lines()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"anna", "nobody", "expired", "broken", "\u202e", "a\0b"})
    void everyRefusalIsToldAtTheSameTime(String name) throws IOException {
        List<Answer> answers = ask(from(1), name, "wrong");
        untilNoneIsHeld();
        bench.pass(NEARLY);
        assertThat(answers).isEmpty();
        bench.pass(REST);
        assertThat(answers).containsExactly(new Answer.Refused());
        assertThat(bench.reactor().counters().get(Counter.LOGINS_REFUSED)).isEqualTo(1);
        assertThat(pretended).hasValue(name.equals("nobody") || name.equals("\u202e") ? 1 : 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {257, 1025})
    void whatIsTooLongForAnybodyIsNotHashedButFails(int length) throws IOException {
        List<Answer> answers = length == 257
                ? ask(from(1), "n".repeat(length), "x")
                : ask(from(1), "anna", "x".repeat(length));
        bench.pass(NEARLY);
        assertThat(answers).isEmpty();
        bench.pass(REST);
        assertThat(answers).containsExactly(new Answer.Refused());
        assertThat(users.checks()).isZero();
        for (int i = 0; i < 9; i++) {
            ask(from(1), "n".repeat(257), "x");
        }
        assertThat(failures.bans()).hasSize(1);
    }

    @Test
    void aRefusalThatTookLongerIsToldAtAMultiple() throws IOException {
        users.stop();
        List<Answer> answers = ask(from(1), "anna", "wrong");
        untilChecked(1);
        bench.pass(Duration.ofMillis(1500));
        users.letGo(1);
        untilNoneIsHeld();
        bench.pass(Duration.ofMillis(499));
        assertThat(answers).isEmpty();
        bench.pass(REST);
        assertThat(answers).containsExactly(new Answer.Refused());
    }

    @Test
    void passwordsAreWiped() throws IOException {
        char[] right = "secret".toCharArray();
        char[] wrong = "wrong".toCharArray();
        char[] long_ = "x".repeat(1025).toCharArray();
        char[] again = "wrong".toCharArray();
        for (char[] each : List.of(right, wrong, long_, again)) {
            logins.check(from(1), "anna", each, _ -> {});
        }
        untilNoneIsHeld();
        assertThat(List.of(right, wrong, long_, again))
                .allMatch(each -> new String(each).chars().allMatch(c -> c == 0));
        assertThat(users.seen()).allMatch(each -> each[0] == 0).hasSize(2);
    }

    @Test
    void theFirstThatKnowsANameDecides() throws IOException {
        CountingAuthorizer others = new CountingAuthorizer().with("anna", "other").with("bert", "other");
        logins.follow(List.of(users, others));
        List<Answer> refused = ask(from(1), "anna", "other");
        logIn(2, "bert", "other");
        untilNoneIsHeld();
        bench.pass(Duration.ofSeconds(1));
        assertThat(refused).containsExactly(new Answer.Refused());
        List<Answer> broken = ask(from(1), "broken", "other");
        untilNoneIsHeld();
        bench.pass(Duration.ofSeconds(1));
        assertThat(broken).containsExactly(new Answer.Refused());
        assertThat(others.checks()).isEqualTo(1); // nobody was asked behind one that failed
        assertThat(bench.reactor().errors().snapshot()).singleElement()
                .satisfies(entry -> assertThat(entry.where()).isEqualTo("checking a password"));
    }

    // ---- floods ----

    @Test
    void identicalOnesShareOneCheckAndOneFailure() throws IOException {
        users.stop();
        List<List<Answer>> asked = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            asked.add(ask(from(i < 8 ? 1 : 2), "anna", "old"));
        }
        List<Answer> tooMany = ask(from(3), "anna", "old");
        users.letGo(100);
        untilNoneIsHeld();
        assertThat(users.checks()).isEqualTo(1);
        bench.pass(Duration.ofSeconds(1));
        assertThat(asked).allSatisfy(each -> assertThat(each).containsExactly(new Answer.Refused()));
        assertThat(tooMany).containsExactly(new Answer.Later(Duration.ofSeconds(2), false));
        assertThat(lines()).hasSize(2);
        assertThat(bench.reactor().counters().get(Counter.LOGINS_REFUSED)).isEqualTo(16);
    }

    @Test
    void aFloodFromOneAddressIsHashedNoMoreThanTheBanAllows() throws IOException {
        AtomicInteger refused = new AtomicInteger();
        AtomicInteger banned = new AtomicInteger();
        AtomicInteger busy = new AtomicInteger();
        for (int i = 0; i < 10_000; i++) {
            logins.check(from(1), "anna", ("guess" + i).toCharArray(), answer -> {
                (switch (answer) {
                    case Answer.Refused() -> refused;
                    case Answer.Later(Duration _, boolean failures) -> failures ? banned : busy;
                    default -> throw new AssertionError(answer);
                }).incrementAndGet();
            });
            assertThat(logins.held()).isLessThanOrEqualTo(8 + 2);
            if (i % 100 == 0) {
                bench.turn();
            }
        }
        untilNoneIsHeld();
        bench.pass(Duration.ofSeconds(1));
        bench.until("all answers", () -> refused.get() + banned.get() + busy.get() == 10_000);
        assertThat(users.checks()).isBetween(10, 11); // ten and what ran beside the tenth
        assertThat(refused).hasValue(users.checks());
        assertThat(banned.get() + busy.get()).isEqualTo(10_000 - users.checks());
        assertThat(failures.bans()).singleElement().satisfies(ban -> {
            assertThat(ban.address()).isEqualTo("192.0.2.1");
            assertThat(ban.sentAway()).isGreaterThanOrEqualTo(banned.get());
        });
        assertThat(lines()).hasSize(10);
        assertThat(lines().getLast()).isEqualTo("http: a log-in of \"anna\" from 192.0.2.1 is refused: that is not the "
                + "password; nobody from there may try again for 30 s");
        assertThat(String.join("\n", lines())).doesNotContain("guess");

        List<Answer> later = ask(from(1), "anna", "secret");
        bench.turn();
        assertThat(later).containsExactly(new Answer.Later(Duration.ofSeconds(29), true));
        logIn(2, "anna", "secret");
        bench.pass(Duration.ofSeconds(29));
        logIn(1, "anna", "secret");
        assertThat(lines().get(11)).startsWith("http: 192.0.2.1 tries again; after too many failures ")
                .endsWith(" more were refused unread");
    }

    @Test
    void whoComesWhileAnotherFloodsHasHisTurn() throws IOException {
        users.stop();
        List<List<Answer>> flood = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            flood.add(ask(from(1), "anna", "guess" + i));
        }
        untilChecked(2);
        assertThat(logins.waiting()).isEqualTo(8);
        List<Answer> other = ask(from(2), "anna", "secret");
        assertThat(logins.waiting()).isEqualTo(8); // the last of the flood has given way
        bench.turn();
        assertThat(flood.getLast()).containsExactly(new Answer.Later(Duration.ofSeconds(2), false));
        hisTurnIsTheSecond();
        bench.until("the other's answer", () -> !other.isEmpty());
        assertThat(other).singleElement().isInstanceOf(Answer.LoggedIn.class);
    }

    /// The next of the flood, and then it is the other's turn.
    private void hisTurnIsTheSecond() throws IOException {
        for (int started = 3; started <= 4; started++) {
            users.letGo(1);
            untilChecked(started);
        }
        assertThat(users.seen()).anyMatch(password -> new String(password).equals("secret"));
        users.letGo(100);
    }

    @Test
    void manyAddressesAreNoMoreWork() throws IOException {
        users.stop();
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            logins.check(from(i), "anna", ("guess" + i).toCharArray(), answers::add);
        }
        untilChecked(2);
        bench.turn();
        assertThat(logins.held()).isEqualTo(10);
        assertThat(answers).hasSize(240).containsOnly(new Answer.Later(Duration.ofSeconds(2), false));
        users.letGo(100);
        untilNoneIsHeld();
    }

    /// One customer has as many of such addresses as he likes.
    @Test
    void whoComesWhileANetworkFloodsHasHisTurn() throws IOException {
        users.stop();
        for (int i = 0; i < 100; i++) {
            Origin origin = new Origin("http", InetAddress.ofLiteral("2001:db8:1:%x::1".formatted(i)));
            logins.check(origin, "anna", ("guess" + i).toCharArray(), _ -> {});
        }
        untilChecked(2);
        assertThat(logins.waiting()).isEqualTo(8);
        List<Answer> other = ask(new Origin("http", InetAddress.ofLiteral("2001:db8:2::1")), "anna", "secret");
        hisTurnIsTheSecond();
        bench.until("the other's answer", () -> !other.isEmpty());
        assertThat(other).singleElement().isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void oneAddressHasNoMoreThanFourOfTheThreads() throws IOException {
        Logins wide = new Logins(bench.reactor(), failures, new Logins.Bounds(6, 8, 16, 3), (_, _, _) -> {});
        wide.follow(List.of(users));
        users.stop();
        for (int i = 0; i < 8; i++) {
            wide.check(from(1), "anna", ("guess" + i).toCharArray(), _ -> {});
        }
        untilChecked(4);
        wide.check(from(2), "anna", "other".toCharArray(), _ -> {});
        untilChecked(5);
        assertThat(wide.waiting()).isEqualTo(4);
        users.letGo(100);
        bench.until("the end of all checks", () -> wide.held() == 0);
    }

    @Test
    void overASocketOfThisMachineNobodyIsBanned() throws IOException {
        for (int i = 0; i < 30; i++) {
            ask(new Origin("http", null), "anna", "guess" + i);
            untilNoneIsHeld();
        }
        assertThat(users.checks()).isEqualTo(30);
        assertThat(lines()).hasSize(30).allMatch(line -> line.contains(" from a Unix-domain socket is refused"));
    }

    // ---- what is remembered ----

    @Test
    void whatWasProvenIsNotHashedAgain() throws IOException {
        assertThat(proven(1, "anna", "secret")).isEmpty();
        logIn(1, "anna", "secret");
        assertThat(proven(1, "anna", "secret")).isPresent();
        assertThat(proven(9, "anna", "secret")).isPresent();
        assertThat(proven(1, "anna", "wrong")).isEmpty();
        assertThat(proven(1, "ann", "asecret")).isEmpty();
        assertThat(proven(1, "anna", "secre")).isEmpty();
        assertThat(proven(1, "anna", "secret")).isPresent();
        assertThat(users.checks()).isEqualTo(1);
    }

    @Test
    void itIsForgottenAfterAWhile() throws IOException {
        logins.remember(Duration.ofSeconds(3));
        logIn(1, "anna", "secret");
        bench.pass(Duration.ofSeconds(3).minusNanos(1));
        assertThat(proven(1, "anna", "secret")).isPresent();
        bench.skip(Duration.ofNanos(1));
        bench.turn();
        assertThat(proven(1, "anna", "secret")).isEmpty();
        assertThat(logins.remembered()).isZero();
        logins.remember(Duration.ZERO);
        logIn(1, "anna", "secret");
        assertThat(logins.remembered()).isZero();
    }

    @Test
    void thoseThatWereUsedLastAreRemembered() throws IOException {
        users.with("bert", "b").with("carl", "c").with("dora", "d");
        logIn(1, "anna", "secret");
        logIn(1, "bert", "b");
        logIn(1, "carl", "c");
        assertThat(proven(1, "anna", "secret")).isPresent();
        logIn(1, "dora", "d");
        assertThat(logins.remembered()).isEqualTo(3);
        assertThat(proven(1, "bert", "b")).isEmpty();
        assertThat(proven(1, "anna", "secret")).isPresent();
    }

    /// Else he could have all others forgotten, since any password is right for him.
    @Test
    void whoDoesNotSayWhoHeIsIsNotRemembered() throws IOException {
        logins.follow(List.of(users, new AnonymousAuthorizer(Optional::empty)));
        logIn(1, "anna", "secret");
        for (int i = 0; i < 5; i++) {
            logIn(2, "anonymous", "me" + i);
        }
        assertThat(logins.remembered()).isEqualTo(1);
        assertThat(proven(1, "anna", "secret")).isPresent();
    }

    @Test
    void aChangeOfTheUsersIsSeenWithinSecondsWhileSomebodyAsks() throws IOException {
        logIn(1, "anna", "secret");
        users.change();
        bench.pass(Duration.ofMillis(1900));
        assertThat(proven(1, "anna", "secret")).isPresent();
        assertThat(users.looks()).isZero();
        bench.pass(Duration.ofMillis(100));
        assertThat(proven(1, "anna", "secret")).isPresent(); // it has just begun to look
        bench.until("that it is forgotten", () -> proven(1, "anna", "secret").isEmpty());
        assertThat(users.looks()).isEqualTo(1);
    }

    @Test
    void afterAPauseNothingIsBelievedBeforeItHasLooked() throws IOException {
        logIn(1, "anna", "secret");
        bench.pass(Duration.ofSeconds(10));
        assertThat(users.looks()).isZero(); // while nobody asks it does not look
        assertThat(proven(1, "anna", "secret")).isEmpty();
        logIn(1, "anna", "secret");
        assertThat(users.checks()).isEqualTo(1); // it was true still
        users.change();
        bench.pass(Duration.ofSeconds(10));
        logIn(1, "anna", "secret");
        assertThat(users.checks()).isEqualTo(2);
    }

    @Test
    void whoMayLogInNoMoreIsGoneAtOnce() throws IOException {
        logIn(1, "anna", "secret");
        users.remove("anna");
        assertThat(proven(1, "anna", "secret")).isEmpty();
        users.with("anna", "secret");
        assertThat(proven(1, "anna", "secret")).isEmpty();
    }

    @Test
    void otherAuthorizersBeginAnew() throws IOException {
        logIn(1, "anna", "secret");
        logins.follow(List.of(users));
        assertThat(proven(1, "anna", "secret")).isEmpty();
        assertThat(logins.isPossible()).isTrue();
        logins.follow(List.of());
        assertThat(logins.isPossible()).isFalse();
    }

    @Test
    void whatChangesDuringACheckIsCheckedAgain() throws IOException {
        users.stop();
        List<Answer> answers = ask(from(1), "anna", "secret");
        untilChecked(1);
        logins.follow(List.of(new CountingAuthorizer().with("anna", "other")));
        users.letGo(100);
        untilNoneIsHeld();
        bench.pass(Duration.ofSeconds(1));
        assertThat(answers).containsExactly(new Answer.Refused());
        assertThat(logins.remembered()).isZero();
    }

    /// Else guesses at what others have proven would be free.
    @Test
    void whoIsBannedOrHasMuchToBeCheckedLearnsNothing() throws IOException {
        logIn(1, "anna", "secret");
        users.stop();
        for (int i = 0; i < 3; i++) {
            ask(from(2), "anna", "guess" + i);
        }
        assertThat(proven(2, "anna", "secret")).isPresent();
        ask(from(2), "anna", "guess3");
        assertThat(proven(2, "anna", "secret")).isEmpty();
        assertThat(proven(1, "anna", "secret")).isPresent();
        users.letGo(100);
        untilNoneIsHeld();
        assertThat(proven(2, "anna", "secret")).isPresent();
        for (int i = 0; i < 6; i++) {
            ask(from(2), "anna", "x".repeat(2000));
        }
        assertThat(proven(2, "anna", "secret")).isEmpty();
        assertThat(proven(1, "anna", "secret")).isPresent();
    }

    @Test
    void anUnknownNameCostsWhatAKnownOneDoes() {
        UnknownNames standard = UnknownNames.standard();
        standard.check(List.of(), "x", "\1".toCharArray()); // what no password may hold
        AtomicInteger asked = new AtomicInteger();
        Authorizer own = new Authorizer() {
            @Override
            public Verdict check(String name, char[] password) {
                return new Verdict.Unknown();
            }

            @Override
            public boolean pretend(String name, char[] password) {
                return asked.incrementAndGet() == 1;
            }

            @Override
            public Optional<User> find(String name) {
                return Optional.empty();
            }
        };
        standard.check(List.of(own, own), "x", "p".toCharArray());
        assertThat(asked).hasValue(1);
    }
}
