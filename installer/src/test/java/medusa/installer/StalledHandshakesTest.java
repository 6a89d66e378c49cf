package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.installer.Distribution.Server;

/// A crowd of clients who never finish their handshakes takes nothing from those who do, and is gone after a while.
@EnabledOnOs({OS.LINUX, OS.MAC})
@Timeout(value = 5, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StalledHandshakesTest {
    private static final int SILENT = 40;
    private static final int HALF = 30;
    private static final int UNANSWERING = 30;
    private static final int HONEST = 100;
    private static final int PATIENCE_MILLIS = 120_000;
    private static final byte ALERT = 21;
    private static final byte[] REQUEST = "GET /hello.txt HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private Path folder;
    private TestCertificates certificates;

    @Test
    void disturbNobodyAndEnd() throws Exception {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path root = Files.createDirectory(folder.resolve("root"));
        Files.writeString(root.resolve("hello.txt"), "hello\n");
        certificates = new TestCertificates(folder);
        certificates.make("one", "localhost");
        List<Socket> stalled = new ArrayList<>();
        // The time limit is the default one: a machine on which the honest hundred need longer should say so.
        try (Server server = new Server(folder, "--root", root.toString(), "--http", "127.0.0.1:0", "--https",
                "127.0.0.1:0", "--ftp", "off", "--monitor", "off", "--set", "http.access-log=off", "--set",
                certificates.setting("one"))) {
            int secure = server.port("https");
            stall(secure, stalled);
            comeAllAtOnce(server);
            for (int i = 0; i < stalled.size(); i++) {
                byte[] said = stalled.get(i).getInputStream().readAllBytes();
                boolean unanswering = i >= SILENT + HALF;
                assertThat(said.length > 0 && said[0] != ALERT).as("client " + i + " is shown a certificate")
                        .isEqualTo(unanswering);
            }
            assertThat(fetch(secure, "TLSv1.3")).endsWith("\r\n\r\nhello\n");
        } finally {
            for (Socket each : stalled) {
                each.close();
            }
        }
    }

    private void stall(int port, List<Socket> stalled) throws Exception {
        byte[] hello = clientHello();
        for (int i = 0; i < SILENT + HALF + UNANSWERING; i++) {
            Socket socket = new Socket("localhost", port);
            stalled.add(socket);
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (i >= SILENT) {
                socket.getOutputStream().write(i < SILENT + HALF ? Arrays.copyOf(hello, hello.length / 2) : hello);
            }
        }
    }

    private byte[] clientHello() throws Exception {
        SSLEngine engine = certificates.client("one").createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    /// Plain requests go on for as long as any handshake does.
    private void comeAllAtOnce(Server server) throws Exception {
        CountDownLatch all = new CountDownLatch(HONEST);
        List<Future<String>> replies = new ArrayList<>();
        try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < HONEST; i++) {
                String version = i % 2 == 0 ? "TLSv1.3" : "TLSv1.2";
                replies.add(clients.submit(() -> {
                    all.countDown();
                    all.await();
                    return fetch(server.port("https"), version);
                }));
            }
            do {
                assertThat(fetchPlain(server.port("http"))).endsWith("\r\n\r\nhello\n");
            } while (!replies.stream().allMatch(Future::isDone));
            for (Future<String> reply : replies) {
                assertThat(reply.get()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nhello\n");
            }
        }
    }

    /// Each time with a whole handshake.
    private String fetch(int port, String version) throws Exception {
        SSLContext context = certificates.client("one");
        try (SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[]{version});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            if (!socket.getSession().getProtocol().equals(version)) {
                throw new SSLException(socket.getSession().getProtocol());
            }
            return exchange(socket);
        }
    }

    private static String fetchPlain(int port) throws IOException {
        try (Socket socket = new Socket("localhost", port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            return exchange(socket);
        }
    }

    private static String exchange(Socket socket) throws IOException {
        socket.getOutputStream().write(REQUEST);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
}
