package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.VirtualPath;
import medusa.ftp.FtpEvent;
import medusa.ftp.FtpSession;
import medusa.server.FtpConfig.Occasion;

/// Others who are told what happens over FTP.
@Timeout(60)
class EventsTest {
    private static final Instant NOW = Instant.parse("2030-01-02T03:04:05Z");
    private static final FtpEvent.Client ANNA = new FtpEvent.Client(7, "anna", false, "",
            InetAddress.getLoopbackAddress());

    @TempDir
    Path folder;

    private static FtpEvent upload(String path, boolean complete) {
        return new FtpEvent.Transferred(ANNA, FtpEvent.Direction.UP, VirtualPath.parse(path), 1234, NOW, Duration.ZERO,
                FtpSession.Type.BINARY, FtpSession.Mode.STREAM, complete);
    }

    private static EventFeed feed(EventFeed.Sink sink, int most, Occasion... on) {
        return new EventFeed(List.of(on), "ftp.events[0]", sink, most, InstantSource.fixed(NOW));
    }

    // ---- what is told ----

    @Test
    void eachEventHasItsFacts() {
        assertThat(EventFacts.of(upload("/in/a b", true), NOW).json()).isEqualTo("{\"event\":\"upload\","
                + "\"time\":\"2030-01-02T03:04:05Z\",\"session\":7,\"user\":\"anna\",\"address\":\"127.0.0.1\","
                + "\"path\":\"/in/a b\",\"direction\":\"up\",\"bytes\":1234}");
        assertThat(EventFacts.of(upload("/a", false), NOW).values()).containsEntry("event", "incomplete");
        assertThat(EventFacts
                .of(new FtpEvent.Renamed(ANNA, VirtualPath.parse("/a"), VirtualPath.parse("/zo\u00c3\u00ab")), NOW)
                .values()).containsEntry("event", "rename").containsEntry("from", "/a")
                .containsEntry("path", "/zo\u00eb");
        assertThat(EventFacts.of(new FtpEvent.Deleted(ANNA, VirtualPath.parse("/a"), true), NOW).on())
                .isEqualTo(Occasion.DELETE);
        assertThat(EventFacts.of(new FtpEvent.FolderMade(ANNA, VirtualPath.parse("/a")), NOW).on())
                .isEqualTo(Occasion.FOLDER);
        assertThat(EventFacts.of(new FtpEvent.LoggedIn(ANNA), NOW).on()).isEqualTo(Occasion.LOGIN);
        assertThat(EventFacts.of(new FtpEvent.LoggedOut(ANNA), NOW).on()).isEqualTo(Occasion.LOGOUT);
    }

