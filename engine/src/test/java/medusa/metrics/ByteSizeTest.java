package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {

    @ParameterizedTest
    @CsvSource({"0, 0", "65536, 65536", "12 B, 12", "64 KiB, 65536", "64KiB, 65536", "2k, 2048", "2 K, 2048",
        "2KB, 2048",
        "4 MiB, 4194304", "1g, 1073741824", "1 TiB, 1099511627776", " 8 kb , 8192"})
    void readsSizes(String text, long bytes) {
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "-1", "1.5 MiB", "64 XiB", "KiB", "1 KiBB", "1 k k", "9999999999999999999",
        "999999999999999999 TiB", "0x10", "١ k"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ByteSize.parse(text))
                .withMessage("expected a size such as \"64 KiB\", found \"" + text + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0, 0 B", "1000, 1000 B", "1024, 1 KiB", "65536, 64 KiB", "4194304, 4 MiB", "1536, 1536 B"})
    void showsTheLargestUnitThatFits(long bytes, String text) {
        assertThat(new ByteSize(bytes)).hasToString(text);
        assertThat(ByteSize.parse(text).bytes()).isEqualTo(bytes);
    }

    @Test
    void isNeverNegativeAndStopsAtTheLargestInt() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ByteSize(-1))
                .withMessage("expected a size such as \"64 KiB\", found -1");
        assertThat(new ByteSize(Long.MAX_VALUE).toInt()).isEqualTo(Integer.MAX_VALUE);
        assertThat(new ByteSize(7).toInt()).isEqualTo(7);
    }
}
