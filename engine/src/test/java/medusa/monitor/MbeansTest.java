package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The server's figures as the platform's MBean server has them.
class MbeansTest {
    private final MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    private MonitorBench monitor;

    @BeforeEach
    void open() throws IOException {
        monitor = new MonitorBench();
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
    }

    private Object get(String type, String name, String attribute) throws Exception {
        var later = CompletableFuture.supplyAsync(() -> {
            try {
                return beans.getAttribute(new ObjectName("medusa:type=" + type + ",name=" + name), attribute);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
        monitor.bench.until("the value", later::isDone);
        return later.get();
    }

    @Test
    void figuresAreAttributes() throws Exception {
        monitor.connect();
        try (Mbeans mbeans = Mbeans.register(monitor.view(), "8021")) {
            assertThat(mbeans).isNotNull();
            assertThat(get("Server", "8021", "Version")).isEqualTo("1.2.3");
            assertThat((Long) get("Server", "8021", "UptimeSeconds")).isPositive();
            assertThat((Long) get("Server", "8021", "Turns")).isPositive();
            assertThat((Long) get("Buffers", "8021", "Ceiling")).isEqualTo(64L << 20);
            assertThat(get("Counters", "8021", "accepted")).isEqualTo(1L);
            TabularData connections = (TabularData) get("Connections", "8021", "Connections");
            CompositeData row = connections.get(new Object[]{1L});
            CompositeData value = (CompositeData) row.get("value");
            assertThat(value.get("protocol")).isEqualTo("monitor");
            assertThat(value.get("doing")).isEqualTo("anna (eval)");
            assertThat(beans.getMBeanInfo(new ObjectName("medusa:type=Counters,name=8021")).getAttributes())
                    .anySatisfy(each -> {
                        assertThat(each.getName()).isEqualTo("accept-pauses");
                        assertThat(each.getDescription()).startsWith("times that accepting paused");
                    });
        }
        assertThat(beans.queryNames(new ObjectName("medusa:*"), null)).isEmpty();
    }

    @Test
    void twoServersDoNotMeet() throws Exception {
        try (Mbeans one = Mbeans.register(monitor.view(), "127.0.0.1:1")) {
            assertThat(one).isNotNull();
            try (Mbeans other = Mbeans.register(monitor.view(), "127.0.0.1:2")) {
                assertThat(other).isNotNull();
                assertThat(beans.queryNames(new ObjectName("medusa:*"), null)).hasSize(8);
            }
            assertThatThrownBy(() -> Mbeans.register(monitor.view(), "127.0.0.1:1"))
                    .isInstanceOf(IllegalStateException.class);
            assertThat(beans.queryNames(new ObjectName("medusa:*"), null)).hasSize(4);
        }
        assertThat(beans.queryNames(new ObjectName("medusa:*"), null)).isEmpty();
    }

    @Test
    void theReactorDoesNotWaitForItself() throws Exception {
        try (Mbeans mbeans = Mbeans.register(monitor.view(), "x")) {
            assertThat(mbeans).isNotNull();
            assertThatThrownBy(() -> beans.getAttribute(new ObjectName("medusa:type=Server,name=x"), "Turns"))
                    .hasStackTraceContaining("not on the reactor's thread");
        }
    }
}
