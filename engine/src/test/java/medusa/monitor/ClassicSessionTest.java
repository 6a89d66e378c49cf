package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.interpreter.Interpreter;
import medusa.interpreter.Interpreter.Binding;
import medusa.interpreter.Interpreter.Settings;
import medusa.metrics.Counter;
import medusa.reactor.Bench;
import medusa.reactor.Reactor;

/// The recorded session of the original's client, in Java, with the interpreter itself.
@Timeout(120)
class ClassicSessionTest {
    private final CountDownLatch begun = new CountDownLatch(1);
    private ClassicBench classic;
    private Bench.Peer peer;

    @BeforeEach
    void open() throws IOException {
        Settings patient = new Settings(Duration.ofDays(1), Duration.ofDays(1), false, 200_000,
                Settings.DEFAULT.imports());
        classic = new ClassicBench(host -> Evaluator.of(new Interpreter(classic.bench.reactor(),
                List.of(new Binding("reactor", Reactor.class, classic.bench.reactor()),
                        new Binding("begun", CountDownLatch.class, begun)),
                patient, host)));
        peer = classic.logIn();
    }

    @AfterEach
    void close() throws IOException {
        assertThat(classic.bench.reactor().counters().get(Counter.FAULTS)).isZero();
        classic.close();
    }

    private void talk(String line, String answer) throws IOException {
        peer.send(line + "\r\n").expect(answer);
    }

    @Test
    void theRecordedSession() throws IOException {
        talk("", ">>> ");
        talk("1+1", "2\r\n>>> ");
        talk("var x=3", ">>> ");
        talk("x", "3\r\n>>> ");
        talk("int f(int a) {", "... ");
        talk("  return a*2;", "... ");
        talk("}", ">>> ");
        talk("f(21)", "42\r\n>>> ");
        talk("last + 1", "43\r\n>>> ");
        talk("1/0", "warning: java.lang.ArithmeticException / by zero [snippet|-|1]\r\n>>> ");
        talk("throw new IllegalStateException(\"hi\")",
                "warning: java.lang.IllegalStateException hi [snippet|-|1]\r\n>>> ");
        talk("System.out.println(\"a\\nb\")", "a\r\nb\r\n>>> ");
        talk("if (true) {", "... ");
        talk("  System.out.println(2);", "... ");
        talk("}", "2\r\n>>> ");
        talk("for (int i = 0; i < 3; i++) System.out.println(i)", "0\r\n1\r\n2\r\n>>> ");
        talk("nosuch", "warning: cannot find symbol symbol: variable nosuch [snippet|-|1:1]\r\n>>> ");
        talk("reactor.counters().get(Counter.ACCEPTED)", "1\r\n>>> ");
        talk("System.out.print(\"x\".repeat(70_000))",
                "x".repeat(65_536) + "\r\n\u00e2\u0080\u00a6 (4464 more)\r\n>>> ");
        talk("foo(", "... ");
        talk("", "warning: incomplete [snippet|-|1]\r\n>>> ");
        talk("exit", "BCNU\r\n");
        peer.expectEnd();
    }

    @Test
    void anEndlessSnippetIsInterruptedAndTheSessionGoesOn() throws IOException {
        talk("int n = 7", ">>> ");
        onceBegun(() -> peer.send("3+3\r\n\3"));
        peer.send("System.out.println(\"loops\"); begun.countDown(); while (true) { n++; }\r\n");
        classic.bench.until("the prompt", () -> {
            peer.poll();
            return peer.got().endsWith(">>> ");
        });
        assertThat(peer.got()).matches("loops\r\nwarning: interrupted( \\[[^\r\n]*])?\r\n>>> ");
        peer.expect(peer.got());
        talk("n >= 7", "true\r\n>>> ");
    }

    @Test
    void aSnippetIsInterruptedBeforeItRuns() throws IOException {
        peer.send("var x = 1; while (true) { }\r\n");
        classic.bench.until("the question", () -> classic.noted.size() == 2);
        peer.send("\3").expect("warning: interrupted\r\n>>> ");
        talk("1+1", "2\r\n>>> ");
    }

    private interface Deed {
        void run() throws IOException;
    }

    /// On another thread, since this one is the reactor's.
    private void onceBegun(Deed deed) {
        Thread.startVirtualThread(() -> {
            try {
                begun.await();
                deed.run();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void whoHangsUpEndsAnEndlessSnippet() throws IOException {
        onceBegun(peer::hangUp);
        peer.send("begun.countDown(); while (true) { }\r\n");
        classic.bench.until("the end of the session", () -> classic.server.current() == 0);
        Bench.Peer next = classic.logIn();
        next.send("2+2\r\n").expect("4\r\n>>> ");
    }
}
