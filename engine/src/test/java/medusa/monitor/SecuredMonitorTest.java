package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramKeys;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;
import medusa.reactor.Acceptor;
import medusa.reactor.Channel;
import medusa.reactor.Tls;
import medusa.tls.LiveTls;
import medusa.tls.TlsClient;
import medusa.tls.TlsConfig;
import medusa.tls.TlsException;
import medusa.tls.TlsSettings;

/// The monitor with TLS and a log-in, and a client that remembers the server's certificate.
class SecuredMonitorTest {
    private static final Duration LONG = Duration.ofSeconds(10);

    @TempDir
    private Path folder;
    private MonitorBench monitor;
    private MonitorClient client;
    private Credentials credentials = Credentials.of("anna", "secret".toCharArray());
    /// Of the server that listens, its fingerprint.
    private String certificate;
    private final List<State> states = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        monitor = new MonitorBench();
        monitor.role = null;
        Path users = folder.resolve("users");
        new UsersFile(users).put("anna", Optional.of(Role.EVAL),
                ScramKeys.of("secret".toCharArray(), new byte[16], 4096));
        monitor.users = MonitorUsers.open(users);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        monitor.close();
    }

    /// @param state where the server keeps its certificate
    private Acceptor listen(String state, int port) throws Exception {
        LiveTls live = LiveTls.open(new TlsConfig(TlsSettings.DEFAULT, List.of(), Optional.empty(),
                folder.resolve(state), Set.of("127.0.0.1")), InstantSource.system());
        certificate = live.context().identities().getFirst().fingerprint();
        return monitor.bench.reactor().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Acceptor.Options.defaults().with(new Tls(live::newEngine, Runnable::run, LONG)),
                monitor.monitor::newChannel);
    }

    private static int port(Acceptor acceptor) {
        return ((InetSocketAddress) acceptor.address()).getPort();
    }

    private void connect(int port) {
        connect(new MonitorAddress.Tcp("127.0.0.1", port), List.of(InetAddress.getLoopbackAddress()));
    }

    /// @param found what the name of `server` is made of
    private void connect(MonitorAddress.Tcp server, List<InetAddress> found) {
        KnownServers known = known();
        client = MonitorClient.open(monitor.bench.reactor(), server, credentials, states::add,
                new ClientConnector.Network() {
                    @Override
                    public List<SocketAddress> resolve(MonitorAddress address) {
                        return found.stream()
                                .map(each -> (SocketAddress) new InetSocketAddress(each, server.port())).toList();
                    }

                    @Override
                    public Tls tls(MonitorAddress.Tcp to) throws TlsException {
                        TlsClient tls = known.wary(to.host(), to.port());
                        return new Tls(() -> tls.newEngine(to.host(), to.port()), Runnable::run, LONG);
                    }

                    @Override
                    public void note(MonitorAddress.Tcp to, String fingerprint) throws CertificateException {
                        known.note(to.host(), to.port(), fingerprint);
                    }
                });
    }

    private KnownServers known() {
        return new KnownServers(folder.resolve("known"));
    }

    private <S extends State> S until(Class<S> state) throws IOException {
        monitor.bench.until(state.getSimpleName(), () -> state.isInstance(client.state()));
        return state.cast(client.state());
    }

    @Test
    void aServerThatWaitsForTlsGetsItAndIsKnownAgainByItsCertificate() throws Exception {
        Acceptor first = listen("one", 0);
        String before = certificate;
        int port = port(first);
        connect(port);
        monitor.bench.until("a connection", () -> !monitor.bench.reactor().channels().isEmpty());
        monitor.bench.pass(Duration.ofSeconds(2)); // it has said nothing
        assertThat(until(State.Connected.class)).isEqualTo(new State.Connected("anna", Role.EVAL));
        var answer = client.call("server.info", Map.of());
        monitor.bench.until("the answer", answer::isDone);
        assertThat(answer.join().get("version")).isEqualTo("1.2.3");
        assertThat(Files.readString(folder.resolve("known/known-servers"))).contains("127.0.0.1:" + port);
        client.close();
        monitor.bench.until("the end", () -> monitor.bench.reactor().channels().isEmpty());
        first.close();
        monitor.bench.turn(); // then its port is free

        listen("another", port);
        connect(port);
        monitor.bench.until("a connection", () -> !monitor.bench.reactor().channels().isEmpty());
        monitor.bench.pass(Duration.ofSeconds(2));
        State.Refused refused = until(State.Refused.class);
        assertThat(refused.cause()).isEqualTo(Cause.CERTIFICATE);
        assertThat(refused.why()).contains("127.0.0.1:" + port, certificate, before, "known-servers");

        assertThat(known().replace("127.0.0.1", port, before, certificate)).isTrue();
        client.retry();
        assertThat(until(State.Connected.class)).isEqualTo(new State.Connected("anna", Role.EVAL));
    }

    /// Answers about new servers when the test lets it.
    private static final class Looking implements Credentials {
        final BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        final CompletableFuture<Boolean> answer = new CompletableFuture<>();

        @Override
        public Optional<Login> ask(MonitorAddress server) {
            return Optional.of(new Login("anna", "secret".toCharArray()));
        }

        @Override
        public boolean trust(MonitorAddress server, String fingerprint) {
            asked.add(server + " " + fingerprint);
            return answer.join();
        }
    }

    private MonitorAddress.Tcp elsewhere(int port) {
        return new MonitorAddress.Tcp("admin.example", port);
    }

    @Test
    void whoLooksAtANewServersCertificateHasAllTheTime() throws Exception {
        int port = port(listen("one", 0));
        Looking looking = new Looking();
        credentials = looking;
        connect(elsewhere(port), List.of(InetAddress.getLoopbackAddress()));
        monitor.bench.until("the question", () -> !looking.asked.isEmpty());
        monitor.bench.until("the end of the first connection", () -> monitor.bench.reactor().channels().isEmpty());
        monitor.bench.pass(Duration.ofMinutes(10));
        assertThat(states).containsExactly(new State.Connecting());
        assertThat(folder.resolve("known")).doesNotExist();
        looking.answer.complete(true);
        until(State.Connected.class);
        assertThat(looking.asked).containsExactly("admin.example:" + port + " " + certificate);
        assertThat(folder.resolve("known/known-servers"))
                .hasContent("admin.example:" + port + " " + certificate + "\n");
    }

    @Test
    void aNewServerThatIsNotTheOneThatIsMeantStaysUnknown() throws Exception {
        int port = port(listen("one", 0));
        Looking looking = new Looking();
        looking.answer.complete(false);
        credentials = looking;
        connect(elsewhere(port), List.of(InetAddress.getLoopbackAddress()));
        assertThat(until(State.Refused.class)).isEqualTo(new State.Refused(Cause.UNTRUSTED,
                "admin.example:" + port + " is new, and its certificate was not accepted: " + certificate));
        assertThat(folder.resolve("known")).doesNotExist();
        client.retry();
        monitor.bench.until("the question again", () -> looking.asked.size() == 2);
        until(State.Refused.class);
    }

    @Test
    void whatWasSeenBeforeHasToBeReadable() throws Exception {
        int port = port(listen("one", 0));
        Files.createDirectories(folder.resolve("known/known-servers"));
        connect(elsewhere(port), List.of(InetAddress.getLoopbackAddress()));
        State.Refused refused = until(State.Refused.class);
        assertThat(refused.cause()).isEqualTo(Cause.KNOWN_SERVERS);
        assertThat(refused.why()).contains("known-servers");
    }

    @Test
    void aNameThatLeadsHereGetsTlsAtEachAddress() throws Exception {
        int port = port(listen("one", 0));
        InetAddress closed = InetAddress.getByName("127.0.0.2");
        connect(new MonitorAddress.Tcp("admin.example", port), List.of(closed, InetAddress.getLoopbackAddress()));
        until(State.Connected.class); // without waiting for a greeting first
        assertThat(Files.readString(folder.resolve("known/known-servers"))).contains("admin.example:" + port);
    }

    @Test
    void aNameThatLeadsHereIsNeverSpokenToInTheClear() throws Exception {
        int port = port(monitor.acceptor());
        InetAddress closed = InetAddress.getByName("127.0.0.2");
        connect(new MonitorAddress.Tcp("admin.example", port), List.of(closed, InetAddress.getLoopbackAddress()));
        State.Refused refused = until(State.Refused.class);
        assertThat(refused.cause()).isEqualTo(Cause.NO_MONITOR);
        assertThat(refused.why()).startsWith("what answers there does not speak TLS, as a monitor of Medusa does: ");
        assertThat(states).containsExactly(new State.Connecting(), refused);
    }

    /// Speaks like a server for the web: says nothing until somebody else has.
    private static final class Web extends Channel {
        Web(AtomicInteger visits) {
            visits.incrementAndGet();
        }

        @Override
        protected void received(ByteBuffer data) {
            data.position(data.limit());
            push("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            closeWhenDone();
        }
    }

    @Test
    void whatAnswersTlsInTheClearIsRefusedWhenItDoesSoAgain() throws Exception {
        AtomicInteger visits = new AtomicInteger();
        int port = port(monitor.bench.reactor().listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Acceptor.Options.defaults(), () -> new Web(visits)));
        connect(port);
        for (int i = 0; i < 2; i++) {
            int first = 2 * i + 1; // the second visit of each try speaks TLS
            monitor.bench.until("a visit", () -> visits.get() == first);
            monitor.bench.pass(Duration.ofSeconds(2)); // it has said nothing
            if (i == 0) { // a monitor that was busy deserves a second chance
                assertThat(until(State.Waiting.class).why()).startsWith("what answers there does not speak TLS");
                monitor.bench.pass(Duration.ofSeconds(1));
            }
        }
        assertThat(until(State.Refused.class).cause()).isEqualTo(Cause.NO_MONITOR);
        monitor.bench.pass(Duration.ofMinutes(10));
        assertThat(states).last().isInstanceOf(State.Refused.class);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "there is no 127.0.0.2 by itself elsewhere")
    void whatAnswersInTheClearAtOneAddressDoesNotHideTheServerAtAnother() throws Exception {
        int port = port(listen("one", 0));
        InetAddress first = InetAddress.getByName("127.0.0.2");
        monitor.bench.reactor().listen(new InetSocketAddress(first, port), Acceptor.Options.defaults(),
                () -> new Web(new AtomicInteger()));
        connect(elsewhere(port), List.of(first, InetAddress.getLoopbackAddress()));
        until(State.Connected.class);
    }

    @Test
    void whatAnswersInTheClearInPlaceOfAServerThatWasThereIsTriedAgain() throws Exception {
        Acceptor server = listen("one", 0);
        int port = port(server);
        connect(elsewhere(port), List.of(InetAddress.getLoopbackAddress()));
        until(State.Connected.class);
        server.close();
        monitor.bench.turn(); // then its port is free
        Acceptor balancer = monitor.bench.reactor().listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), Acceptor.Options.defaults(),
                () -> new Web(new AtomicInteger()));
        monitor.bench.reactor().channels().forEach(Channel::close);
        until(State.Waiting.class);
        monitor.bench.pass(Duration.ofSeconds(1));
        monitor.bench.until("another try", () -> client.state() instanceof State.Waiting(_, String why)
                && why.startsWith("what answers there does not speak TLS"));
        balancer.close();
        monitor.bench.turn();
        listen("one", port);
        monitor.bench.pass(Duration.ofMinutes(1));
        until(State.Connected.class);
    }

    @Test
    void whatIsWrittenAsThisMachineDoesNotLeadElsewhere() throws Exception {
        int port = port(monitor.acceptor());
        InetAddress any = InetAddress.getByName("0.0.0.0"); // leads here all the same, but is none of the loopback's
        connect(new MonitorAddress.Tcp("localhost", port), List.of(any));
        assertThat(until(State.Waiting.class).why()).isEqualTo("there is no address of localhost:" + port);
    }
}
