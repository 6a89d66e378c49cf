package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RangesTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant MODIFIED = Instant.parse("2023-11-14T22:13:20.9Z");

    private static String show(Ranges ranges) {
        return switch (ranges.kind()) {
            case WHOLE -> "whole";
            case UNSATISFIABLE -> "416";
            case PARTIAL ->
                ranges.parts().stream().map(p -> p.first() + "-" + p.last()).collect(Collectors.joining(" "));
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0-9|0-9", "26-51|26-51", "250-|250-259", "-5|255-259", "0-0|0-0",
        "259-259|259-259",
        "255-9999|255-259", "-9999|0-259", "0-|0-259", "0-99999999999999999999999|0-259",
        "9223372036854775807-|416", "-9223372036854775808|0-259",
        "000000000000000000000000-000000000000000000000000000009|0-9",
        // behind the end
        "260-|416", "-0|416", "99999999999999999999999-|416", "300-,400-500|416", "0-0,999-|0-0", "999-,-0|416",
        // several
        "0-1,4-5|0-1 4-5", "0-9, 100-109\t,-5|0-9 100-109 255-259", "100-109,0-9|100-109 0-9",
        // overlapping or touching
        "0-9,5-14|0-14", "0-4,5-9|0-9", "5-9,0-4|0-9", "100-109,0-9,105-119,9-10|100-119 0-10", "0-,0-,-1|0-259",
        "0-1,3-4,2-2|0-4", "7-7,7-7|7-7",
        // empty elements
        "',0-9'|0-9", "'0-9, ,,'|0-9"})
    void readsRanges(String set, String parts) {
        assertThat(show(Ranges.parse("bytes=" + set, 260))).isEqualTo(parts);
        assertThat(show(Ranges.parse("Bytes=" + set, 260))).isEqualTo(parts);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes", "bytes=", "bytes=,", "bytes=-", "bytes 0-5", "bytes =0-5", "0-5", "items=0-5",
        "bytes=5-2", "bytes=a-b", "bytes=0-5-9", "bytes=--5", "bytes=0x1-5", "bytes=1.5-3", "bytes=+1-3", "bytes=0 -5",
        "bytes=0- 5", "bytes=0-9;", "bytes=0-9,x", "bytes=0-9 10-19", "bytes=\u0663-\u0665", "bytes=0-9,5-2",
        "xbytes=0-1"})
    void ignoresWhatIsMalformed(String value) {
        assertThat(show(Ranges.parse(value, 260))).isEqualTo("whole");
    }

    @ParameterizedTest
    @CsvSource({"0-, 416", "0-0, 416", "-5, whole", "-0, 416"})
    void nothingCanBePartedOfNothing(String set, String outcome) {
        assertThat(show(Ranges.parse("bytes=" + set, 0))).isEqualTo(outcome);
    }

    @Test
    void partsLieBeyondTwoGigabytes() {
        assertThat(show(Ranges.parse("bytes=2147483645-2147483654,-4", 5L << 30)))
                .isEqualTo("2147483645-2147483654 5368709116-5368709119");
        assertThat(Ranges.parse("bytes=1-3", 10).parts().getFirst().length()).isEqualTo(3);
        assertThat(show(Ranges.parse("bytes=0-,-1", Long.MAX_VALUE))).isEqualTo("0-9223372036854775806");
    }

    @Test
    void manyAreNoAmplifier() {
        assertThat(Ranges.parse(many(Ranges.MOST), 1000).parts()).hasSize(Ranges.MOST);
        assertThat(show(Ranges.parse(many(Ranges.MOST + 1), 1000))).isEqualTo("whole");
        assertThat(show(Ranges.parse(many(800), 1000))).isEqualTo("whole");
        assertThat(show(Ranges.parse("bytes=" + ",".repeat(5000) + "0-1", 1000))).isEqualTo("whole");
    }

    private static String many(int count) {
        return IntStream.range(0, count).mapToObj(i -> i * 2 + "-" + i * 2)
                .collect(Collectors.joining(",", "bytes=", ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"\"e\"|0-9", "\"x\"|whole", "W/\"e\"|whole",
        "\"e\", \"e\"|whole", "e|whole", "*|whole", "``|whole", "Tue, 14 Nov 2023 22:13:20 GMT|0-9",
        "Tuesday, 14-Nov-23 22:13:20 GMT|0-9", "Tue, 14 Nov 2023 22:13:19 GMT|whole",
        "Tue, 14 Nov 2023 22:13:21 GMT|whole"})
    void ifRangeWantsTheVerySame(String validator, String outcome) throws HttpException {
        RequestHead head = Heads.request("GET /", "Range: bytes=0-9", "If-Range: " + validator);
        assertThat(show(Ranges.of(head, Validators.of("\"e\"", MODIFIED), 260, NOW))).isEqualTo(outcome);
    }

    @Test
    void ifRangeTakesNoWeakValidator() throws HttpException {
        RequestHead tag = Heads.request("GET /", "Range: bytes=0-9", "If-Range: W/\"e\"");
        assertThat(show(Ranges.of(tag, Validators.of("W/\"e\"", null), 260, NOW))).isEqualTo("whole");
        RequestHead date = Heads.request("GET /", "Range: bytes=0-9", "If-Range: Tue, 14 Nov 2023 22:13:20 GMT");
        Validators fresh = Validators.of("\"e\"", MODIFIED);
        assertThat(show(Ranges.of(date, fresh, 260, MODIFIED))).isEqualTo("whole");
        assertThat(show(Ranges.of(date, fresh, 260, Instant.parse("2023-11-14T22:13:21Z")))).isEqualTo("0-9");
        assertThat(show(Ranges.of(date, Validators.of("\"e\"", null), 260, NOW))).isEqualTo("whole");
        RequestHead twice = Heads.request("GET /", "Range: bytes=0-9", "If-Range: \"e\"", "If-Range: \"e\"");
        assertThat(show(Ranges.of(twice, fresh, 260, NOW))).isEqualTo("whole");
    }

    @Test
    void onlyOneRangeLineOfAGetCounts() throws HttpException {
        Validators current = Validators.of("\"e\"", MODIFIED);
        assertThat(show(Ranges.of(Heads.request("GET /", "range: bytes=0-9"), current, 260, NOW))).isEqualTo("0-9");
        assertThat(show(Ranges.of(Heads.request("HEAD /", "Range: bytes=0-9"), current, 260, NOW))).isEqualTo("whole");
        assertThat(show(Ranges.of(Heads.request("POST /", "Range: bytes=0-9"), current, 260, NOW))).isEqualTo("whole");
        assertThat(show(Ranges.of(Heads.request("GET /"), current, 260, NOW))).isEqualTo("whole");
        assertThat(show(Ranges.of(Heads.request("GET /", "Range: bytes=0-9", "Range: bytes=0-9"), current, 260, NOW)))
                .isEqualTo("whole");
    }
}
