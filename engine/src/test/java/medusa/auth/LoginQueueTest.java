package medusa.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoginQueueTest {
    private static final int MOST = 64;

    private final LoginQueue queue = new LoginQueue(MOST);

    private static PasswordCheck check(String name, String address) {
        Logins.Origin origin = new Logins.Origin("http", address.isEmpty() ? null : InetAddress.ofLiteral(address));
        return new PasswordCheck(name, new char[0], ByteBuffer.allocate(1),
                new PasswordCheck.Asker(origin, 0, _ -> {}));
    }

    /// @return who had to give way; empty for nobody
    private String add(String name, String address) {
        PasswordCheck pushedOut = queue.add(check(name, address));
        return pushedOut == null ? "" : pushedOut.name();
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        for (PasswordCheck each = queue.next(); each != null; each = queue.next()) {
            all.add(each.name());
        }
        assertThat(queue.size()).isZero();
        return all;
    }

    /// Each is a customer of its own, but one person may have all of them.
    @ParameterizedTest
    @ValueSource(strings = {"2001:db8:1:%x::1", "192.0.2.%d"})
    void aNetworkOfManyAddressesKeepsNobodyElseOut(String network) {
        for (int i = 0; i < MOST; i++) {
            assertThat(add("flood" + i, network.formatted(i))).isEmpty();
        }
        assertThat(add("new", "2001:db8:2::1")).isEqualTo("flood63");
        assertThat(add("other", "198.51.100.1")).isEqualTo("flood62");
        assertThat(add("flood64", network.formatted(MOST))).as("it has most itself").isEqualTo("flood64");
        assertThat(add("local", "")).isEqualTo("flood61");
        List<String> all = all();
        assertThat(all).hasSize(MOST);
        assertThat(all.subList(0, 5)).containsExactly("flood0", "new", "other", "local", "flood1");
    }

    @Test
    void withinANetworkWhoHasMostGivesWay() {
        for (int i = 0; i < MOST; i++) {
            add("flood" + i, "192.0.2.1");
        }
        assertThat(add("new", "192.0.2.2")).isEqualTo("flood63");
        assertThat(queue.next().name()).isEqualTo("flood0");
        assertThat(queue.next().name()).isEqualTo("new");
    }

    @Test
    void sitesTakeTurnsAndSoDoTheirCustomers() {
        Stream.of("1a", "1b", "2c", "2d").forEach(name -> add(name, "192.0.2." + name.charAt(0)));
        add("e", "198.51.100.1");
        add("f", "198.51.100.1");
        assertThat(all()).containsExactly("1a", "e", "2c", "f", "1b", "2d");
    }

    @Test
    void whoHasAsManyOnThreadsAsHeMayWaits() {
        for (int i = 0; i < LoginQueue.MOST_RUNNING; i++) {
            queue.began(check("running", "192.0.2.1"));
        }
        add("waits", "192.0.2.1");
        assertThat(queue.next()).isNull();
        add("neighbour", "192.0.2.2");
        assertThat(queue.next().name()).isEqualTo("neighbour");
        queue.ended(check("running", "192.0.2.1"));
        assertThat(queue.next().name()).isEqualTo("waits");
    }

    @Test
    void aSiteOfManyHasMuch() {
        for (int i = 0; i < 16; i++) {
            assertThat(queue.hasMuch(InetAddress.ofLiteral("192.0.2.200"))).isFalse();
            add("flood" + i, "192.0.2." + i);
        }
        assertThat(queue.hasMuch(InetAddress.ofLiteral("192.0.2.200"))).isTrue();
        assertThat(queue.hasMuch(InetAddress.ofLiteral("192.0.3.200"))).isFalse();
        assertThat(queue.hasMuch(null)).isFalse();
    }
}
