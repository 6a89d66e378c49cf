package medusa.gui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;

import org.junit.jupiter.api.Test;

/// What is kept of the figures of a server.
class HistoryTest {
    private final History history = new History();
    private final Hand hand = new Hand();

    private double requests(int age) {
        return history.of(Metric.REQUESTS).at(age);
    }

    @Test
    void aRateIsWhatWasCountedWithinASecond() {
        history.add(hand.at(0));
        assertThat(requests(0)).as("nobody knows yet").isNaN();
        history.add(hand.count("http-requests", 30).at(1.5));
        assertThat(requests(0)).isEqualTo(20);
    }

    @Test
    void thereIsOneValueASecondHoweverOftenFiguresCome() {
        assertThat(history.add(hand.at(0))).isTrue();
        assertThat(history.add(hand.count("http-requests", 3).at(0.5))).isFalse();
        assertThat(history.add(hand.count("http-requests", 4).at(1))).isTrue();
        assertThat(requests(0)).isEqualTo(7);
        assertThat(history.of(Metric.CONNECTIONS).last(3)).containsExactly(Double.NaN, 1, 1);
    }

    @Test
    void slowFiguresAreSpreadOverTheTimeThatTheyAreAbout() {
        history.add(hand.at(0));
        history.add(hand.count("http-requests", 40).at(4));
        assertThat(history.of(Metric.REQUESTS).last(5)).containsExactly(Double.NaN, 10, 10, 10, 10);
    }

    @Test
    void whatNobodySawIsAGapAndNotZero() {
        history.add(hand.at(0));
        history.add(hand.count("http-requests", 5).at(1));
        history.lost();
        history.add(hand.count("http-requests", 700).at(4));
        history.add(hand.count("http-requests", 6).at(5));
        assertThat(history.of(Metric.REQUESTS).last(5)).containsExactly(5, Double.NaN, Double.NaN, Double.NaN, 6);
        assertThat(history.of(Metric.CONNECTIONS).last(5)).containsExactly(1, Double.NaN, Double.NaN, 1, 1);
        assertThat(history.ofProtocol("http").last(5)).containsExactly(1, Double.NaN, Double.NaN, 1, 1);
    }

    @Test
    void aLongSilenceIsAGapToo() {
        history.add(hand.at(0));
        history.add(hand.count("http-requests", 100).at(10));
        assertThat(history.of(Metric.REQUESTS).last(10)).containsOnly(Double.NaN);
        assertThat(history.of(Metric.HEAP).at(5)).isNaN();
    }

    @Test
    void aServerStartedAnewMakesNoSpike() {
        history.add(hand.count("http-requests", 1000).count("faults", 1000).at(0));
        history.add(hand.count("http-requests", 10).count("faults", 10).at(1));
        history.add(hand.restart().count("http-requests", 2).count("faults", 2).at(2));
        history.add(hand.count("http-requests", 3).count("faults", 3).at(3));
        assertThat(history.of(Metric.REQUESTS).last(4)).containsExactly(Double.NaN, 10, Double.NaN, 3);
        assertThat(history.grown("faults")).as("10 of the first, 5 of the second").isEqualTo(15);
    }

    @Test
    void aClockThatIsSetBackIsAGapOfOneValue() {
        history.add(hand.at(100));
        history.add(hand.count("http-requests", 5).at(40));
        history.add(hand.count("http-requests", 5).at(41));
        assertThat(history.of(Metric.REQUESTS).last(3)).containsExactly(Double.NaN, Double.NaN, 5);
    }

    @Test
    void itForgetsAfterAQuarterOfAnHour() {
        history.add(hand.count("faults", 7).at(0));
        history.add(hand.count("faults", 2).at(1));
        for (int second = 2; second <= 900; second++) {
            history.add(hand.at(second));
        }
        assertThat(history.grown("faults")).isEqualTo(2);
        assertThat(requests(History.SECONDS - 1)).isZero();
        assertThat(requests(History.SECONDS)).isNaN();
        history.add(hand.at(901));
        assertThat(history.grown("faults")).isZero();
    }

    @Test
    void aProtocolThatComesLaterHadNoConnectionsBefore() {
        history.add(hand.at(0));
        history.add(hand.connections(Map.of("ftp", 2L)).at(1));
        assertThat(history.protocols()).containsExactly("ftp", "http");
        assertThat(history.ofProtocol("ftp").last(3)).containsExactly(Double.NaN, 0, 2);
        assertThat(history.ofProtocol("http").last(3)).containsExactly(Double.NaN, 1, 0);
    }

    @Test
    void transfersAreFilesOfFtpBothWaysAndUploadsByHttp() {
        history.add(hand.at(0));
        history.add(hand.count("ftp-downloads", 1).count("ftp-uploads", 2).count("uploads", 4).at(1));
        assertThat(history.of(Metric.TRANSFERS).at(0)).isEqualTo(7);
    }

    @Test
    void whatNobodyAsksForIsNotKept() {
        history.add(hand.at(0));
        history.add(hand.count("made-up", 5).count("faults", 2).at(1));
        assertThat(history.grown("made-up")).isZero();
        assertThat(history.grown("faults")).isEqualTo(2);
    }
}
