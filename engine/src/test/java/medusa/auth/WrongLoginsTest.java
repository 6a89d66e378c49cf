package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.auth.Logins.Answer;
import medusa.auth.Logins.Origin;
import medusa.metrics.Counter;
import medusa.reactor.Bench;

@Timeout(60)
class WrongLoginsTest {
    private final Bench bench = new Bench();
    private final CountingAuthorizer users = new CountingAuthorizer().with("anna", "secret");
    private final FailedLogins failures = new FailedLogins(FailedLogins.Rule.DEFAULT, bench.reactor()::now);
    private final Logins logins = new Logins(bench.reactor(), failures, new Logins.Bounds(2, 8, 16, 3),
            (_, _, _) -> {});

    WrongLoginsTest() throws IOException {}

    @BeforeEach
    void begin() {
        logins.follow(List.of(users));
    }

    @AfterEach
    void end() throws IOException {
        bench.close();
    }

    private List<Answer> ask(int last, String name, String password) {
        List<Answer> answers = new ArrayList<>();
        logins.check(new Origin("http", InetAddress.ofLiteral("192.0.2." + last)), name, password.toCharArray(),
                answers::add);
        return answers;
    }

    /// Asks, and is refused at the deadline.
    private void fail(int last, String name, String password) throws IOException {
        long before = refusals();
        List<Answer> answers = ask(last, name, password);
        bench.until("the refusal", () -> refusals() > before);
        bench.pass(Duration.ofMillis(999));
        assertThat(answers).isEmpty();
        bench.pass(Duration.ofMillis(1));
        assertThat(answers).containsExactly(new Answer.Refused());
    }

    private long refusals() {
        return bench.reactor().counters().get(Counter.LOGINS_REFUSED);
    }

    private boolean isBanned(int last) {
        return failures.refused(InetAddress.ofLiteral("192.0.2." + last)).isPresent();
    }

    // ---- in log-ins ----

    /// As a telephone does that has an old password, or an old name.
    @Test
    void theSameMistakeIsOneFailureAndOneCheck() throws IOException {
        for (int i = 0; i < 30; i++) {
            fail(1, "anna", "old");
            fail(1, "gone", "old");
        }
        assertThat(users.checks()).isEqualTo(2);
        assertThat(isBanned(1)).isFalse();
        assertThat(refusals()).isEqualTo(60);
        for (int i = 0; i < 7; i++) {
            fail(1, "anna", "guess" + i);
        }
        assertThat(isBanned(1)).isFalse();
        fail(1, "anna", "guess7"); // the tenth that is another one
        assertThat(isBanned(1)).isTrue();
        List<Answer> later = ask(1, "anna", "old");
        bench.turn();
        assertThat(later).singleElement().isInstanceOf(Answer.Later.class);
        assertThat(users.checks()).isEqualTo(10);
    }

    @Test
    void whatOthersHaveTriedIsCheckedAndCounts() throws IOException {
        for (int i = 0; i < 10; i++) {
            fail(1, "anna", "guess" + i);
        }
        for (int i = 0; i < 10; i++) {
            fail(2, "anna", "guess" + i);
        }
        assertThat(users.checks()).isEqualTo(20);
        assertThat(isBanned(2)).isTrue();
    }

    @Test
    void thoseWhoWaitedForOneCheckAreAllRemembered() throws IOException {
        users.stop();
        List<Answer> first = ask(1, "anna", "old");
        List<Answer> second = ask(2, "anna", "old");
        users.letGo(100);
        bench.until("the refusal", () -> refusals() == 2);
        bench.pass(Duration.ofSeconds(1));
        assertThat(first).hasSameSizeAs(second).hasSize(1);
        fail(1, "anna", "old");
        fail(2, "anna", "old");
        assertThat(users.checks()).isEqualTo(1);
    }

    @Test
    void itMayBeRightWhenTheUsersHaveChanged() throws IOException {
        fail(1, "anna", "new");
        users.with("anna", "new").change();
        bench.pass(Duration.ofSeconds(2));
        fail(1, "anna", "new"); // this has it begin to look
        bench.until("that it is forgotten", () -> logins.wrong() == 0);
        List<Answer> answers = ask(1, "anna", "new");
        bench.until("an answer", () -> !answers.isEmpty());
        assertThat(answers).singleElement().isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void afterAPauseItHasLookedBeforeItRefuses() throws IOException {
        fail(1, "anna", "new");
        users.with("anna", "new").change();
        bench.pass(Duration.ofSeconds(10));
        List<Answer> answers = ask(1, "anna", "new");
        bench.until("an answer", () -> !answers.isEmpty());
        assertThat(answers).singleElement().isInstanceOf(Answer.LoggedIn.class);
    }

    @Test
    void whatTheServerFailedAtIsTriedAgain() throws IOException {
        fail(1, "broken", "x");
        fail(1, "broken", "x");
        assertThat(users.checks()).isEqualTo(2);
        assertThat(logins.wrong()).isZero();
    }

    // ---- what is kept ----

    private static ByteBuffer key(int of) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(0, of);
    }

    @Test
    void eachHasHisOwnAndNoMoreThanHisShare() {
        WrongLogins wrong = new WrongLogins(4, 2);
        wrong.add("a", key(1), 0);
        wrong.add("a", key(2), 0);
        assertThat(wrong.repeats("b", key(1), 0)).isFalse();
        assertThat(wrong.repeats("a", key(1), 0)).isTrue();
        wrong.add("a", key(3), 0);
        assertThat(wrong.repeats("a", key(2), 0)).as("the one that came first has gone").isFalse();
        assertThat(wrong.repeats("a", key(1), 0)).isTrue();
        assertThat(wrong.size()).isEqualTo(2);
    }

    @Test
    void inAllThereIsABoundToo() {
        WrongLogins wrong = new WrongLogins(4, 2);
        for (String each : List.of("a", "b", "c", "d")) {
            wrong.add(each, key(1), 0);
        }
        assertThat(wrong.repeats("a", key(1), 0)).isTrue();
        wrong.add("e", key(1), 0);
        assertThat(wrong.size()).isEqualTo(4);
        assertThat(wrong.repeats("b", key(1), 0)).isFalse();
        assertThat(wrong.repeats("a", key(1), 0)).isTrue();
        wrong.forget();
        assertThat(wrong.size()).isZero();
        assertThat(wrong.repeats("a", key(1), 0)).isFalse();
    }

    @Test
    void aDayAfterItCameLastItIsForgotten() {
        long day = Duration.ofDays(1).toNanos();
        WrongLogins wrong = new WrongLogins(4, 2);
        wrong.add("a", key(1), 0);
        assertThat(wrong.repeats("a", key(1), day - 1)).isTrue();
        assertThat(wrong.repeats("a", key(1), 2 * day - 2)).isTrue();
        assertThat(wrong.repeats("a", key(1), 3 * day - 2)).isFalse();
        wrong.add("a", key(1), 3 * day);
        assertThat(wrong.size()).isEqualTo(1);
    }
}
