package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.monitor.MonitorBench.Client;
import medusa.reactor.Acceptor;
import medusa.reactor.AddressRange;
import medusa.reactor.Bench;
import medusa.reactor.Proxies;

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
    void aBanIsListedAndEndsInTime() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            Client client = monitor.connect();
            assertThat(client.error("bans.add", "{\"address\":\"127.0.0.9\"}"))
                    .isEqualTo("-32005 refused: 127.0.0.9 is this machine itself");
            assertThat(client.error("bans.add", "{\"address\":\"::1\"}"))
                    .isEqualTo("-32005 refused: ::/64 is this machine itself");
            assertThat(monitor.failures.bans()).isEmpty();
            assertThat(client.result("bans.add", "{\"address\":\"2001:db8::7\"}")).isEqualTo(Map.of("closed", 0L));
            assertThat(client.result("bans.add", "{\"address\":\"192.0.2.1\",\"seconds\":60}"))
                    .isEqualTo(Map.of("closed", 0L));
            assertThat(client.result("bans.list", "{}")).isEqualTo(Map.of("bans", List.of(
                    Map.of("address", "2001:db8::/64", "failures", 0L, "seconds", 900.0, "sentAway", 0L),
                    Map.of("address", "192.0.2.1", "failures", 0L, "seconds", 60.0, "sentAway", 0L))));
            assertThat(client.error("bans.add", "{\"address\":\"192.0.2.1\",\"seconds\":86401}"))
                    .isEqualTo(
                            "-32602 invalid-params: params.seconds: expected a whole number from 1 to 86400, found 86401");
            client.result("bans.add", "{\"address\":\"192.0.2.1\",\"seconds\":1}"); // what is longer stays
            monitor.bench.pass(Duration.ofSeconds(59));
            assertThat(monitor.failures.refused(InetAddress.ofLiteral("192.0.2.1"))).contains(Duration.ofSeconds(1));
            monitor.bench.pass(Duration.ofSeconds(1));
            assertThat(monitor.failures.refused(InetAddress.ofLiteral("192.0.2.1"))).isEmpty();
        }
    }

    @Test
    void aBanEndsConnectionsButNotTheAskers() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            Acceptor door = monitor.bench.reactor().listen(new InetSocketAddress("127.0.0.1", 0),
                    Acceptor.Options.defaults().with(new Proxies(List.of(AddressRange.parse("127.0.0.0/8")),
                            Duration.ofSeconds(10))),
                    monitor.monitor::newChannel);
            Client asker = comes(monitor, door, "192.0.2.1");
            Client same = comes(monitor, door, "192.0.2.2");
            Client again = comes(monitor, door, "192.0.2.2");
            assertThat(asker.error("bans.add", "{\"address\":\"192.0.2.1\"}")).isEqualTo(
                    "-32005 refused: 192.0.2.1 is where you come from yourself: you could not log in any more");
            assertThat(asker.result("bans.add", "{\"address\":\"192.0.2.2\"}")).isEqualTo(Map.of("closed", 2L));
            monitor.bench.until("the ends", () -> gone(same) && gone(again));
            assertThat(asker.result("connections.list", "{}").get("total")).isEqualTo(1L);
        }
    }

    private static Client comes(MonitorBench monitor, Acceptor door, String from) throws Exception {
        Bench.Peer peer = monitor.bench.connect(door);
        peer.send("PROXY TCP4 " + from + " 127.0.0.1 4000 80\r\n");
        return monitor.new Client(peer);
    }

    private static boolean gone(Client client) {
        client.peer.poll();
        return client.peer.gone();
    }

    @Test
    void aFailureDuringABanDoesNotShortenIt() throws Exception {
        try (MonitorBench monitor = new MonitorBench()) {
            InetAddress address = InetAddress.ofLiteral("192.0.2.1");
            monitor.failures.failed(address);
            monitor.failures.ban(address, Duration.ofSeconds(60));
            assertThat(monitor.failures.failed(address)).contains(Duration.ofSeconds(60)); // it had begun before
            monitor.failures.ban(address, Duration.ofSeconds(90));
            assertThat(monitor.failures.refused(address)).contains(Duration.ofSeconds(90));
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
