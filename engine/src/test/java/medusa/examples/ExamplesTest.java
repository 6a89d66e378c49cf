package medusa.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.http.HttpServer;
import medusa.http.Place;
import medusa.http.HttpSettings;
import medusa.log.AccessLog;
import medusa.producer.BytesProducer;
import medusa.reactor.Bench;
import medusa.reactor.Channel;
import medusa.reactor.LineChannel;

class ExamplesTest {

    @Test
    void echoSendsBackWhatItGets() throws Exception {
        try (Bench bench = new Bench()) {
            bench.connect(bench.listen(Echo::new)).send("hello\n").expect("hello\n").halfClose().expectEnd();
        }
    }

    @Test
    void chatIntroducesCallersAndCarriesTheirLines() throws Exception {
        try (Bench bench = new Bench()) {
            var room = new TreeMap<String, Chat>();
            var acceptor = bench.listen(() -> new Chat(room));
            var anna = bench.connect(acceptor).expect("nickname?: ");
            anna.send("anna\r\n").expect("Hello, anna\r\n[Kinda lonely in here... you're the only caller!]\r\n");
            var ben = bench.connect(acceptor).expect("nickname?: ");
            ben.send("\r\n").expect("huh? gimmee a nickname: ");
            ben.send("anna\r\n").expect("huh? gimmee a nickname: ");
            ben.send("ben and more\r\n").expect("Hello, ben\r\n[Others in here: 1]\r\n  anna\r\n  ben\r\n");
            anna.expect("ben: [joined]\r\n");
            anna.dribble("hi ben\r\n");
            ben.expect("anna: hi ben\r\n");
            ben.send("one\r\ntwo\r\n");
            anna.expect("ben: one\r\nben: two\r\n");
            ben.send("/q\r\n").expect("Goodbye!\r\n").expectEnd().hangUp();
            anna.expect("ben: [left]\r\n");
            var carl = bench.connect(acceptor).expect("nickname?: ").send("ben\r\n");
            anna.expect("ben: [joined]\r\n");
            carl.reset();
            anna.expect("ben: [left]\r\n");
            anna.send("x".repeat(5000) + "\r\n").expectEnd();
            bench.until("the room to be empty", room::isEmpty);
        }
    }

    @Test
    void aThrottledProducerKeepsItsRate() throws Exception {
        try (Bench bench = new Bench()) {
            byte[] content = "0123456789".repeat(250).getBytes(StandardCharsets.ISO_8859_1);
            var acceptor = bench.listen(() -> new Channel() {
                @Override
                protected void opened() {
                    push(new ThrottledProducer(reactor(), new BytesProducer(content), 10_000));
                    closeWhenDone();
                }

                @Override
                protected void received(ByteBuffer data) {
                    data.position(data.limit());
                }
            });
            var peer = bench.connect(acceptor);
            for (int come = 1000; come <= 2000; come += 1000) {
                int bytes = come;
                bench.until("a piece", () -> peer.poll() < 0 || peer.got().length() >= bytes);
                bench.pass(Duration.ofMillis(99));
                peer.poll();
                assertThat(peer.got()).hasSize(bytes);
                bench.pass(Duration.ofMillis(1));
            }
            peer.expectEnd();
            assertThat(peer.got()).isEqualTo("0123456789".repeat(250));
        }
    }

    /// The promise of the guide: a chat server in under 40 lines, without blank ones and imports.
    @Test
    void chatIsUnderFortyLines() throws Exception {
        try (var lines = Files.lines(Path.of("examples/medusa/examples/Chat.java"))) {
            assertThat(lines.filter(line -> !line.isBlank() && !line.matches("(package|import) .*|///.*")))
                    .hasSizeLessThan(40);
        }
    }

    @Test
    void theMonitorLooksIntoTheServerBesideIt(@TempDir Path folder) throws Exception {
        Path root = Files.createDirectory(folder.resolve("root"));
        String user = System.setProperty("user.name", "somebody"); // not root, which would be given up
        try (var beside = new MonitorBesideServer(root, folder.toRealPath().resolve("monitor"))) {
            assertThat(beside.ask("server.facts().listeners().getFirst().part()").get()).isEqualTo("\"http\"");
            assertThat(beside.ask("connections.size()").get()).isEqualTo("1");
        } finally {
            System.setProperty("user.name", user);
        }
    }

