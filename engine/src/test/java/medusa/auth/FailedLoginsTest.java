package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import medusa.auth.FailedLogins.Ban;
import medusa.auth.FailedLogins.Rule;

class FailedLoginsTest {
    private static final InetAddress ANNA = InetAddress.ofLiteral("192.0.2.1");
    private static final InetAddress BERT = InetAddress.ofLiteral("192.0.2.2");

    /// Such clocks begin anywhere.
    private long now = Long.MAX_VALUE - Duration.ofMinutes(1).toNanos();
    private final FailedLogins failed = new FailedLogins(
            new Rule(3, Duration.ofMinutes(10), Duration.ofSeconds(30), Duration.ofMinutes(2), 4), () -> now);

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Optional<Duration> seconds(long seconds) {
        return Optional.of(Duration.ofSeconds(seconds));
    }

    @Test
    void theThirdFailureIsRefusedForAWhileAndEachFurtherOneForTwiceAsLong() {
        assertThat(failed.refused(ANNA)).isEmpty();
        assertThat(failed.failed(ANNA)).isEmpty();
        assertThat(failed.failed(ANNA)).isEmpty();
        assertThat(failed.refused(ANNA)).isEmpty();
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(30));
        assertThat(failed.refused(ANNA)).isEqualTo(seconds(30));
        assertThat(failed.refused(BERT)).isEmpty();
        pass(Duration.ofSeconds(29));
        assertThat(failed.refused(ANNA)).isEqualTo(seconds(1));
        pass(Duration.ofSeconds(1));
        assertThat(failed.refused(ANNA)).isEmpty();
        for (long longer : new long[]{60, 120, 120}) {
            assertThat(failed.failed(ANNA)).isEqualTo(seconds(longer));
            pass(Duration.ofSeconds(longer));
            assertThat(failed.refused(ANNA)).isEmpty();
        }
    }

    @Test
    void whatHadBegunBeforeTheRefusalDoesNotMakeItLonger() {
        failed.failed(ANNA);
        failed.failed(ANNA);
        failed.failed(ANNA);
        pass(Duration.ofSeconds(10));
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(20));
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(20));
    }

    @Test
    void whoIsSentAwayIsToldOnceWhenTheRefusalIsOver() {
        for (int i = 0; i < 3; i++) {
            failed.failed(ANNA);
        }
        failed.sentAway(ANNA);
        failed.sentAway(ANNA);
        failed.sentAway(BERT); // who is not known here
        assertThat(failed.takeSentAway(ANNA)).isZero();
        pass(Duration.ofSeconds(30));
        assertThat(failed.takeSentAway(ANNA)).isEqualTo(2);
        assertThat(failed.takeSentAway(ANNA)).isZero();
        assertThat(failed.takeSentAway(BERT)).isZero();
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(60));
    }

    @Test
    void failuresAreForgottenWithTime() {
        failed.failed(ANNA);
        failed.failed(ANNA);
        pass(Duration.ofMinutes(10).plusNanos(1));
        assertThat(failed.failed(ANNA)).isEmpty();
        assertThat(failed.failed(ANNA)).isEmpty();
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(30));
        pass(Duration.ofSeconds(30).plusMinutes(10).plusNanos(1));
        assertThat(failed.failed(ANNA)).isEmpty();
    }

    @Test
    void oneCustomersAddressesAreOne() {
        for (int i = 1; i <= 3; i++) {
            failed.failed(InetAddress.ofLiteral("2001:db8::" + i));
        }
        assertThat(failed.refused(InetAddress.ofLiteral("2001:db8::99"))).isEqualTo(seconds(30));
        assertThat(failed.refused(InetAddress.ofLiteral("2001:db8:0:1::1"))).isEmpty();
    }

    @Test
    void thoseThatFailedLastAreRemembered() {
        failed.failed(ANNA);
        failed.failed(BERT);
        failed.failed(ANNA); // later than Bert
        for (int i = 10; i < 13; i++) {
            failed.failed(InetAddress.ofLiteral("192.0.2." + i));
        }
        assertThat(failed.remembered()).isEqualTo(4);
        assertThat(failed.failed(ANNA)).isEqualTo(seconds(30));
    }

    @Test
    void whoHasNoAddressIsNeverRefused() {
        for (int i = 0; i < 9; i++) {
            assertThat(failed.failed(null)).isEmpty();
        }
        assertThat(failed.refused(null)).isEmpty();
        assertThat(failed.remembered()).isZero();
    }

    private void ban(InetAddress address) {
        for (int i = 0; i < 3; i++) {
            failed.failed(address);
        }
    }

    @Test
    void thoseWhoWaitAreListed() {
        ban(ANNA);
        failed.failed(BERT);
        ban(InetAddress.ofLiteral("2001:db8::7"));
        failed.sentAway(ANNA);
        pass(Duration.ofSeconds(10));
        assertThat(failed.bans()).containsExactly(new Ban("192.0.2.1", 3, Duration.ofSeconds(20), 1),
                new Ban("2001:db8::/64", 3, Duration.ofSeconds(20), 0));
        pass(Duration.ofSeconds(20));
        assertThat(failed.bans()).isEmpty();
        failed.failed(ANNA);
        assertThat(failed.bans()).containsExactly(new Ban("192.0.2.1", 4, Duration.ofSeconds(60), 0));
    }

    @Test
    void whoIsLetInAgainBeginsAnew() {
        InetAddress six = InetAddress.ofLiteral("2001:db8::7");
        ban(ANNA);
        ban(six);
        failed.failed(BERT);
        assertThat(failed.lift(InetAddress.ofLiteral("2001:db8:0:1::"))).isFalse();
        assertThat(failed.lift(InetAddress.ofLiteral("2001:db8::"))).isTrue();
        assertThat(failed.refused(six)).isEmpty();
        assertThat(failed.lift(ANNA)).isTrue();
        assertThat(failed.lift(ANNA)).isFalse();
        assertThat(failed.failed(ANNA)).isEmpty();
        assertThat(failed.lift(BERT)).isFalse(); // who did not have to wait
        assertThat(failed.remembered()).isEqualTo(2);
        failed.failed(BERT);
        assertThat(failed.failed(BERT)).isEqualTo(seconds(30));
    }

    @Test
    void anotherRuleCountsFromThenOn() {
        ban(ANNA);
        failed.failed(BERT);
        failed.failed(BERT);
        failed.failed(InetAddress.ofLiteral("192.0.2.3"));
        failed.rule(new Rule(2, Duration.ofMinutes(10), Duration.ofSeconds(7), Duration.ofMinutes(1), 2));
        assertThat(failed.remembered()).isEqualTo(2);
        assertThat(failed.refused(ANNA)).isEmpty(); // the oldest is forgotten
        assertThat(failed.refused(BERT)).isEmpty();
        assertThat(failed.failed(BERT)).isEqualTo(seconds(7));
        failed.rule(new Rule(9, Duration.ofMinutes(10), Duration.ofSeconds(1), Duration.ofMinutes(1), 2));
        assertThat(failed.refused(BERT)).isEqualTo(seconds(7));
        pass(Duration.ofSeconds(7));
        assertThat(failed.failed(BERT)).isEmpty();
    }

    @Test
    void aRuleThatCannotBeFollowedIsRefused() {
        assertThatThrownBy(() -> new Rule(0, Duration.ZERO, Duration.ZERO, Duration.ZERO, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
