package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Acceptor;
import medusa.reactor.Bench;
import medusa.reactor.ConnectionLimits;

@Timeout(60)
class WebServerTest {
    @TempDir
    private Path folder;
    private Bench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private ServerConfig config(String root, String accessLog) throws Exception {
        Path path = folder.resolve(root);
        if (Files.notExists(path)) {
            Files.createDirectory(path);
            Files.writeString(path.resolve("name"), root);
        }
        return ConfigLoader.load(new ConfigSources(Optional.empty(),
                List.of(new ConfigSources.Override("--root", "root", path.toString()),
                        new ConfigSources.Override("--http", "http.listen", "127.0.0.1:0"),
                        new ConfigSources.Override("--ftp", "ftp.listen", "off"),
                        new ConfigSources.Override("--monitor", "monitor.listen", "off")),
                List.of("http.access-log=\"" + accessLog + "\"")));
    }

    private String name(Acceptor acceptor) throws IOException {
        var peer = bench.connect(acceptor)
                .send("GET /name HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expectEnd();
        return peer.got().substring(peer.got().indexOf("\r\n\r\n") + 4);
    }

    private void change(WebServer web, ServerConfig changed) throws IOException {
        bench.until("the change", web.change(changed)::isDone);
    }

    @Test
    void aRootThatCouldNotBeOpenedIsTriedAgain() throws Exception {
        WebServer web = WebServer.open(config("old", "off"), bench.reactor(),
                new Accounts(config("old", "off"), bench.reactor()).logins());
        web.openExtensions(null, new JarExtensions());
        Acceptor acceptor = bench.listen(web::newChannel);
        ServerConfig changed = config("new", "off");
        Path away = Files.move(folder.resolve("new"), folder.resolve("away"));
        change(web, changed);
        assertThat(name(acceptor)).isEqualTo("old");
        Files.move(away, folder.resolve("new"));
        change(web, changed);
        assertThat(name(acceptor)).isEqualTo("new");
    }

    @Test
    void aStartThatFailsLeavesNothingOpen() throws Exception {
        Path log = folder.resolve("access.log");
        ServerConfig config = config("root", log.toString());
        Files.delete(folder.resolve("root/name"));
        Files.delete(folder.resolve("root"));
        String user = System.setProperty("user.name", "somebody");
        try {
            assertThatThrownBy(
                    () -> MedusaServer.start(config))
                    .isInstanceOf(StartException.class);
        } finally {
            System.setProperty("user.name", user);
        }
        bench.until("the end of the log's thread", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("medusa-access-log")));
    }

    @Test
    void whoHasTheAddressOfAListenerIsSaid() throws Exception {
        Listeners listeners = new Listeners(bench.reactor(), new ConnectionLimits(9, 9),
                Map.of(Part.HTTP, () -> null, Part.HTTPS, () -> null), new Secured());
        listeners.open(ServerConfig.of("monitor.listen=off", "http.listen=127.0.0.1:0"));
        int port = listeners.port(Part.HTTP);
        for (String host : List.of("127.0.0.1", "localhost", "0.0.0.0")) {
            ServerConfig both = ServerConfig.of("monitor.listen=off", "http.listen=" + host + ":" + port);
            assertThatThrownBy(() -> listeners.open(both)).isInstanceOf(StartException.class)
                    .hasMessage(
                            "http: cannot listen on " + host + ":" + port + ": http.listen has it with 127.0.0.1:0");
        }
        try (ServerSocketChannel other = ServerSocketChannel.open()) {
            other.bind(new InetSocketAddress("127.0.0.1", 0));
            int taken = ((InetSocketAddress) other.getLocalAddress()).getPort();
            ServerConfig config = ServerConfig.of("monitor.listen=off", "http.listen=127.0.0.1:" + taken);
            assertThatThrownBy(() -> listeners.open(config)).isInstanceOf(StartException.class).hasMessage(
                    "http: cannot listen on 127.0.0.1:" + taken + ": the address is in use by another program");
        }
        listeners.close();
    }

    @Test
    void aReloadThatComesAfterTheEndReturns() throws Exception {
        ServerConfig config = config("root", "off");
        String user = System.setProperty("user.name", "somebody");
        MedusaServer server;
        try {
            server = MedusaServer.start(config);
        } finally {
            System.setProperty("user.name", user);
        }
        server.drain();
        assertThat(server.awaitEnd()).isZero();
        server.reload(config);
    }
}
