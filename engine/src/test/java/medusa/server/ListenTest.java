package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenTest {

    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080, 127.0.0.1, 8080", ":80, '', 80", "localhost:0, localhost, 0",
        "www.example.org:65535, www.example.org, 65535", "[::1]:8080, ::1, 8080", "[::]:21, ::, 21",
        "[fe80::1%eth0]:80, fe80::1%eth0, 80", "[::ffff:10.0.0.1]:80, ::ffff:10.0.0.1, 80", "my_host:080, my_host, 80"})
    void readsAddresses(String text, String host, int port) {
        assertThat(Listen.parse(text).addresses()).containsExactly(new ListenAddress.Tcp(host, port));
    }

    @Test
    void readsTheOtherForms() {
        assertThat(Listen.parse("off").off()).isTrue();
        assertThat(Listen.parse("auto").addresses()).containsExactly(new ListenAddress.Automatic());
        assertThat(Listen.parse("unix:/run/m/s").addresses())
                .containsExactly(new ListenAddress.Unix(Path.of("/run/m/s")));
        assertThat(Listen.parse(List.of("127.0.0.1:80", "[::1]:80"))).hasToString("127.0.0.1:80, [::1]:80");
        assertThat(Listen.OFF).hasToString("off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "8080", "localhost", "127.0.0.1:", "127.0.0.1:http", "a b:80", "127.0.0.1:-1", "::",
        "[::1]", "[127.0.0.1]:80", "[localhost]:80", "[:]:80", "*:80", "-x:80", "300.1.1.1:80", "1.2.3:80",
        "http://localhost:80", "OFF", "[::1%a b]:80", ":٨٠"})
    void refusesWhatIsNoAddress(String text) {
        String message = text.equals("::") ? "expected brackets" : "expected HOST:PORT, :PORT, [IPV6]:PORT, unix:PATH";
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse(text)).withMessageStartingWith(message)
                .withMessageEndingWith(", found \"" + text + "\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:65536", ":99999999999999999999"})
    void refusesPortsOutOfRange(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse(text))
                .withMessage("expected a port between 0 and 65535, found \"" + text + "\"");
    }

    @Test
    void saysWhatIsMissing() {
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse("::1:8080"))
                .withMessage("expected brackets around an IPv6 address, such as \"[::1]:8080\", found \"::1:8080\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse("unix:"))
                .withMessage("expected a path after \"unix:\", such as \"unix:/run/medusa/socket\", found \"unix:\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse("unix:a\0b"))
                .withMessage("expected a path after \"unix:\", such as \"unix:/run/medusa/socket\","
                        + " found \"unix:a\\x00b\"");
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse(List.of()))
                .withMessage("expected an address or \"off\", found an empty list");
        assertThatIllegalArgumentException().isThrownBy(() -> Listen.parse(List.of(":80", "off")))
                .withMessageStartingWith("expected HOST:PORT");
    }
}
