package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterProperty;

/// The readers of requests meet generated inputs: 50,000 in every build, 10 million in the profile `nightly`. The outcome
/// does not depend on how the bytes arrive, what is kept is bounded, and what is accepted nobody can read in another way.
class RequestFuzzTest {
    private static final RequestLimits SMALL = new RequestLimits(60, 50, 120, 5);
    private static final List<OtherReader> OTHERS = OtherReader.all();
    private static final int BYTE_BY_BYTE = 16;

    private int inputs;
    private int accepted;
    private int refused;

    @Provide
    Arbitrary<FuzzInputs.Input> inputs() {
        return FuzzInputs.inputs();
    }

    @Fuzzed
    @Property(seed = "4713", edgeCases = EdgeCasesMode.NONE)
    void anyInputHasOneReading(@ForAll("inputs") FuzzInputs.Input input) {
        inputs++;
        RequestLimits limits = inputs % 4 == 0 ? SMALL : RequestLimits.DEFAULT;
        byte[] bytes = input.toBytes();
        Reading whole = Reading.of(bytes, limits);
        String outcome = whole.toString();
        Reading split = Reading.of(bytes, limits, input.places());
        same(outcome, split);
        bounded(split, limits);
        if (inputs % BYTE_BY_BYTE == 0) {
            Reading single = Reading.ofSingleBytes(bytes, limits);
            same(outcome, single);
            bounded(single, limits);
        }
        oneFraming(input.bytes(), whole);
        accepted += whole.messages().size();
        refused += whole.error() == 0 ? 0 : 1;
    }

    private static void same(String whole, Reading split) {
        if (!split.toString().equals(whole)) { // an assertion with its message costs more than the reading
            assertThat(split).hasToString(whole);
        }
    }

    private static void bounded(Reading reading, RequestLimits limits) {
        if (reading.error() == 0 && reading.kept() > limits.head()) {
            assertThat(reading.kept()).isLessThanOrEqualTo(limits.head());
        }
    }

    private static void oneFraming(String input, Reading reading) {
        for (Reading.Message message : reading.messages()) {
            for (OtherReader other : OTHERS) {
                int end = other.end(input, message.start());
                if (end != message.end()) {
                    assertThat(end).as("%s ends %s", other, message).isEqualTo(message.end());
                }
            }
        }
        if (reading.waitsForBody()) {
            for (OtherReader other : OTHERS) {
                int end = other.end(input, reading.start());
                if (end != OtherReader.MORE) {
                    assertThat(end).as("%s ends what is not complete", other).isEqualTo(OtherReader.MORE);
                }
            }
        }
    }

    /// Inputs that are all refused, or all taken, would prove nothing.
    @AfterProperty
    void thereWereAllKinds() {
        if (inputs > 1000) {
            assertThat(accepted).as("requests").isGreaterThan(inputs / 3);
            assertThat(refused).as("refused inputs").isGreaterThan(inputs / 3);
        }
    }
}
