package medusa.producer;

import static medusa.producer.Scripted.ask;
import static medusa.producer.Scripted.end;
import static medusa.producer.Scripted.more;
import static medusa.producer.Scripted.stalled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GatheringProducerTest {

    @Test
    void makesOneOfMany() throws Exception {
        GatheringProducer gathered = new GatheringProducer(new Scripted(more("a"), more("b"), end("c")));
        assertThat(ask(gathered, 1000)).isEqualTo("abc|END");
        assertThat(gathered.name()).isEqualTo("gathered(scripted)");
    }

    @Test
    void stopsWhenTheInnerOneWouldFindTooLittleRoom() throws Exception {
        Scripted inner = new Scripted(more("a"), more("b"), end("c"));
        GatheringProducer gathered = new GatheringProducer(inner);
        assertThat(ask(gathered, Producer.MIN_ROOM + 1)).isEqualTo("ab|MORE");
        assertThat(ask(gathered, Producer.MIN_ROOM)).isEqualTo("c|END");
    }

    @Test
    void waitsForNothing() throws Exception {
        GatheringProducer gathered = new GatheringProducer(new Scripted(more("a"), stalled("b"), end("c")));
        assertThat(ask(gathered, 1000)).isEqualTo("ab|STALLED");
        assertThat(ask(gathered, 1000)).isEqualTo("c|END");
    }

    @Test
    void doesNotSpinOnAProducerThatBreaksItsPromise() {
        GatheringProducer gathered = new GatheringProducer(new Scripted(more("a"), more("")));
        assertThatThrownBy(() -> ask(gathered, 1000)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("scripted");
    }
}
