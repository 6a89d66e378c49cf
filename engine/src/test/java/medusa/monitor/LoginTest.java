package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramClient;
import medusa.auth.ScramKeys;
import medusa.log.AuditLog;
import medusa.metrics.Counter;
import medusa.monitor.MonitorBench.Client;

/// SCRAM-SHA-256 over the native protocol.
class LoginTest {
    private static final byte[] SALT = new byte[16];
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    @TempDir
    private Path folder;
    private MonitorBench monitor;

    @BeforeEach
    void open() throws Exception {
        Path file = folder.resolve("users");
        new UsersFile(file).put("anna", Optional.of(Role.MANAGE), ScramKeys.of("secret".toCharArray(), SALT, 4096));
        monitor = new MonitorBench();
        monitor.role = null;
        monitor.users = MonitorUsers.open(file);
        monitor.audit = AuditLog.open(folder.resolve("state/audit.log"), InstantSource.fixed(Instant.EPOCH));
    }

    @AfterEach
    void close() throws IOException {
        monitor.close();
        monitor.audit.close();
    }

    private static String json(String text) {
        return new String(Json.line(text), java.nio.charset.StandardCharsets.UTF_8).strip();
    }

    private static String start(ScramClient scram) throws Exception {
        return "{\"mechanism\":\"SCRAM-SHA-256\",\"message\":" + json(scram.first()) + "}";
    }

    /// The client's last message.
    private static String finish(Client client, ScramClient scram) throws Exception {
        Map<?, ?> challenge = client.result("login.start", start(scram));
        return "{\"message\":" + json(scram.last((String) challenge.get("message"))) + "}";
    }

    @Test
    void whoKnowsThePasswordComesInAndTheServerProvesItselfToo() throws Exception {
        Client client = monitor.connect();
        ScramClient scram = new ScramClient("anna", "secret".toCharArray());
        Map<?, ?> welcome = client.result("login.finish", finish(client, scram));
        scram.verify((String) welcome.get("message"));
        assertThat(welcome.get("role")).isEqualTo("manage");
        assertThat(client.result("server.info", "{}").get("version")).isEqualTo("1.2.3");
        assertThat(client.error("eval", "{\"code\":\"1\"}")).startsWith("-32003 forbidden");
        assertThat(client.error("login.start", start(new ScramClient("anna", "secret".toCharArray()))))
                .isEqualTo("-32005 refused: there is one log-in for each connection");
    }

