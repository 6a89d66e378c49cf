package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import medusa.monitor.Credentials;
import medusa.monitor.MonitorAddress;

class AnnouncingTest {
    @Test
    void aNewServerIsBelievedAndAnnounced() {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Credentials credentials = new TerminalClient.Announcing(Credentials.of("anna", new char[]{'x'}),
                new PrintStream(err, true, StandardCharsets.UTF_8));
        MonitorAddress server = MonitorAddress.parse("admin.example:9999");
        assertThat(credentials.ask(server)).map(Credentials.Login::user).isEqualTo(Optional.of("anna"));
        assertThat(err.size()).isZero();
        assertThat(credentials.trust(server, "AA:BB")).isTrue();
        assertThat(err).asString()
                .isEqualTo(
                        "medusa: monitor: admin.example:9999 is new; from now on it is known by its certificate: AA:BB\n");
    }
}
