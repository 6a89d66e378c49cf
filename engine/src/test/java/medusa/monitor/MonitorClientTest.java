package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.auth.ScramException;
import medusa.auth.ScramKeys;
import medusa.auth.ScramServer;
import medusa.auth.UnknownUsers;
import medusa.monitor.MonitorClient.Cause;
import medusa.monitor.MonitorClient.State;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// The client against servers that do what servers do, and what they must not.
class MonitorClientTest {
    @TempDir
    private Path folder;
    private Bench bench;
    private FakeMonitor fake;
    /// What the client is told.
    private MonitorAddress address;
    private MonitorClient client;
    private final List<State> states = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
        fake = new FakeMonitor(bench, folder.resolve("fake"));
        address = fake.local();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private FakeMonitor.Connection connect() throws IOException {
        start(Credentials.none());
        until(State.Connected.class);
        return fake.connection(1);
    }

    private void start(Credentials credentials) {
        client = MonitorClient.open(bench.reactor(), address, credentials, states::add);
    }

    private <S extends State> S until(Class<S> state) throws IOException {
        bench.until(state.getSimpleName(), () -> state.isInstance(client.state()));
        return state.cast(client.state());
    }

    private Throwable failure(CompletableFuture<?> future) throws IOException {
        bench.until("an answer", future::isDone);
        assertThat(future).isCompletedExceptionally();
        Throwable failure = future.handle((_, e) -> e).join();
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    @Test
    void tellsEachState() throws IOException {
        connect();
        client.close();
        until(State.Closed.class);
        assertThat(states).containsExactly(new State.Connecting(), new State.Connected("anna", Role.EVAL),
                new State.Closed());
        bench.until("the end of the connection", () -> fake.connections.getFirst().over);
    }

    @Test
    void speaksWithARealServer() throws IOException {
        try (MonitorBench monitor = new MonitorBench()) {
            Path socket = folder.resolve("real");
            monitor.bench.reactor().listen(UnixDomainSocketAddress.of(socket), Acceptor.Options.defaults(),
                    monitor.monitor::newChannel);
            client = MonitorClient.open(monitor.bench.reactor(), new MonitorAddress.Unix(socket), Credentials.none(),
                    states::add);
            monitor.bench.until("the log-in", () -> client.state() instanceof State.Connected);
            var listed = client.call("connections.list", Map.of("filter", "anna"));
            monitor.bench.until("an answer", listed::isDone);
            assertThat(listed.join().get("total")).isEqualTo(2L); // both ends are on this reactor
            assertThat((List<?>) listed.join().get("connections")).hasSize(1);
            var refused = client.call("no.such", Map.of());
            monitor.bench.until("an answer", refused::isDone);
            assertThat(refused.handle((_, e) -> e).join()).isInstanceOfSatisfying(MonitorException.class, e -> {
                assertThat(e.fault()).isEqualTo(Fault.UNKNOWN_METHOD);
                assertThat(e).hasMessage("no method \"no.such\"");
            });
        }
    }

    @Test
    void answersComeInAnyOrder() throws IOException {
        FakeMonitor.Connection server = connect();
        var first = client.call("a", Map.of());
        var second = client.eval("1+1", "worker");
        assertThat(server.request(2).params()).isEqualTo(Map.of("code", "1+1", "on", "worker"));
        server.request(2).result("{\"status\":\"invalid\",\"output\":\"\",\"problems\":[{\"line\":1,\"column\":2,"
                + "\"endLine\":1,\"endColumn\":3,\"message\":\"no\"}],\"millis\":1.5,\"new\":[7]}");
        bench.until("the second", second::isDone);
        assertThat(first).isNotDone();
        assertThat(second.join()).isEqualTo(new Evaluation(Evaluation.Status.INVALID, null, null, null, "",
                List.of(new Evaluation.Problem(1, 2, 1, 3, "no")), Optional.empty(), 1.5));
        server.request(1).result("null");
        bench.until("the first", first::isDone);
        assertThat(first.join()).isEmpty();
    }

    @Test
    void aCallWaitsNoLongerThanItsTimeout() throws IOException {
        FakeMonitor.Connection server = connect();
        var answer = client.call("slow", Map.of(), Duration.ofSeconds(5));
        server.request(1);
        bench.pass(Duration.ofSeconds(4));
        assertThat(answer).isNotDone();
        bench.pass(Duration.ofSeconds(2));
        assertThat(failure(answer)).isInstanceOf(TimeoutException.class);
        server.request(1).result("{}"); // too late, and harmless
        var next = client.call("next", Map.of());
        server.request(2).result("{}");
        bench.until("the next", next::isDone);
        assertThat(next).isCompleted();
    }

    @Test
    void callsFailWithoutAConnection() throws IOException {
        start(Credentials.none());
        assertThat(failure(client.call("a", Map.of()))).isInstanceOf(ConnectionLostException.class)
                .hasMessage("the connection does not stand yet");
        client.close();
        assertThat(failure(client.call("a", Map.of()))).hasMessage("the client is closed");
    }

    @Test
    void whatCannotBeSentFailsAlone() throws IOException {
        connect();
        assertThat(failure(client.call("a", Map.of("x", new Object())))).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure(client.call("a", Map.of("x", "x".repeat(1 << 20))))).isInstanceOfSatisfying(
                MonitorException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_LARGE));
        assertThat(client.state()).isInstanceOf(State.Connected.class);
    }

    @Test
    void connectsAgainWhenTheServerGoesInTheMiddle() throws IOException {
        FakeMonitor.Connection server = connect();
        var answer = client.call("a", Map.of());
        server.request(1);
        server.push("{\"jsonrpc\":\"2.0\",\"id\":1,\"res");
        bench.turn();
        server.closeWhenDone();
        assertThat(failure(answer)).isInstanceOf(ConnectionLostException.class)
                .hasMessage("the server has ended the connection");
        assertThat(until(State.Waiting.class).why()).isEqualTo("the server has ended the connection");
        bench.pass(Duration.ofMillis(999));
        assertThat(client.state()).isInstanceOf(State.Waiting.class);
        bench.pass(Duration.ofMillis(2));
        until(State.Connected.class);
        assertThat(fake.connections).hasSize(2);
    }

    @Test
    void waitsLongerEachTime() throws IOException {
        fake.stopListening();
        address = fake.network();
        start(Credentials.none());
        for (int seconds : List.of(1, 2, 4, 8, 16, 30, 30)) {
            assertThat(until(State.Waiting.class).why()).isEqualTo("Connection refused");
            bench.pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(client.state()).as("%d s", seconds).isInstanceOf(State.Waiting.class);
            bench.pass(Duration.ofMillis(2));
            assertThat(client.state()).isInstanceOf(State.Connecting.class);
        }
    }

    @Test
    void triesAgainAtOnceWhenAsked() throws IOException {
        FakeMonitor.Connection server = connect();
        server.close();
        until(State.Waiting.class);
        client.retry();
        until(State.Connected.class);
    }

    @Test
    void aServerThatSaysNothingIsLeft() throws IOException {
        fake.hello = "";
        start(Credentials.none());
        fake.hello = "{";
        var server = fake.connection(1);
        assertThat(until(State.Refused.class))
                .isEqualTo(new State.Refused(Cause.NO_MONITOR, "what answers there is no monitor of Medusa"));
        bench.until("the end", () -> server.over);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.6", "[]", "{}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}}",
        "{\"method\":\"hello\",\"params\":{\"server\":\"other\",\"protocol\":1}}",
        "{\"method\":\"hello\",\"params\":7}"})
    void whatIsNoMonitorIsRefused(String greeting) throws IOException {
        fake.hello = greeting;
        start(Credentials.none());
        assertThat(until(State.Refused.class))
                .isEqualTo(new State.Refused(Cause.NO_MONITOR, "what answers there is no monitor of Medusa"));
        bench.pass(Duration.ofMinutes(1));
        assertThat(fake.connections).hasSize(1);
    }

    @Test
    void anotherVersionIsRefused() throws IOException {
        fake.hello = FakeMonitor.HELLO.replace("\"protocol\":1", "\"protocol\":2");
        start(Credentials.none());
        assertThat(until(State.Refused.class).why())
                .isEqualTo("the server speaks version 2 of the protocol; this is version 1");
    }

    @Test
    void aVersionOfAMegabyteIsToldInShortAndOnOneLine() throws IOException {
        fake.hello = FakeMonitor.HELLO.replace("\"protocol\":1",
                "\"protocol\":\"\\n\\u202e" + "x".repeat(1 << 20) + "\"");
        start(Credentials.none());
        assertThat(until(State.Refused.class).why()).startsWith("the server speaks version \\n\\u202exxx")
                .hasSizeLessThan(1_020);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not json", "7", "{\"id\":1,\"result\":[]}", "{\"id\":\"x\",\"result\":{}}",
        "{\"method\":\"a\",\"params\":[]}", FakeMonitor.HELLO, "{\"id\":1,\"id\":1}"})
    void garbageEndsTheConnectionOnly(String garbage) throws IOException {
        FakeMonitor.Connection server = connect();
        var answer = client.call("a", Map.of());
        server.request(1);
        server.say(garbage);
        assertThat(failure(answer)).isInstanceOf(ConnectionLostException.class);
        assertThat(until(State.Waiting.class).why()).isEqualTo("what the server sends makes no sense");
        bench.pass(Duration.ofSeconds(1));
        until(State.Connected.class);
    }

    @Test
    void aLineOfAHundredMegabytesIsRefused() throws IOException {
        FakeMonitor.Connection server = connect();
        byte[] piece = "x".repeat(1 << 20).getBytes(StandardCharsets.US_ASCII);
        int sent = 0;
        while (!server.over && sent < 100) {
            server.push(piece);
            sent++;
            bench.until("it to leave", () -> server.over || server.reactor().channels().stream()
                    .noneMatch(each -> each == server) || drained(server));
        }
        assertThat(sent).isBetween(32, 60);
        assertThat(until(State.Waiting.class).why()).isEqualTo("the server sends a line of more than 32 MiB");
    }

    private boolean drained(FakeMonitor.Connection server) {
        var seen = bench.reactor().snapshot();
        try {
            bench.turn();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return seen.join().channels().stream().filter(each -> each.id() == server.id())
                .allMatch(each -> each.queued() == 0 && each.producers().isEmpty());
    }

    @Test
    void aSilentNetworkConnectionIsAskedWhetherItStands() throws IOException {
        expectLogins();
        start(Credentials.of("anna", "correct horse".toCharArray()));
        until(State.Connected.class);
        fake.onRequest = _ -> {};
        FakeMonitor.Connection server = fake.connection(1);
        server.idleLimit(Duration.ZERO);
        bench.pass(Duration.ofSeconds(61));
        server.request(3).error(-32004, "there is no watch 0");
        var answer = client.call("a", Map.of());
        server.request(4).result("{}");
        bench.until("an answer", answer::isDone);
        bench.pass(Duration.ofSeconds(61));
        server.request(5);
        bench.pass(Duration.ofSeconds(61));
        assertThat(until(State.Waiting.class).why()).isEqualTo("the server does not answer any more");
    }

    // ---- watches ----

    private static final class Seen implements MonitorClient.Watcher {
        final List<String> all = new ArrayList<>();

        @Override
        public void began(Map<String, Object> answer) {
            all.add("began " + answer);
        }

        @Override
        public void pushed(String method, Map<String, Object> params) {
            all.add(method + " " + params);
        }

        @Override
        public void failed(Throwable failure) {
            all.add("failed " + failure.getMessage());
        }
    }

    private static void push(FakeMonitor.Connection server, int watch, String what) {
        server.say("{\"jsonrpc\":\"2.0\",\"method\":\"log.added\",\"params\":{\"watch\":" + watch + ",\"is\":\"" + what
                + "\"}}");
    }

    @Test
    void aWatchBeginsAgainAfterTheConnectionWasLost() throws IOException {
        FakeMonitor.Connection server = connect();
        Seen seen = new Seen();
        client.watch("log.tail", Map.of("follow", true), seen);
        server.request(1);
        push(server, 7, "early");
        server.request(1).result("{\"watch\":7}");
        push(server, 7, "late");
        push(server, 8, "foreign");
        bench.until("what was pushed", () -> seen.all.size() >= 3);
        server.close();
        until(State.Waiting.class);
        bench.pass(Duration.ofSeconds(1));
        FakeMonitor.Connection second = fake.connection(2);
        second.request(1).result("{\"watch\":1}");
        push(second, 7, "of the old one");
        push(second, 1, "new");
        bench.until("what was pushed", () -> seen.all.size() >= 5);
        assertThat(second.request(1).params()).isEqualTo(Map.of("follow", true));
        assertThat(seen.all).containsExactly("began {watch=7}", "log.added {watch=7, is=early}",
                "log.added {watch=7, is=late}", "began {watch=1}", "log.added {watch=1, is=new}");
    }

    @Test
    void aWatchThatIsOverIsEndedAtTheServer() throws IOException {
        FakeMonitor.Connection server = connect();
        Seen seen = new Seen();
        var first = client.watch("a", Map.of(), seen);
        var second = client.watch("b", Map.of(), seen);
        server.request(2);
        second.close(); // before the server has told its number
        server.request(1).result("{\"watch\":1}");
        server.request(2).result("{\"watch\":2}");
        assertThat(server.request(3).params()).isEqualTo(Map.of("watch", 2L));
        first.close();
        assertThat(server.request(4).params()).isEqualTo(Map.of("watch", 1L));
        push(server, 1, "late");
        server.close();
        until(State.Waiting.class);
        bench.pass(Duration.ofSeconds(1));
        until(State.Connected.class);
        bench.turn();
        assertThat(fake.connection(2).requests).isEmpty();
        assertThat(seen.all).containsExactly("began {watch=1}");
    }

    @Test
    void aWatchThatIsRefusedIsAskedForAgainOnTheNextConnection() throws IOException {
        FakeMonitor.Connection server = connect();
        Seen seen = new Seen();
        client.watch("a", Map.of(), seen);
        server.request(1).error(-32003, "no");
        bench.until("the failure", () -> !seen.all.isEmpty());
        server.close();
        until(State.Waiting.class);
        bench.pass(Duration.ofSeconds(1));
        until(State.Connected.class);
        assertThat(seen.all).containsExactly("failed no");
        fake.connection(2).request(1).result("{\"watch\":1}");
        bench.until("the beginning", () -> seen.all.size() == 2);
        assertThat(seen.all).containsExactly("failed no", "began {watch=1}");
    }

    // ---- log-in ----

    /// Answers log-ins of anna, whose password is `correct horse`.
    private void expectLogins() {
        address = fake.network();
        fake.hello = FakeMonitor.LOGIN;
        ScramKeys keys = ScramKeys.of("correct horse".toCharArray(), new byte[16], 4096);
        Map<FakeMonitor.Connection, ScramServer> running = new java.util.HashMap<>();
        fake.onRequest = request -> {
            try {
                String message = (String) request.params().get("message");
                if (request.method().equals("login.start")) {
                    ScramServer scram = new ScramServer(user -> user.equals("anna")
                            ? Optional.of(keys)
                            : Optional.empty(), UNKNOWN);
                    running.put(request.from(), scram);
                    request.result("{\"message\":\"" + scram.first(message) + "\"}");
                } else if (request.method().equals("login.finish")) {
                    request.result("{\"message\":\"" + running.get(request.from()).last(message)
                            + "\",\"user\":\"anna\",\"role\":\"manage\"}");
                } else {
                    request.result("{}");
                }
            } catch (ScramException e) {
                request.error(-32002, "wrong name or password");
            }
        };
    }

    private static final UnknownUsers UNKNOWN = new UnknownUsers(new byte[32], 4096);

    @Test
    void logsIn() throws IOException {
        expectLogins();
        start(Credentials.of("anna", "correct horse".toCharArray()));
        assertThat(until(State.Connected.class)).isEqualTo(new State.Connected("anna", Role.MANAGE));
        assertThat(states).containsExactly(new State.Connecting(), new State.LoggingIn(),
                new State.Connected("anna", Role.MANAGE));
        fake.connections.getFirst().close();
        until(State.Waiting.class);
        bench.pass(Duration.ofSeconds(1));
        until(State.Connected.class);
    }

    @Test
    void aWrongPasswordIsNotTriedAgain() throws IOException {
        expectLogins();
        start(Credentials.of("anna", "wrong".toCharArray()));
        assertThat(until(State.Refused.class)).isEqualTo(new State.Refused(Cause.LOGIN, "wrong name or password"));
        bench.pass(Duration.ofMinutes(5));
        assertThat(fake.connections).hasSize(1);
        client.retry();
        until(State.Connecting.class);
        until(State.Refused.class);
        assertThat(fake.connections).hasSize(2);
    }

    @Test
    void aServerThatDoesNotKnowThePasswordIsRefused() throws IOException {
        expectLogins();
        var honest = fake.onRequest;
        fake.onRequest = request -> {
            if (request.method().equals("login.finish")) {
                request.result("{\"message\":\"v=" + "A".repeat(43) + "=\",\"user\":\"anna\",\"role\":\"eval\"}");
            } else {
                honest.accept(request);
            }
        };
        start(Credentials.of("anna", "correct horse".toCharArray()));
        assertThat(until(State.Refused.class))
                .isEqualTo(new State.Refused(Cause.LOGIN, "the server could not prove that it knows this user"));
    }

    @Test
    void whoTypesSlowlyIsWaitedFor() throws IOException {
        expectLogins();
        CompletableFuture<Credentials.Login> typed = new CompletableFuture<>();
        start(_ -> Optional.of(typed.join()));
        until(State.LoggingIn.class);
        fake.connection(1).close();
        bench.pass(Duration.ofMinutes(1));
        assertThat(client.state()).isInstanceOf(State.LoggingIn.class);
        typed.complete(new Credentials.Login("anna", "correct horse".toCharArray()));
        until(State.Connected.class);
        assertThat(fake.connections).hasSize(2);
    }

    @Test
    void whoeverWantsNoProofOverTheNetworkIsNotTheServer() throws IOException {
        address = fake.network();
        start(Credentials.of("anna", "correct horse".toCharArray()));
        assertThat(until(State.Refused.class)).isEqualTo(
                new State.Refused(Cause.PROTOCOL, "the server wants no log-in, so it cannot be the one that you mean"));
        assertThat(states).noneMatch(State.Connected.class::isInstance);
        assertThat(fake.connection(1).requests).isEmpty();
    }

    @Test
    void aNameInTheGreetingIsNoLogInOverTheNetwork() throws IOException {
        expectLogins();
        fake.hello = FakeMonitor.LOGIN.replace("\"login\"", "\"user\":\"root\",\"role\":\"eval\",\"login\"");
        start(Credentials.of("anna", "correct horse".toCharArray()));
        assertThat(until(State.Connected.class)).isEqualTo(new State.Connected("anna", Role.MANAGE));
    }

    @Test
    void nobodyToLogInAs() throws IOException {
        expectLogins();
        start(Credentials.none());
        assertThat(until(State.Refused.class))
                .isEqualTo(new State.Refused(Cause.LOGIN, "the server wants a name and a password"));
    }
}