    @Test
    void onlyWhatIsAskedForIsToldAndInOrder() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        EventFeed feed = feed(facts -> told.add(facts.path()), 10, Occasion.UPLOAD);
        feed.happened(upload("/one", true));
        feed.happened(upload("/broken", false));
        feed.happened(new FtpEvent.LoggedIn(ANNA));
        feed.happened(upload("/two", true));
        feed.close();
        assertThat(told).containsExactly("/one", "/two");
    }

    @Test
    void whoDoesNotKeepUpMissesSomeAndHoldsNobodyUp() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        EventFeed feed = feed(facts -> {
            busy.countDown();
            free.await();
            told.add(facts.path());
        }, 3, Occasion.UPLOAD);
        feed.happened(upload("/0", true));
        busy.await();
        for (int i = 1; i <= 100; i++) {
            feed.happened(upload("/" + i, true)); // returns though nobody listens
        }
        free.countDown();
        feed.close();
        assertThat(told).containsExactly("/0", "/1", "/2", "/3");
    }

    @Test
    void oneThatFailsIsFollowedByTheNext() {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        EventFeed feed = feed(facts -> {
            told.add(facts.path());
            throw new IllegalStateException("no\nluck");
        }, 10, Occasion.UPLOAD);
        feed.happened(upload("/one", true));
        feed.happened(upload("/two", true));
        feed.close();
        assertThat(told).containsExactly("/one", "/two");
    }

    // ---- commands ----

    private Path script(String text) throws Exception {
        Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\ncd '" + folder + "' || exit 9\n" + text);
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aCommandGetsFactsAsArgumentsAndIsNoShell() throws Exception {
        Path script = script("""
                for argument in "$@"; do echo "$argument"; done >arguments
                echo "$MEDUSA_EVENT|$MEDUSA_PATH|$MEDUSA_BYTES|$MEDUSA_SECRET" >environment
                cat >input
                """);
        EventFacts facts = EventFacts.of(upload("/in/a b; $(touch x) `touch y` \"*\" -rf", true), NOW);
        new EventCommand(List.of(script.toString(), "--from", "{user}", "{path}", "{nothing}")).deliver(facts);
        assertThat(folder.resolve("arguments")).hasContent("--from\nanna\n" + facts.path() + "\n{nothing}\n");
        assertThat(folder.resolve("environment")).hasContent("upload|" + facts.path() + "|1234|\n");
        assertThat(folder.resolve("input")).hasContent(facts.json());
        assertThat(folder.resolve("x")).doesNotExist();
        assertThat(folder.resolve("y")).doesNotExist();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void oneThatFailsOrTakesTooLongIsSaid() throws Exception {
        EventFacts facts = EventFacts.of(upload("/a", true), NOW);
        Path script = script("exit 3\n");
        assertThatThrownBy(() -> new EventCommand(List.of(script.toString())).deliver(facts))
                .hasMessage("exit status 3");
        script("sleep 1000 & echo $! >child; wait\n");
        Path pipe = folder.resolve("child");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        List<String> child = new ArrayList<>();
        EventCommand command = new EventCommand(List.of(script.toString()), _ -> {
            child.add(Files.readString(pipe).strip()); // the pipe keeps this waiting until there is a child
            return false;
        });
        assertThatThrownBy(() -> command.deliver(facts)).hasMessage("it takes longer than 30 s, and is ended");
        ProcessHandle.of(Long.parseLong(child.getFirst())).ifPresent(left -> left.onExit().join()); // else never
    }

    // ---- webhooks ----

    /// A server that gives these answers, and keeps what it is sent.
    private static HttpServer server(Deque<Integer> answers, List<String> got) throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            got.add(exchange.getRequestMethod() + ' ' + exchange.getRequestHeaders().getFirst("Content-Type") + ' '
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(answers.removeFirst(), -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
    }

    @Test
    void aWebhookIsSentJsonAndOnceMoreWhereThatMayHelp() throws Exception {
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = server(new ArrayDeque<>(List.of(503, 429, 204)), got);
        try {
            EventFacts facts = EventFacts.of(upload("/zo\u00c3\u00ab", true), NOW);
            new EventWebhook(url(server), List.of(Duration.ZERO, Duration.ZERO)).deliver(facts);
            assertThat(got).hasSize(3).containsOnly("POST application/json " + facts.json());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aWebhookThatRefusesIsAskedOnce() throws Exception {
        List<String> got = Collections.synchronizedList(new ArrayList<>());
        HttpServer server = server(new ArrayDeque<>(List.of(404, 500, 500, 302)), got);
        try {
            EventWebhook hook = new EventWebhook(url(server), List.of(Duration.ZERO));
            EventFacts facts = EventFacts.of(upload("/a", true), NOW);
            assertThatThrownBy(() -> hook.deliver(facts)).hasMessage("status 404");
            assertThat(got).hasSize(1);
            assertThatThrownBy(() -> hook.deliver(facts)).hasMessage("status 500");
            assertThat(got).hasSize(3);
            assertThatThrownBy(() -> hook.deliver(facts)).hasMessage("status 302"); // and nobody is sent elsewhere
            assertThat(got).hasSize(4);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aWebhookThatIsNotThereIsSaid() throws Exception {
        HttpServer server = server(new ArrayDeque<>(), new ArrayList<>());
        URI url = url(server);
        server.stop(0);
        assertThatThrownBy(() -> new EventWebhook(url, List.of(Duration.ZERO))
                .deliver(EventFacts.of(upload("/a", true), NOW))).isInstanceOf(java.io.IOException.class);
    }
}
