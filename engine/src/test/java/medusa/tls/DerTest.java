package medusa.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DerTest {
    @ParameterizedTest
    @CsvSource({"0, 0400", "127, 047f", "128, 048180", "255, 0481ff", "256, 04820100", "65536, 0483010000"})
    void lengthsTakeAsFewBytesAsTheyCan(int length, String head) {
        byte[] element = Der.element(Der.OCTETS, new byte[length]);
        assertThat(HexFormat.of().formatHex(element, 0, element.length - length)).isEqualTo(head);
    }

    @ParameterizedTest
    @CsvSource({"2049-12-31T23:59:59.9Z, 170d, 491231235959Z", "2050-01-01T00:00:00Z, 180f, 20500101000000Z"})
    void timesHaveFourDigitsOfTheYearFrom2050On(Instant instant, String head, String text) {
        assertThat(Der.time(instant)).inHexadecimal()
                .isEqualTo(HexFormat.of()
                        .parseHex(head + HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII))));
    }

    @Test
    void aNumberKeepsItsSign() {
        assertThat(Der.integer(BigInteger.valueOf(128))).containsExactly(2, 2, 0, 0x80);
    }
}
