package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorAddressTest {
    @ParameterizedTest
    @CsvSource({":9999,localhost:9999", "files.example:1,files.example:1", "[::1]:65535,[::1]:65535",
        "unix:/run/m,unix:/run/m"})
    void readsAndWrites(String text, String again) {
        assertThat(MonitorAddress.parse(text)).hasToString(again);
    }

    @ParameterizedTest
    @CsvSource({"localhost:1,true", "LocalHost:1,true", ":1,true", "127.0.0.1:1,true", "127.1.2.3:1,true",
        "[::1]:1,true",
        "127.0.0.1.example:1,false", "localhost.example:1,false", "files.example:1,false", "0.0.0.0:1,false",
        "192.0.2.2:1,false"})
    void knowsThisMachineByWhatIsWritten(String text, boolean local) {
        assertThat(((MonitorAddress.Tcp) MonitorAddress.parse(text)).isLocal()).isEqualTo(local);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "host", "host:", "host:0", "host:65536", "::1:80", "a b:80", "unix:", "http://host:80",
        "host:-1"})
    void saysWhatItWants(String text) {
        assertThatThrownBy(() -> MonitorAddress.parse(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected HOST:PORT or unix:PATH, found \"" + text + "\"");
    }
}
