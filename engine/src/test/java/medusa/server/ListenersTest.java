package medusa.server;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Bench;
import medusa.reactor.Channel;
import medusa.reactor.ConnectionLimits;

/// Who keeps whom out.
class ListenersTest {

    private static final class Greeter extends Channel {
        @Override
        protected void opened() {
            push("hello\n".getBytes(StandardCharsets.US_ASCII));
        }

        @Override
        protected void received(ByteBuffer data) {}
    }

    @TempDir
    private Path folder;

    @Test
    void silentConnectionsToOneMonitorKeepNobodyElseOut() throws Exception {
        Path socket = folder.resolve("monitor.sock");
        try (Bench bench = new Bench()) {
            Listeners listeners = new Listeners(bench.reactor(), new ConnectionLimits(9, 9),
                    Map.of(Part.MONITOR, Greeter::new, Part.CLASSIC_MONITOR, Greeter::new), new Secured());
            listeners.open(
                    ServerConfig.of("http.listen=off", "monitor.listen=[\"127.0.0.1:0\", \"unix:" + socket + "\"]",
                            "monitor.users=" + folder.resolve("users"), "classic-monitor.listen=127.0.0.1:0",
                            "classic-monitor.password-file=" + folder.resolve("password")));
            InetAddress local = InetAddress.ofLiteral("127.0.0.1");
            var classic = new InetSocketAddress(local, listeners.port(Part.CLASSIC_MONITOR));
            for (int i = 0; i < 16; i++) {
                bench.connect(classic).expect("hello\n");
            }
            bench.connect(classic).expectGone();
            bench.connect(new InetSocketAddress(local, listeners.port(Part.MONITOR))).expect("hello\n");
            bench.connect(UnixDomainSocketAddress.of(socket)).expect("hello\n");
            listeners.close();
        }
    }
}
