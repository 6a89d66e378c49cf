package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    @ParameterizedTest
    @CsvSource({"10.0.0.0/8, 10.255.1.2, true", "10.0.0.0/8, 11.0.0.0, false", "0.0.0.0/0, 203.0.113.9, true",
        "192.168.1.7, 192.168.1.7, true", "192.168.1.7, 192.168.1.8, false", "172.16.0.0/12, 172.31.255.255, true",
        "172.16.0.0/12, 172.32.0.0, false", "10.0.0.0/31, 10.0.0.1, true", "10.0.0.0/31, 10.0.0.2, false",
        "2001:db8::/32, 2001:db8:ffff::1, true", "2001:db8::/32, 2001:db9::1, false", "::1, ::1, true",
        "::/0, 10.0.0.1, false", "0.0.0.0/0, ::1, false", "2001:db8:8000::/33, 2001:db8:8000::1, true",
        "2001:db8:8000::/33, 2001:db8:7fff::1, false"})
    void knowsItsAddresses(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "abc", "10.0.0.0/", "10.0.0/8", "10/8", "10.0.0.256/8", "/8", "10.0.0.0/-1",
        "10.0.0.0/x",
        "10.0.0.0/8/8", "fe80::1%eth0", "localhost/8", ":::/1", "10.0.0.0/1000"})
    void refusesAnythingElse(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text))
                .withMessage("expected an address range such as \"10.0.0.0/8\" or \"2001:db8::/32\", found \"" + text
                        + "\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"10.0.0.0/33|expected a prefix between 0 and 32, found /33",
        "::/129|expected a prefix between 0 and 128, found /129",
        "10.0.0.1/8|expected the first address of the range, \"10.0.0.0/8\", found \"10.0.0.1/8\""})
    void saysWhatDoesNotFit(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> AddressRange.parse(text)).withMessage(message);
    }
}