    /// One example talks to the other: the reactor's own HTTP server, and its own client.
    @Test
    void helloGreetsAndRefusesInOrder() throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.system());
            http.extensions().install(Place.FRONT, new HelloExtension());
            var acceptor = bench.listen(http::newChannel);
            assertThat(fetch(bench, acceptor.address(), "/hello/j%F6rg").body()).isEqualTo("Hello, j\u00f6rg!\n");
            assertThat(fetch(bench, acceptor.address(), "/hello/").head()).startsWith("HTTP/1.1 404 Not Found\r\n");
            assertThat(fetch(bench, acceptor.address(), "/nowhere").head()).startsWith("HTTP/1.1 404 Not Found\r\n");
            bench.connect(acceptor).send("PUT /hello/x HTTP/1.0\r\nContent-Length: 0\r\n\r\n").expectEnd();
        }
    }

    @Test
    void greetingSaysWhatItsSettingsSay() throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.system());
            GreetingType type = new GreetingType();
            assertThatThrownBy(() -> new GreetingType.Settings(" ")).hasMessage("expected some words, found \" \"");
            http.extensions().install(Place.FRONT, type.name(),
                    type.create(new GreetingType.Settings("Good morning"), null));
            var acceptor = bench.listen(http::newChannel);
            assertThat(fetch(bench, acceptor.address(), "/greeting").body()).isEqualTo("Good morning\n");
            assertThat(fetch(bench, acceptor.address(), "/").head()).startsWith("HTTP/1.1 404 ");
        }
    }

    @Test
    void factorsComeLaterWhileOthersAreServed() throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.system());
            http.extensions().install(Place.FRONT, new FactorsExtension());
            var acceptor = bench.listen(http::newChannel);
            assertThat(fetch(bench, acceptor.address(), "/factors/91").body()).isEqualTo("7 x 13\n");
            assertThat(fetch(bench, acceptor.address(), "/factors/1").body()).isEqualTo("1\n");
            assertThat(fetch(bench, acceptor.address(), "/factors/1000000000000000000").body())
                    .startsWith("2 x 2 x 2").endsWith("5 x 5\n");
            for (String bad : List.of("", "0", "-1", "x", "1000000000000000001", "99999999999999999999")) {
                assertThat(fetch(bench, acceptor.address(), "/factors/" + bad).head()).startsWith("HTTP/1.1 400 ");
            }
            var gone = bench.connect(acceptor).send("GET /factors/999999999989 HTTP/1.1\r\nHost: x\r\n\r\n");
            gone.reset();
            assertThat(fetch(bench, acceptor.address(), "/factors/13").body()).isEqualTo("13\n");
        }
    }

    @Test
    void ticksGoOnForAsLongAsSomebodyListens() throws Exception {
        try (Bench bench = new Bench()) {
            HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                    InstantSource.system());
            http.extensions().install(Place.FRONT, new TicksExtension());
            var acceptor = bench.listen(http::newChannel);
            var listener = bench.connect(acceptor).send("GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n");
            bench.until("the first tick", () -> {
                listener.poll();
                return listener.got().endsWith("data: 1\n\n\r\n");
            });
            bench.pass(Duration.ofSeconds(1));
            bench.until("the second tick", () -> {
                listener.poll();
                return listener.got().endsWith("data: 2\n\n\r\n");
            });
            listener.hangUp();
            for (int i = 0; i < 3; i++) {
                bench.pass(Duration.ofSeconds(1)); // the next ticks find nobody there
            }
            bench.until("its end", () -> bench.reactor().channels().isEmpty());
        }
    }

    private static HttpFetch.Page fetch(Bench bench, SocketAddress address, String path) throws Exception {
        HttpFetch fetch = bench.reactor().connect(address, new HttpFetch("localhost", path));
        bench.until("the page", fetch.page()::isDone);
        return fetch.page().get();
    }

    @Test
    void fetchGetsAPageFromAnotherServerOnTheSameReactor() throws Exception {
        try (Bench bench = new Bench()) {
            var acceptor = bench.listen(() -> new LineChannel(1000) {
                @Override
                protected void line(String line) {
                    if (line.isEmpty()) {
                        push("HTTP/1.0 200 OK\r\nServer: test\r\n\r\nthe page\r\n\r\nwith an empty line");
                        closeWhenDone();
                    }
                }
            });
            HttpFetch fetch = bench.reactor().connect(acceptor.address(), new HttpFetch("localhost", "/"));
            bench.until("the page", fetch.page()::isDone);
            assertThat(fetch.page().get())
                    .isEqualTo(new HttpFetch.Page("HTTP/1.0 200 OK\r\nServer: test",
                            "the page\r\n\r\nwith an empty line"));
            acceptor.close();
            HttpFetch refused = bench.reactor().connect(unusedAddress(bench), new HttpFetch("localhost", "/"));
            bench.until("the refusal", refused.page()::isDone);
            assertThatThrownBy(refused.page()::get).hasCauseInstanceOf(ConnectException.class);
        }
    }

    /// An address that nobody listens on any more.
    private static SocketAddress unusedAddress(Bench bench) throws Exception {
        var acceptor = bench.listen(Echo::new);
        var address = acceptor.address();
        acceptor.close();
        bench.turn();
        return address;
    }
}
