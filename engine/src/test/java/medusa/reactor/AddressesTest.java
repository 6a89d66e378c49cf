package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "fe80::1:0:0:1",
        "1:2:3:4:5:6:7:8", "127.0.0.1", "0.0.0.0"})
    void theShortFormIsItsOwnText(String text) {
        assertThat(Addresses.text(InetAddress.ofLiteral(text))).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:0:1::1, 2001:db8:0:1:ffff::2, true", "2001:db8:0:1::1, 2001:db8:0:2::1, false",
        "10.0.0.1, 10.0.0.1, true", "10.0.0.1, 10.0.0.2, false", "::1, 127.0.0.1, false"})
    void oneCustomerIsCountedOnce(String one, String other, boolean same) {
        Object customer = Addresses.customer(InetAddress.ofLiteral(one));
        assertThat(customer.equals(Addresses.customer(InetAddress.ofLiteral(other)))).isEqualTo(same);
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:1:1::1, 2001:db8:1:ffff::2, true", "2001:db8:1::1, 2001:db8:2::1, false",
        "ffff:ffff:ffff:1::1, ffff:ffff:ffff::, true", "192.0.2.1, 192.0.2.254, true", "192.0.2.1, 192.0.3.1, false",
        "0.0.1.1, 0:0:1::, false"})
    void whatMayBeOneSiteIsCountedTogether(String one, String other, boolean same) {
        Object site = Addresses.site(InetAddress.ofLiteral(one));
        assertThat(site.equals(Addresses.site(InetAddress.ofLiteral(other)))).isEqualTo(same);
    }
}
