package medusa.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SizeTextTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"0|0 B|0 bytes", "1|1 B|1 byte", "1023|1023 B|1,023 bytes",
        "1024|1.0 KiB|1,024 bytes", "1234|1.2 KiB|1,234 bytes", "10188|9.9 KiB|10,188 bytes",
        "10189|10 KiB|10,189 bytes", "1048063|1023 KiB|1,048,063 bytes", "1048064|1.0 MiB|1,048,064 bytes",
        "1234567890|1.1 GiB|1,234,567,890 bytes", "9223372036854775807|8.0 EiB|9,223,372,036,854,775,807 bytes",
        "-1234|-1234 B|-1,234 bytes"})
    void isShortAndExact(long bytes, String rounded, String exact) {
        assertThat(SizeText.rounded(bytes)).isEqualTo(rounded);
        assertThat(SizeText.exact(bytes)).isEqualTo(exact);
    }
}
