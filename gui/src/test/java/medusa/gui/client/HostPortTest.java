package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.monitor.MonitorAddress;

/// What a server says of itself may be copied into a shell.
class HostPortTest {
    @ParameterizedTest
    @CsvSource({"127.0.0.1:8080, 127.0.0.1:8080", "[::1]:80, [::1]:80", "files.example:1, files.example:1",
        "0.0.0.0:80, desk.example:80", "[::]:80, desk.example:80", ":80, desk.example:80"})
    void addressesAreReachedFromHere(String told, String reached) {
        MonitorAddress monitor = MonitorAddress.parse("desk.example:9999");
        assertThat(HostPort.of(told).orElseThrow().from(monitor)).hasToString(reached);
    }

    @Test
    void whoListensEverywhereIsHereIfItsMonitorIsASocket() {
        assertThat(HostPort.of("0.0.0.0:80").orElseThrow().from(MonitorAddress.parse("unix:/run/m")))
                .hasToString("localhost:80");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x;touch /tmp/a;#:80", "$(id):80", "a b:80", "a:80\n", "[::1:80", "a:65536", "a:", "a", "",
        "unix:/run/http", "a:80;id", "`id`:80", "[::1]x:80"})
    void whatIsNoAddressIsNone(String told) {
        assertThat(HostPort.of(told)).isEmpty();
    }
}
