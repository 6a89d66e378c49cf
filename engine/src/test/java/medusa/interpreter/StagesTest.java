package medusa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import medusa.interpreter.Interpreter.Settings;
import medusa.interpreter.Interpreter.Where;
import medusa.interpreter.Outcome.Status;
import medusa.metrics.Counter;

/// Snippets that do not end by themselves. The time between the stages is real where there is one, but no test depends on
/// how long it is: a stage that helps may come at any time.
@Timeout(120)
class StagesTest {
    private static final Duration SOON = Duration.ofMillis(5);
    private static final Duration NEVER = Duration.ofDays(1);
    private static final String STUCK = "medusa.interpreter.Stuck.";
    private static final String ENTER = STUCK + "entered.countDown(); ";
    /// No check is woven into what it calls.
    private static final String IN_A_LIBRARY = "{ " + ENTER + STUCK + "hold(); }";

    /// Does something from another thread once the snippet runs.
    private static Thread onceEntered(CheckedRunnable action) {
        CountDownLatch entered = Stuck.entered;
        return Thread.ofPlatform().daemon().start(() -> {
            try {
                entered.await();
                action.run();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    private interface CheckedRunnable {
        void run() throws Exception;
    }

    @Test
    void anEndlessLoopIsEndedAndRequestsThatWaitedAreAnswered() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            assertThat(bench.interpreter.interrupt()).isFalse();
            AtomicReference<Socket> client = new AtomicReference<>();
            onceEntered(() -> {
                client.set(new Socket("127.0.0.1", ((java.net.InetSocketAddress) bench.acceptor.address()).getPort()));
                client.get().getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(client.get().getInputStream().available()).isZero();
                assertThat(bench.interpreter.interrupt()).isTrue();
            });
            Outcome outcome = bench.eval("int n = 0;\n{ " + ENTER + "\nwhile (true) {\n  n++;\n} }");
            assertThat(outcome.status()).isEqualTo(Status.INTERRUPTED);
            assertThat(outcome.thrown().orElseThrow().stack()).isIn(List.of("line 3"), List.of("line 4"));
            bench.bench.until("an answer", () -> {
                try {
                    return client.get().getInputStream().available() > 12;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(new String(client.get().getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                    .isEqualTo("HTTP/1.1 404");
            client.get().close();
            assertThat(bench.eval("1 + 1").value()).isEqualTo("2");
            assertThat(bench.bench.reactor().counters().get(Counter.FAULTS)).isZero();
        }
    }

    @Test
    void theLimitEndsALoopToo() throws IOException {
        try (SessionBench bench = new SessionBench(SessionBench.settings(SOON, NEVER))) {
            assertThat(bench.eval("while (true) { }").status()).isEqualTo(Status.INTERRUPTED);
            assertThat(bench.eval("new Object() { public String toString() { while (true) { } } }").status())
                    .isEqualTo(Status.INTERRUPTED);
        }
    }

    @Test
    void aLoopThatCatchesEverythingIsEndedAllTheSame() throws IOException {
        try (SessionBench bench = new SessionBench(SessionBench.settings(SOON, NEVER))) {
            assertThat(bench.eval("while (true) { try { while (true) { } } catch (Throwable t) { } finally { } }")
                    .status())
                    .isEqualTo(Status.INTERRUPTED);
            assertThat(bench.eval("void f() { try { f(); } catch (Throwable t) { f(); } } f()").status())
                    .isEqualTo(Status.INTERRUPTED);
        }
    }

    @Test
    void whatWaitsIsInterruptedAndNobodyAfterIt() throws Exception {
        try (SessionBench bench = new SessionBench(SessionBench.settings(NEVER, SOON))) {
            onceEntered(bench.interpreter::interrupt);
            Outcome outcome = bench.eval("{ " + ENTER + "Thread.sleep(Long.MAX_VALUE); }");
            assertThat(outcome.status()).isEqualTo(Status.INTERRUPTED);
            assertThat(outcome.thrown().orElseThrow().type()).isEqualTo("java.lang.InterruptedException");
            Stuck.reset();
            onceEntered(bench.interpreter::interrupt);
            outcome = bench
                    .eval("{ " + ENTER + "try { Thread.sleep(Long.MAX_VALUE); } catch (InterruptedException e) { "
                            + "Thread.currentThread().interrupt(); } }");
            assertThat(outcome.status()).isIn(Status.DONE, Status.INTERRUPTED);
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            assertThat(bench.eval("1 + 1").value()).isEqualTo("2");
        }
    }

    @Test
    void anInterruptAfterTheEndHitsNobody(@TempDir Path folder) throws Exception {
        Stages stages = new Stages(SessionBench.settings(NEVER, SOON), true, new NoFlag(),
                new medusa.metrics.Counters(),
                status -> {});
        assertThat(stages.begin()).isTrue();
        stages.end();
        stages.interrupt();
        stages.await();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        try (FileChannel file = FileChannel.open(folder.resolve("file"), java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.WRITE)) {
            assertThat(file.size()).isZero();
        }
    }

    private static final class NoFlag implements Stages.Flag {
        @Override
        public void raise() {}

        @Override
        public void lower() {}
    }

    @Test
    void whatNothingEndsIsReportedAndTheProcessEndsIfItShall() throws Exception {
        Settings settings = new Settings(NEVER, SOON, true, 1000, List.of());
        try (SessionBench bench = new SessionBench(settings)) {
            onceEntered(() -> {
                bench.interpreter.interrupt();
                while (bench.exits.size() < 2) { // said again after a while
                    Thread.onSpinWait();
                }
                Stuck.enough = true;
            });
            Outcome outcome = bench.eval(IN_A_LIBRARY);
            assertThat(outcome.status()).isIn(Status.DONE, Status.INTERRUPTED);
            assertThat(bench.exits).startsWith(70, 70);
            assertThat(bench.bench.reactor().counters().get(Counter.STUCK_SNIPPETS)).isEqualTo(1);
            assertThat(bench.eval("1 + 1").value()).isEqualTo("2");
        }
    }

    @Test
    void withoutThatSettingItIsOnlyReported() throws Exception {
        try (SessionBench bench = new SessionBench(SessionBench.settings(SOON, SOON))) {
            onceEntered(() -> {
                while (bench.bench.reactor().counters().get(Counter.STUCK_SNIPPETS) == 0) {
                    Thread.onSpinWait();
                }
                Stuck.enough = true;
            });
            bench.eval(IN_A_LIBRARY);
            assertThat(bench.exits).isEmpty();
        }
    }

    @Test
    void theSessionsExtensionGoesOnAfterItsSnippetWasEnded() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            bench.eval("class Up implements Extension { public boolean match(HttpRequest r) { return true; } "
                    + "public void handle(HttpRequest r) { r.reply(204).send(); } } "
                    + "extensions.install(Place.FRONT, new Up());");
            onceEntered(bench.interpreter::interrupt);
            assertThat(bench.eval("{ " + ENTER + "while (true) { } }").status()).isEqualTo(Status.INTERRUPTED);
            var peer = bench.bench.connect(bench.acceptor).send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
            bench.bench.until("an answer", () -> {
                peer.poll();
                return peer.got().contains("\r\n\r\n");
            });
            assertThat(peer.got()).startsWith("HTTP/1.1 204 ");
        }
    }

    @Test
    void aWorkerKnowsNoLimitAndHoldsNobodyUp() throws Exception {
        try (SessionBench bench = new SessionBench(SessionBench.settings(Duration.ZERO, SOON))) {
            bench.interpreter.runOn(Where.WORKER);
            var endless = bench.interpreter.eval("{ " + ENTER + "while (true) { Thread.sleep(1); } }");
            Stuck.entered.await();
            var peer = bench.bench.connect(bench.acceptor).send("GET / HTTP/1.0\r\n\r\n").expectEnd();
            assertThat(peer.got()).startsWith("HTTP/1.1 404 ");
            assertThat(endless).isNotDone();
            assertThat(bench.interpreter.interrupt()).isTrue();
            assertThat(bench.await(endless).status()).isEqualTo(Status.INTERRUPTED);
        }
    }

    @Test
    void whatTheSessionHasInstalledIsNotEndedWithItsSnippetOnAWorker() throws Exception {
        try (SessionBench bench = new SessionBench(SessionBench.settings(Duration.ZERO, Duration.ofHours(1)))) {
            assertThat(bench.eval("""
                    class Mine implements Extension {
                        public boolean match(HttpRequest request) {
                            for (int i = 0; i < 3; i++) { }
                            return true;
                        }
                        public void handle(HttpRequest request) { request.reply(204).send(); }
                    }
                    extensions.install(Place.FRONT, new Mine()); 1
                    """).status()).isEqualTo(Status.DONE);
            bench.interpreter.runOn(Where.WORKER);
            // It is not ended by the flag, which lies outside of what it waits for.
            var waiting = bench.interpreter.eval("{ " + ENTER + STUCK + "hold(); }");
            Stuck.entered.await();
            assertThat(bench.interpreter.interrupt()).isTrue();
            for (int i = 0; i < 20; i++) {
                var peer = bench.bench.connect(bench.acceptor).send("GET / HTTP/1.0\r\n\r\n").expectEnd();
                assertThat(peer.got()).startsWith("HTTP/1.1 204 ");
            }
            assertThat(waiting).isNotDone();
        }
    }

    @Test
    void whatHasNotBegunIsNotRun() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            bench.eval("int n = 0;");
            var waiting = bench.interpreter.eval("n = 1"); // the reactor does not turn
            var next = bench.interpreter.eval("n");
            assertThat(bench.interpreter.interrupt()).isTrue();
            assertThat(waiting.join().status()).isEqualTo(Status.INTERRUPTED);
            assertThat(bench.await(next).value()).isEqualTo("0");
        }
    }

    @Test
    void closingEndsWhatRunsAndRefusesTheRest() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            onceEntered(bench.interpreter::close);
            var running = bench.interpreter.eval("{ " + ENTER + "while (true) { } }");
            var waiting = bench.interpreter.eval("1");
            var asked = bench.interpreter.examine("1");
            assertThat(bench.await(running).status()).isEqualTo(Status.INTERRUPTED);
            assertThat(bench.await(waiting).status()).isEqualTo(Status.REJECTED);
            assertThat(asked).isCompletedExceptionally();
            assertThat(bench.interpreter.eval("1").join().status()).isEqualTo(Status.REJECTED);
            assertThat(bench.interpreter.complete("1", 1)).isCompletedExceptionally();
            assertThat(bench.interpreter.interrupt()).isFalse();
            bench.interpreter.close();
        }
    }

    @Test
    void aSessionThatWasNotUsedHasNoThread() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            List<Thread> before = interpreterThreads();
            Interpreter one = bench.session(SessionBench.PATIENT);
            assertThat(interpreterThreads()).isEqualTo(before);
            one.close();
            assertThat(interpreterThreads()).isEqualTo(before);
        }
    }

    @Test
    void nothingOfAClosedSessionIsKept() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            Interpreter session = new Interpreter(bench.bench.reactor(), List.of(), SessionBench.PATIENT, null);
            bench.eval(session, "class Mine { } " + STUCK + "seen = new Mine(); 1");
            WeakReference<ClassLoader> loader = new WeakReference<>(Stuck.seen.getClass().getClassLoader());
            WeakReference<Interpreter> itself = new WeakReference<>(session);
            Stuck.seen = null;
            session.close();
            session = null;
            for (int i = 0; i < 400 && (loader.get() != null || itself.get() != null); i++) {
                System.gc(); // JShell may still be indexing the class path, once for all sessions, on a thread of its own
                bench.bench.reactor().turn(Duration.ofMillis(50));
            }
            assertThat(loader.get()).isNull();
            assertThat(itself.get()).isNull();
        }
    }

    private static List<Thread> interpreterThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("medusa-interpreter")).toList();
    }

    @Test
    void manyInterruptsAreAsGoodAsOne() throws Exception {
        try (SessionBench bench = new SessionBench()) {
            for (int i = 0; i < 30; i++) {
                CompletableFuture<Outcome> outcome = bench.interpreter.eval("int k = " + i + "; k++; k * 2");
                Thread other = Thread.ofPlatform().start(bench.interpreter::interrupt);
                assertThat(bench.await(outcome).status()).isIn(Status.DONE, Status.INTERRUPTED);
                other.join();
            }
            assertThat(bench.eval("1 + 1").value()).isEqualTo("2");
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }
    }
}
