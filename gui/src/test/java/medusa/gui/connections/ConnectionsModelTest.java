package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import medusa.gui.client.ConnectionInfo;

/// Lines, filter, order, pause and export, without a window.
class ConnectionsModelTest {
    private static final Instant START = BookTest.START;

    private Instant here = START;
    private final ConnectionsModel model = new ConnectionsModel(new StepUi(), new Clock() {
        @Override
        public Instant instant() {
            return here;
        }

        @Override
        public ZoneId getZone() { return ZoneOffset.UTC; }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }, address -> "host-" + address);

    private void tell(boolean all, List<Long> closed, Object... idAndOut) {
        here = here.plusMillis(500);
        ConnectionInfo[] changed = new ConnectionInfo[idAndOut.length / 2];
        for (int i = 0; i < changed.length; i++) {
            long id = (Integer) idAndOut[2 * i];
            changed[i] = BookTest.info(id, "10.0.0." + id + ":80", (Integer) idAndOut[2 * i + 1], START);
        }
        model.feed().accept(BookTest.change(all, here, closed, changed));
    }

    private void pass(Duration time) {
        here = here.plus(time);
        model.tick();
    }

    private List<Long> ids() {
        return model.rows().stream().map(Item::id).toList();
    }

    @Test
    void sortsOnceASecondAndNotWhileHeld() {
        tell(true, List.of(), 1, 10, 2, 20, 12, 5);
        model.setOrder(Column.OUT, true);
        assertThat(ids()).containsExactly(2L, 1L, 12L);
        tell(false, List.of(), 12, 99);
        assertThat(ids()).containsExactly(2L, 1L, 12L);
        pass(Duration.ofSeconds(1));
        assertThat(ids()).containsExactly(12L, 2L, 1L);
        model.setHeld(true);
        tell(false, List.of(), 1, 500, 3, 1000);
        pass(Duration.ofSeconds(2));
        assertThat(ids()).as("held: what is new comes last").containsExactly(12L, 2L, 1L, 3L);
        model.setHeld(false);
        pass(Duration.ofSeconds(1));
        assertThat(ids()).containsExactly(3L, 1L, 12L, 2L);
        model.setOrder(Column.PEER, false);
        assertThat(ids()).containsExactly(1L, 2L, 3L, 12L);
    }

    @Test
    void placesAreTheSameAsLongAsTheConnectionLives() {
        tell(true, List.of(), 1, 10, 2, 20);
        Item item = model.rows().getFirst();
        tell(false, List.of(), 1, 11);
        assertThat(model.rows().getFirst()).isSameAs(item);
        assertThat(item.row().info().bytesOut()).isEqualTo(11);
        tell(false, List.of(1L));
        assertThat(item.row().gone()).isTrue();
        pass(Duration.ofSeconds(1));
        assertThat(ids()).containsExactly(2L);
    }

    @Test
    void filtersByWordsAndProtocols() {
        tell(true, List.of(), 1, 10, 2, 20, 12, 5);
        model.setFilter(RowFilter.of("10.0 get", Set.of()));
        assertThat(ids()).containsExactly(1L, 2L, 12L);
        model.setFilter(RowFilter.of(".0.2: HTTP", Set.of()));
        assertThat(ids()).containsExactly(2L);
        model.setFilter(RowFilter.of("", Set.of("ftp")));
        assertThat(ids()).isEmpty();
        model.setFilter(RowFilter.ALL);
        assertThat(ids()).containsExactly(1L, 2L, 12L);
        assertThat(model.totalsProperty().get().protocols()).containsEntry("http", 3);
        assertThat(model.from("10.0.0.12")).isEqualTo(1);
    }

    @Test
    void aPauseCountsWhatChangesAndLosesNothing() {
        tell(true, List.of(), 1, 10, 2, 20);
        model.pausedProperty().set(true);
        tell(false, List.of(), 1, 11);
        tell(false, List.of(2L), 1, 12, 3, 1);
        pass(Duration.ofSeconds(5));
        assertThat(model.waitingProperty().get()).isEqualTo(3);
        assertThat(model.rows()).extracting(item -> item.row().info().bytesOut()).containsExactly(10L, 20L);
        model.pausedProperty().set(false);
        assertThat(model.waitingProperty().get()).isZero();
        assertThat(model.rows()).extracting(item -> item.row().info().bytesOut()).containsExactly(12L, 1L);
    }

    @Test
    void noNameIsLookedUpBeforeSomebodyWantsIt() throws InterruptedException {
        BlockingQueue<Runnable> posted = new LinkedBlockingQueue<>();
        Names names = new Names(new StepUi() {
            @Override
            public void execute(Runnable task) {
                posted.add(task);
            }
        }, address -> "host-" + address, () -> {});
        assertThat(names.known("10.0.0.1")).isEmpty();
        assertThat(posted.poll()).isNull();
        assertThat(names.wanted("10.0.0.1")).isEmpty();
        posted.poll(10, TimeUnit.SECONDS).run();
        assertThat(names.known("10.0.0.1")).isEqualTo("host-10.0.0.1");
        assertThat(names.wanted("10.0.0.1")).isEqualTo("host-10.0.0.1");
        assertThat(posted).isEmpty();
    }

    @Test
    void exportedTextIsNoFormulaAndKeepsItsFields() {
        String csv = Csv.line(List.of("=1+1", "@x", "-2", "+3", "\tx", "plain", "a,b", "say \"hi\"", "two\nlines", "",
                "/;=1+1", "\uff1d1", "\u202eevil"));
        assertThat(csv).isEqualTo(
                "'=1+1,'@x,'-2,'+3,\\tx,plain,\"a,b\",\"say \"\"hi\"\"\",two\\nlines,,/;'=1+1,'\uff1d1,\\u202eevil\r\n");
    }
}
