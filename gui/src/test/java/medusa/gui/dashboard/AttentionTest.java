package medusa.gui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.gui.client.ServerFigures;
import medusa.gui.dashboard.Attention.Weight;

/// What somebody should look at.
class AttentionTest {
    private final DashboardModel model = new DashboardModel();
    private final Hand hand = new Hand();

    private List<Attention> told(ServerFigures figures) {
        model.told(figures);
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
                new Attention("timed-out", Weight.NEW, 6, 2, "connections", ""),
                new Attention("faults", Weight.EARLIER, 3, 0, "log", "level:error"));
        assertThat(told(hand.count("faults", 1).at(2)).getFirst()).as("the gravest first")
                .isEqualTo(new Attention("faults", Weight.GRAVE, 4, 1, "log", "level:error"));
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