    @Test
    void wrongAndUnknownUsersAreRefusedAlikeAndAtTheSameTime() throws Exception {
        for (String name : new String[]{"anna", "nobody"}) {
            Client client = monitor.connect();
            ScramClient scram = new ScramClient(name, "wrong".toCharArray());
            String last = finish(client, scram);
            client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"login.finish\",\"params\":" + last + "}");
            long before = refusals();
            monitor.bench.until("the refusal", () -> refusals() > before);
            monitor.bench.pass(DEADLINE.minusMillis(1));
            assertThat(client.peer.poll()).as(name).isZero();
            monitor.bench.pass(Duration.ofMillis(1));
            assertThat(MonitorBench.error(client.next()))
                    .isEqualTo("-32002 login-refused: the log-in is refused: name or"
                            + " password is wrong, or there were too many failures");
            client.peer.expectEnd();
        }
    }

    @Test
    void aReplayedMessageIsRefused() throws Exception {
        Client first = monitor.connect();
        ScramClient scram = new ScramClient("anna", "secret".toCharArray());
        String opening = start(scram);
        Map<?, ?> challenge = first.result("login.start", opening);
        String last = "{\"message\":" + json(scram.last((String) challenge.get("message"))) + "}";
        first.result("login.finish", last);
        Client second = monitor.connect();
        second.result("login.start", opening);
        second.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"login.finish\",\"params\":" + last + "}");
        refused(second);
    }

    @Test
    void aMessageThatIsNoneIsRefused() throws Exception {
        Client client = monitor.connect();
        client.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"login.start\",\"params\":"
                + "{\"mechanism\":\"SCRAM-SHA-256\",\"message\":\"n,,n=anna\"}}");
        refused(client);
        assertThat(monitor.connect().error("login.start", "{\"mechanism\":\"PLAIN\",\"message\":\"\"}"))
                .isEqualTo("-32602 invalid-params: params.mechanism: expected \"SCRAM-SHA-256\", found \"PLAIN\"");
        assertThat(monitor.connect().error("login.finish", "{\"message\":\"c=biws\"}"))
                .isEqualTo("-32005 refused: no log-in has begun");
    }

    private long refusals() {
        return monitor.bench.reactor().counters().get(Counter.LOGINS_REFUSED);
    }

    private void refused(Client client) throws IOException {
        monitor.bench.until("the refusal", () -> {
            try {
                monitor.bench.pass(DEADLINE);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            client.peer.poll();
            return client.peer.gone();
        });
        assertThat(client.peer.got()).contains("\"code\":-32002");
    }

    @Test
    void whoFailsOftenIsRefusedEvenWithTheRightPassword() throws Exception {
        for (int i = 0; i < 10; i++) {
            Client client = monitor.connect();
            String last = finish(client, new ScramClient("anna", "wrong".toCharArray()));
            client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"login.finish\",\"params\":" + last + "}");
            refused(client);
        }
        for (int i = 0; i < 3; i++) {
            Client client = monitor.connect();
            client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"login.start\",\"params\":"
                    + start(new ScramClient("anna", "secret".toCharArray())) + "}");
            refused(client);
        }
        assertThat(refusals()).isEqualTo(13);
        monitor.bench.pass(Duration.ofMinutes(1));
        Client later = monitor.connect();
        later.result("login.finish", finish(later, new ScramClient("anna", "secret".toCharArray())));
        monitor.audit.close();
        assertThat(Files.readString(folder.resolve("state/audit.log")).lines()
                .map(line -> line.replaceAll("1:[0-9]+", "1")).toList())
                .hasSize(12)
                .contains("1970-01-01T00:00:00Z refused \"anna\" \"127.0.0.1\" \"wrong name or password\"",
                        "1970-01-01T00:00:00Z refused \"anna\" \"127.0.0.1\" \"wrong name or password;"
                                + " nobody from there may try again for 30 s\"",
                        "1970-01-01T00:00:00Z refused \"\" \"127.0.0.1\" \"after too many failures 3 more were refused"
                                + " unread\"",
                        "1970-01-01T00:00:00Z login \"anna\" \"127.0.0.1\" \"manage\"");
    }

    private Client loggedIn(String name) throws Exception {
        Client client = monitor.connect();
        client.result("login.finish", finish(client, new ScramClient(name, "secret".toCharArray())));
        return client;
    }

    @Test
    void whoIsTakenOutOrHasAnotherRoleIsSentAwayAtTheNextLogIn() throws Exception {
        ScramKeys keys = ScramKeys.of("secret".toCharArray(), SALT, 4096);
        UsersFile file = new UsersFile(folder.resolve("users"));
        file.put("bert", Optional.of(Role.VIEW), keys);
        file.put("cora", Optional.of(Role.VIEW), keys);
        monitor.role = Role.EVAL; // over the socket, and not in the file
        Client local = monitor.connect();
        monitor.role = null;
        Client anna = loggedIn("anna");
        Client bert = loggedIn("bert");
        Client cora = loggedIn("cora");
        file.remove("bert");
        file.put("anna", Optional.of(Role.VIEW), keys);
        loggedIn("cora");
        anna.peer.expectEnd();
        bert.peer.expectEnd();
        cora.result("server.info", "{}");
        local.result("server.info", "{}");
    }

    @Test
    void aChangedFileThatCannotBeReadLetsNobodyInButKeepsWhoIsIn() throws Exception {
        Client before = loggedIn("anna");
        Files.writeString(folder.resolve("users"), "junk");
        Client client = monitor.connect();
        String last = finish(client, new ScramClient("anna", "secret".toCharArray()));
        client.send("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"login.finish\",\"params\":" + last + "}");
        refused(client);
        before.result("server.info", "{}");
    }

    @Test
    void whoDoesNotLogInIsSentAway() throws Exception {
        Client client = monitor.connect();
        monitor.bench.pass(Duration.ofSeconds(20));
        client.peer.expectEnd();
    }
}
