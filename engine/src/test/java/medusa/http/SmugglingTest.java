package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import medusa.reactor.Bench;

/// The forms of `smuggling.txt` over the wire, whole and in packets of one byte: the replies are those that are written
/// there, and what follows is what the server takes it for.
@Timeout(60)
class SmugglingTest {
    private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final int LONGEST_DRIBBLE = 1000;

    private static EchoServer server;

    @BeforeAll
    static void open() throws IOException {
        server = new EchoServer();
    }

    @AfterAll
    static void close() throws IOException {
        server.close();
    }

    static List<Smuggling.Case> cases() {
        return Smuggling.cases();
    }

    @Test
    void thereAreManyAndEachHasItsName() {
        assertThat(cases()).hasSizeGreaterThan(180);
        assertThat(cases().stream().map(form -> form.name() + form.bytes())).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void whole(Smuggling.Case form) throws IOException {
        check(form, server.bench.connect(server.acceptor).send(form.bytes()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void splitAtEveryByte(Smuggling.Case form) throws IOException {
        int start = Math.max(0, form.bytes().length() - LONGEST_DRIBBLE);
        check(form, server.bench.connect(server.acceptor).send(form.bytes().substring(0, start))
                .dribble(form.bytes().substring(start)));
    }

    private static void check(Smuggling.Case form, Bench.Peer peer) throws IOException {
        peer.send(NEXT).halfClose().expectEnd();
        peer.hangUp();
        List<String> methods = form.bytes().startsWith("HEAD ") ? List.of("HEAD") : List.of();
        List<ReplyReader.Reply> replies = ReplyReader.read(peer.got(), methods);
        List<Integer> statuses = replies.stream().map(ReplyReader.Reply::status).toList();
        List<Integer> expected = new java.util.ArrayList<>(form.statuses());
        switch (form.then()) {
            case "open" -> expected.add(200);
            case "waits" -> expected.add(400);
            default -> {
            }
        }
        assertThat(statuses).as(Escaped.of(form.bytes())).isEqualTo(expected);
        if (form.then().equals("open")) {
            assertThat(replies.getLast().body()).isEqualTo(EchoServer.text("GET", "/next", 0));
        } else {
            assertThat(replies.getLast().saysClose()).isTrue();
        }
        assertThat(peer.got()).doesNotContain("/smuggled ").doesNotContain("\n GET /next");
    }
}
