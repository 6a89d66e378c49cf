package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// Extensions come, go and move while their server runs.
@Timeout(60)
class ExtensionsTest {
    private Bench bench;
    private Extensions extensions;
    private Acceptor acceptor;
    private final List<String> lifecycle = new ArrayList<>();

    /// Answers everything with its name, unless told otherwise.
    private class Named implements Extension {
        final String name;

        Named(String name) {
            this.name = name;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) throws Exception {
            request.reply(200).send(name);
        }

        @Override
        public void installed(HttpServer server) throws Exception {
            lifecycle.add("+" + name);
        }

        @Override
        public void removed(HttpServer server) throws Exception {
            lifecycle.add("-" + name);
        }
    }

    @BeforeEach
    void open() throws IOException {
        bench = new Bench();
        HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.system());
        extensions = http.extensions();
        acceptor = bench.listen(http::newChannel);
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private String ask() throws IOException {
        String got = bench.connect(acceptor).send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expectEnd()
                .got();
        return got.substring(got.indexOf("\r\n\r\n") + 4);
    }

    private List<String> names() {
        return extensions.list().stream().map(Installed::name).toList();
    }

    @Test
    void goWhereTheyAreWanted() throws Exception {
        extensions.install(Place.BACK, new Named("b"));
        extensions.install(Place.FRONT, new Named("a"));
        extensions.install(Place.BACK, new Named("e"));
        extensions.install(Place.before("e"), new Named("d"));
        extensions.install(Place.after("b"), new Named("c"));
        assertThat(names()).containsExactly("a", "b", "c", "d", "e");
        assertThat(ask()).isEqualTo("a");
        extensions.move("a", Place.after("e"));
        extensions.move("d", Place.FRONT);
        assertThat(names()).containsExactly("d", "b", "c", "e", "a");
        assertThat(ask()).isEqualTo("d");
        extensions.enable("d", false);
        assertThat(ask()).isEqualTo("b");
        extensions.enable("d", true);
        extensions.remove("d");
        assertThat(ask()).isEqualTo("b");
        assertThat(lifecycle).containsExactly("+b", "+a", "+e", "+d", "+c", "-d");
    }

    @Test
    void aChangeThatCannotBeChangesNothing() throws Exception {
        extensions.install(Place.BACK, new Named("a"));
        assertThatThrownBy(() -> extensions.install(Place.FRONT, new Named("a")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("already");
        assertThatThrownBy(() -> extensions.install(Place.after("x"), new Named("b")))
                .isInstanceOf(NoSuchElementException.class).hasMessage("there is no extension called x");
        assertThatThrownBy(() -> extensions.move("a", Place.after("a"))).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> extensions.remove("x")).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> extensions.replace("x", new Named("x"))).isInstanceOf(NoSuchElementException.class);
        Extension unwilling = new Named("unwilling") {
            @Override
            public void installed(HttpServer server) throws Exception {
                throw new IOException("no");
            }
        };
        assertThatThrownBy(() -> extensions.install(Place.FRONT, unwilling)).hasMessage("no");
        assertThatThrownBy(() -> extensions.replace("a", unwilling)).hasMessage("no");
        assertThat(names()).containsExactly("a");
        assertThat(ask()).isEqualTo("a");
        assertThat(lifecycle).containsExactly("+a");
    }

    @Test
    void whoLeavesWithAnErrorHasLeftAllTheSame() throws Exception {
        extensions.install(Place.BACK, new Named("a") {
            @Override
            public void removed(HttpServer server) {
                throw new IllegalStateException("stays");
            }
        });
        extensions.replace("a", new Named("b"));
        assertThat(ask()).isEqualTo("b");
        assertThat(names()).containsExactly("a");
        assertThat(bench.reactor().counters().get(Counter.FAULTS)).isEqualTo(1);
    }

    @Test
    void whoAsksForAChangeWhileBeingAskedDisturbsNobody() throws Exception {
        extensions.install(Place.BACK, new Named("a") {
            @Override
            public boolean match(HttpRequest request) {
                extensions.remove("a");
                extensions.remove("b");
                return false;
            }
        });
        extensions.install(Place.BACK, new Named("b"));
        extensions.install(Place.BACK, new Named("c"));
        assertThat(ask()).isEqualTo("b"); // it was there when the request came
        assertThat(ask()).isEqualTo("c");
    }

    @Test
    void countWhatTheyDo() throws Exception {
        extensions.install(Place.BACK, new Named("passes") {
            @Override
            public boolean match(HttpRequest request) {
                return false;
            }
        });
        extensions.install(Place.BACK, new Named("fails") {
            @Override
            public void handle(HttpRequest request) {
                throw new IllegalStateException("broken");
            }
        });
        assertThat(ask()).contains("500");
        extensions.replace("fails", new Named("works"));
        assertThat(ask()).isEqualTo("works");
        Installed place = extensions.get("fails");
        assertThat(List.of(place.requests(), place.faults())).containsExactly(2L, 1L);
        assertThat(place.nanos()).isPositive();
        assertThat(extensions.get("passes").requests()).isZero();
        assertThat(extensions.get("passes").nanos()).isPositive();
    }

    @Test
    void mayAddToTheReplyOfAnother() throws Exception {
        extensions.install(Place.BACK, new Named("adds") {
            @Override
            public boolean match(HttpRequest request) {
                assertThatThrownBy(() -> request.addToReply("X", "a\r\nb"))
                        .isInstanceOf(IllegalArgumentException.class);
                request.addToReply("X-Added", "one");
                request.addToReply("X-Added", "two");
                return false;
            }
        });
        String got = bench.connect(acceptor).send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").expectEnd()
                .got();
        assertThat(got).startsWith("HTTP/1.1 404 ").contains("\r\nX-Added: one\r\nX-Added: two\r\n");
    }

    @Test
    void mayKeepOthersOfTheirOwn() throws Exception {
        extensions.install(Place.BACK, new Named("outer") {
            private Extensions inner;

            @Override
            public void installed(HttpServer server) throws Exception {
                inner = new Extensions(server);
                inner.install(Place.BACK, new Named("inner"));
            }

            @Override
            public void handle(HttpRequest request) {
                inner.answer(request);
            }
        });
        assertThat(ask()).isEqualTo("inner");
    }
}
