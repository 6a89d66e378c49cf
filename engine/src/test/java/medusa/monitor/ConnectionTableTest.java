package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

import org.junit.jupiter.api.Test;

import medusa.monitor.Want.Connections;
import medusa.reactor.BufferPool;
import medusa.reactor.Channel;
import medusa.reactor.ChannelSnapshot;
import medusa.reactor.Progress;
import medusa.reactor.ReactorSnapshot;

/// Editions of the table, and what lies between two of them.
class ConnectionTableTest {
    private static final List<String> ALL = List.of();

    private final ConnectionTable table = new ConnectionTable();

    private static ChannelSnapshot channel(long id, String doing) {
        return new ChannelSnapshot(id, "SinkChannel", Channel.State.OPEN, null, null, doing, "",
                Progress.NONE, id, id, 0, 0, 512, 512, 0,
                0, List.of());
    }

    private void take(List<ChannelSnapshot> channels, Set<List<String>> filters) {
        table.take(new Picture(new ReactorSnapshot(1, 1, 1, 0, 0, new BufferPool.Figures(0, 0, 0, 0), channels),
                Instant.EPOCH, 0, null), filters);
    }

    private void take(long from, long to) {
        take(LongStream.range(from, to).mapToObj(id -> channel(id, "")).toList(), Set.of(ALL));
    }

    private String told(long since) {
        Want.Told told = table.tell(table.normal(new Connections(ALL, since)));
        return told == null ? "" : new String(told.common(), StandardCharsets.UTF_8);
    }

    @Test
    void whatLiesBetweenTwoEditions() {
        take(1, 3);
        take(1, 4);
        take(2, 4);
        assertThat(told(0)).contains("\"total\":2,\"connections\":[{\"id\":2,").contains("{\"id\":3,");
        assertThat(told(1)).contains("\"changed\":[{\"id\":3,").endsWith("\"closed\":[1]}}\n")
                .doesNotContain("\"id\":2,");
        assertThat(told(2)).isEqualTo("\"at\":\"1970-01-01T00:00:00Z\",\"changed\":[],\"closed\":[1]}}\n");
        assertThat(told(3)).isEmpty();
    }

    @Test
    void whatCameAndWentInBetweenIsNamedAmongTheClosed() {
        take(1, 2);
        take(1, 3);
        take(1, 2);
        assertThat(told(1)).contains("\"changed\":[],\"closed\":[2]");
    }

    @Test
    void whoIsTooFarBehindIsToldAll() {
        take(1, 2);
        take(1, 6002);
        take(6002, 6003);
        assertThat(told(1)).contains("\"closed\":[1,2,").doesNotContain("\"all\"");
        take(6003, 12_003);
        take(12_003, 12_004);
        assertThat(told(1)).contains("\"all\":true,\"changed\":[{\"id\":12003,").endsWith("}],\"closed\":[]}}\n");
        assertThat(told(2)).contains("\"all\":true");
        assertThat(told(3)).doesNotContain("\"all\"");
    }

    @Test
    void afterANewBeginningAllIsTold() {
        take(1, 3);
        table.clear();
        take(1, 3);
        assertThat(told(1)).contains("\"all\":true,\"changed\":[{\"id\":1,");
    }

    @Test
    void aFilterForgetsWhatItLetThroughWithWhoAskedForIt() {
        List<String> words = List.of("get");
        take(List.of(channel(1, "GET /"), channel(2, "")), Set.of(ALL, words));
        take(List.of(channel(1, ""), channel(2, "GET /")), Set.of(ALL, words));
        String told = new String(table.tell(new Connections(words, 1)).common(), StandardCharsets.UTF_8);
        assertThat(told).contains("\"changed\":[{\"id\":2,").endsWith("\"closed\":[1]}}\n");
        take(List.of(channel(1, "")), Set.of(ALL));
        take(List.of(channel(1, "")), Set.of(ALL, words));
        assertThat(table.normal(new Connections(words, 2)).since()).isEqualTo(Connections.LOST);
    }
}
