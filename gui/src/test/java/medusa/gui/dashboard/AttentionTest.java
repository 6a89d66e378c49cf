package medusa.gui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.gui.client.Rates;
import medusa.gui.client.ServerFigures;
import medusa.gui.dashboard.Attention.Weight;

/// What somebody should look at.
class AttentionTest {
    private final DashboardModel model = new DashboardModel();
    private final Hand hand = new Hand();

    private List<Attention> told(ServerFigures figures) {
        model.told(figures, Rates.UNKNOWN);
        return model.attention();
    }

    @Test
    void aQuietServerNeedsNothing() {
        assertThat(told(hand.at(0))).isEmpty();
    }

    @Test
    void whatIsNewComesBeforeWhatWasThere() {
        told(hand.count("faults", 3).count("timed-out", 4).at(0));
        assertThat(told(hand.count("timed-out", 2).at(1))).containsExactly(
                new Attention("timed-out", Weight.NEW, 6, 2, false, "connections", ""),
                new Attention("faults", Weight.EARLIER, 3, 0, false, "log", "level:error"));
        assertThat(told(hand.count("faults", 1).at(2)).getFirst()).as("the gravest first")
                .isEqualTo(new Attention("faults", Weight.GRAVE, 4, 1, false, "log", "level:error"));
    }

    @Test
    void allThatAYoungServerHasCountedIsNew() {
        hand.count("logins-refused", 5);
        assertThat(told(hand.at(0))).as("nobody knows how old it is").extracting(Attention::weight)
                .containsExactly(Weight.EARLIER);
        model.started(Hand.START.minusSeconds(10));
        assertThat(model.attention())
                .containsExactly(new Attention("logins-refused", Weight.NEW, 5, 5, true, "log", "level:warn log-in"));
        assertThat(told(hand.at(891))).as("it is old now, and this window has not seen the whole of 15 min")
                .extracting(Attention::weight, Attention::whole).containsExactly(tuple(Weight.EARLIER, false));
        assertThat(told(hand.at(901))).extracting(Attention::weight, Attention::whole)
                .containsExactly(tuple(Weight.EARLIER, true));
    }

    @Test
    void aServerThatWarmsUpNeedsNothing() {
        model.started(Hand.START);
        told(hand.at(0));
        for (int i = 1; i < 10; i++) {
            assertThat(told(hand.longTurn(250).at(i))).isEmpty();
        }
    }

    @Test
    void longTurnsAreGraveWhenPeopleFeelThem() {
        told(hand.at(0));
        assertThat(told(hand.longTurn(1000).at(1))).extracting(Attention::key, Attention::weight)
                .containsExactly(tuple("long-turns", Weight.GRAVE));
        told(hand.calm().at(2));
        for (int second = 10; second < 910; second += 5) {
            told(hand.at(second));
        }
        assertThat(model.attention()).extracting(Attention::weight).containsExactly(Weight.EARLIER);
    }

    @Test
    void manyLongTurnsAreGraveToo() {
        told(hand.at(0));
        for (int i = 1; i < 20; i++) {
            assertThat(told(hand.longTurn(80).at(i))).isEmpty();
        }
        assertThat(told(hand.longTurn(80).at(20))).extracting(Attention::weight).containsExactly(Weight.GRAVE);
    }

    @Test
    void drainingAndScarcityAreGrave() {
        assertThat(told(hand.draining().descriptors(900).at(0))).extracting(Attention::key)
                .containsExactly("draining", "descriptors");
    }

    @Test
    void aHeapIsFullWhenItStaysSo() {
        hand.heap(500L << 20);
        for (int second = 0; second < 59; second++) {
            assertThat(told(hand.at(second))).isEmpty();
        }
        assertThat(told(hand.at(59))).extracting(Attention::key).containsExactly("heap");
        assertThat(told(hand.heap(50 << 20).at(60))).as("collected").isEmpty();
    }

    @Test
    void theCrosshairStaysWithinWhatIsShown() {
        model.minutesProperty().set(1);
        model.move(5);
        assertThat(model.crosshairProperty().get()).isEqualTo(5);
        model.move(100);
        assertThat(model.crosshairProperty().get()).isEqualTo(59);
        model.move(-1000);
        assertThat(model.crosshairProperty().get()).isZero();
    }

    @Test
    void scalesHaveRoundNumbers() {
        assertThat(Scale.of(97)).isEqualTo(new Scale(25, 100));
        assertThat(Scale.ofWhole(1)).isEqualTo(new Scale(1, 4));
        assertThat(Scale.ofWhole(9)).isEqualTo(new Scale(3, 9));
        assertThat(Scale.ofBytes(0)).isEqualTo(new Scale(500, 1500));
        assertThat(Scale.ofBytes(3.5 * 1024 * 1024)).isEqualTo(new Scale(1024 * 1024, 4 * 1024 * 1024));
    }
}
