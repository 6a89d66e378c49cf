package medusa.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @ValueSource(strings = {"::", "::1", "1::", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "fe80::1:0:0:1",
        "1:2:3:4:5:6:7:8", "127.0.0.1", "0.0.0.0"})
    void theShortFormIsItsOwnText(String text) {
        assertThat(Addresses.text(InetAddress.ofLiteral(text))).isEqualTo(text);
    }
}
