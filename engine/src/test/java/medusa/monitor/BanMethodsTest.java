package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.monitor.MonitorBench.Client;

@Timeout(60)
class BanMethodsTest {
    private static void ban(MonitorBench monitor, String address) {
        for (int i = 0; i < 10; i++) {
            monitor.failures.failed(InetAddress.ofLiteral(address));
        }
    }

    @Test
    void bansAreListedAndLifted() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            Client client = monitor.connect();
            assertThat(client.result("bans.list", "{}")).isEqualTo(Map.of("bans", List.of()));
            ban(monitor, "192.0.2.1");
            ban(monitor, "2001:db8::7");
            monitor.bench.pass(Duration.ofMillis(9950));
            monitor.failures.sentAway(InetAddress.ofLiteral("2001:db8::8"));
            assertThat(client.result("bans.list", "{}")).isEqualTo(Map.of("bans", List.of(
                    Map.of("address", "192.0.2.1", "failures", 10L, "seconds", 20.1, "sentAway", 0L),
                    Map.of("address", "2001:db8::/64", "failures", 10L, "seconds", 20.1, "sentAway", 1L))));
            assertThat(client.result("bans.lift", "{\"address\":\"192.0.2.1\"}")).isEqualTo(Map.of("lifted", true));
            assertThat(client.result("bans.lift", "{\"address\":\"192.0.2.1\"}")).isEqualTo(Map.of("lifted", false));
            assertThat(client.result("bans.lift", "{\"address\":\"2001:db8::/64\"}"))
                    .isEqualTo(Map.of("lifted", true));
            assertThat(monitor.failures.bans()).isEmpty();
            ban(monitor, "2001:db8::7");
            assertThat(client.result("bans.lift", "{\"address\":\"2001:db8::9\"}")).isEqualTo(Map.of("lifted", true));
        }
    }

    @Test
    void whatIsNoAddressIsRefused() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            Client client = monitor.connect();
            for (String wrong : List.of("localhost", "192.0.2.1/64", "2001:db8::/32", "", "/64", "fe80::1%eth0")) {
                assertThat(client.error("bans.lift", "{\"address\":\"" + wrong + "\"}")).isEqualTo(
                        "-32602 invalid-params: params.address: expected an IP address, or the /64 of one, found \""
                                + wrong + "\"");
            }
        }
    }

    @Test
    void liftingNeedsTheRole() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            monitor.role = Role.VIEW;
            ban(monitor, "192.0.2.1");
            Client client = monitor.connect();
            assertThat(client.error("bans.lift", "{\"address\":\"192.0.2.1\"}"))
                    .contains("bans.lift needs the role manage");
            assertThat((List<?>) client.result("bans.list", "{}").get("bans")).hasSize(1);
        }
    }
}
