package medusa.monitor;

import static medusa.monitor.ClassicBench.DIGEST;
import static medusa.monitor.ClassicBench.STAMP;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import medusa.interpreter.Interpreter;
import medusa.interpreter.Outcome;
import medusa.interpreter.Outcome.Problem;
import medusa.interpreter.Outcome.Status;
import medusa.interpreter.Outcome.Thrown;
import medusa.metrics.Counter;
import medusa.reactor.Bench;

/// The classic monitor on the wire: the log-in of the original's client, and a session whose answers the test gives.
@Timeout(60)
class ClassicMonitorServerTest {

    /// An interpreter that the test answers for.
    private final class Answers implements Evaluator {
        private final Interpreter.Host host;
        private final CountDownLatch interrupted = new CountDownLatch(1);
        private final AtomicInteger interrupts = new AtomicInteger();
        private boolean closed;

        Answers(Interpreter.Host host) {
            this.host = host;
        }

        @Override
        public CompletableFuture<Outcome> eval(String code) {
            asked.add(code);
            if (code.equals("held")) {
                return held();
            }
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            open.add(answer);
            return answer;
        }

        /// Keeps the reactor's thread until somebody interrupts it.
        private CompletableFuture<Outcome> held() {
            CompletableFuture<Outcome> answer = new CompletableFuture<>();
            classic.bench.reactor().execute(() -> {
                host.holds();
                if (whileHeld != null) {
                    whileHeld.run();
                }
                try {
                    answer.complete(
                            outcome(interrupted.await(20, TimeUnit.SECONDS) ? Status.INTERRUPTED : Status.DONE));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                host.released();
            });
            return answer;
        }

        @Override
        public boolean interrupt() {
            interrupts.incrementAndGet();
            interrupted.countDown();
            return true;
        }

        @Override
        public void close() {
            closed = true;
            interrupt();
        }
    }

    private final List<String> asked = new ArrayList<>();
    private final List<CompletableFuture<Outcome>> open = new ArrayList<>();
    private final List<Answers> evaluators = new ArrayList<>();
    private Runnable whileHeld;
    private ClassicBench classic;

    @BeforeEach
    void open() throws IOException {
        classic = new ClassicBench(host -> {
            evaluators.add(new Answers(host));
            return evaluators.getLast();
        });
    }

    @AfterEach
    void close() throws IOException {
        assertThat(classic.bench.reactor().counters().get(Counter.FAULTS)).isZero();
        classic.close();
    }

    private static Outcome outcome(Status status) {
        return new Outcome(status, null, null, null, "", List.of(), Optional.empty(), Duration.ZERO);
    }

    private static Outcome value(String value, String name, String output) {
        return new Outcome(Status.DONE, value, "int", name, output, List.of(), Optional.empty(), Duration.ZERO);
    }

    private static Outcome failed(Thrown thrown, String output) {
        return new Outcome(Status.FAILED, null, null, null, output, List.of(), Optional.of(thrown), Duration.ZERO);
    }

    /// Sends a line, and gives `outcome` for it when it is asked for.
    private Bench.Peer say(Bench.Peer peer, String line, Outcome outcome) throws IOException {
        int before = open.size();
        peer.send(line + "\r\n");
        classic.bench.until("the question", () -> open.size() > before);
        open.getLast().complete(outcome);
        return peer;
    }

    // ---- log-in ----

    @Test
    void theBytesOfTheRecordingLogIn() throws IOException {
        Bench.Peer peer = classic.connect().expect(STAMP + "\r\n").send(DIGEST + "\r\n");
        classic.bench.until("the session", () -> classic.server.current() == 1);
        peer.expect(ClassicBench.banner(classic.bench.reactor().channels().getLast()));
        assertThat(classic.noted).containsExactly("logged in");
        assertThat(classic.server.total()).isEqualTo(1);
        assertThat(classic.server.failed()).isZero();
        peer.send("exit\r\n").expect("BCNU\r\n").expectEnd();
        peer.hangUp();
        classic.bench.until("the end of the session", () -> classic.server.current() == 0);
    }

    @Test
    void theDigestMayHaveItsLeadingZeros() throws IOException {
        Bench.Peer peer = classic.connect().expect(STAMP + "\r\n").send("d59d218aa42c420467e9364aec0f2282\r\n");
        classic.bench.until("the session", () -> classic.server.current() == 1);
        peer.expect(ClassicBench.banner(classic.bench.reactor().channels().getLast()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "fnord", "D59D218AA42C42467E9364AECF2282", "d59d218aa42c42467e9364aecf2283",
        "d59d218aa42c42467e9364aecf228", " d59d218aa42c42467e9364aecf2282", "d59d218aa42c42467e9364aecf2282\n",
        "x\bd59d218aa42c42467e9364aecf2282"})
    void aWrongAnswerIsTheOnlyOneAndGetsNone(String answer) throws IOException {
        Bench.Peer peer = classic.connect().expect(STAMP + "\r\n").send(answer + "\r\n" + DIGEST + "\r\n1+1\r\n");
        peer.expectEnd();
        assertThat(peer.got()).isEmpty();
        assertThat(classic.server.failed()).isEqualTo(1);
        assertThat(classic.server.current()).isZero();
        assertThat(classic.noted).containsExactly("failed");
        assertThat(evaluators).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null"})
    void withoutAPasswordNobodyComesIn(String none) throws IOException {
        classic.password = none.isEmpty() ? "" : null;
        Bench.Peer peer = classic.connect().expect(STAMP + "\r\n").send(ClassicBench.digest(STAMP) + "\r\n");
        peer.expectEnd();
        assertThat(peer.got()).isEmpty();
        assertThat(classic.server.failed()).isEqualTo(1);
    }

    @Test
    void whoIsNotAdmittedHearsNothing() throws IOException {
        Bench.Peer early = classic.connect().expect(STAMP + "\r\n");
        classic.admits = false;
        Bench.Peer late = classic.connect().expectEnd();
        assertThat(late.got()).isEmpty();
        early.send(DIGEST + "\r\n").expectEnd();
        assertThat(early.got()).as("whose answer is not even looked at").isEmpty();
        assertThat(classic.noted).isEmpty();
        assertThat(classic.server.failed()).isZero();
    }

    @Test
    void noTwoGreetingsAreTheSame() throws IOException {
        classic.connect().expect("1795369214.96\r\n");
        classic.connect().expect("1795369214.97\r\n").send(DIGEST + "\r\n").expectEnd();
        classic.now = Instant.ofEpochMilli(1795369214_100L);
        classic.connect().expect("1795369214.98\r\n");
        classic.connect().expect("1795369214.99\r\n");
        classic.connect().expect("1795369215.0\r\n");
        classic.connect().expect("1795369215.01\r\n");
        classic.now = Instant.ofEpochMilli(1795369216_500L);
        classic.connect().expect("1795369216.5\r\n");
    }

    @Test
    void whoTakesTooLongToLogInIsEnded() throws IOException {
        Bench.Peer slow = classic.connect().expect(STAMP + "\r\n");
        Bench.Peer fast = classic.logIn();
        classic.bench.pass(Duration.ofMillis(9_900));
        slow.send("d59d");
        classic.bench.pass(Duration.ofMillis(200));
        slow.expectEnd();
        assertThat(slow.got()).isEmpty();
        fast.send("\r\n").expect(">>> ");
        assertThat(classic.server.failed()).isZero();
    }

    @Test
    void sessionsAreLimited() throws IOException {
        Bench.Peer one = classic.logIn();
        classic.logIn();
        Bench.Peer third = classic.connect().expect("1795369214.98\r\n");
        third.send(ClassicBench.digest("1795369214.98fnord") + "\r\n");
        third.expect("warning: there are 2 sessions already\r\nBCNU\r\n").expectEnd();
        one.hangUp();
        classic.bench.until("the end of one", () -> classic.server.current() == 1);
        classic.logIn();
        assertThat(classic.server.current()).isEqualTo(2);
    }

    @Test
    void alsoByteByByte() throws IOException {
        Bench.Peer peer = classic.connect().expect(STAMP + "\r\n").dribble(DIGEST + "\r\n");
        classic.bench.until("the session", () -> classic.server.current() == 1);
        peer.expect(ClassicBench.banner(classic.bench.reactor().channels().getLast()));
        peer.dribble("\r\n").expect(">>> ").dribble("exit\r\n").expect("BCNU\r\n").expectEnd();
    }

    // ---- lines ----

    @Test
    void tooLongALineEndsTheConnectionBeforeTheLogInAndAfter() throws IOException {
        classic.connect().expect(STAMP + "\r\n").send("a".repeat(1025)).expect("BCNU\r\n").expectEnd();
        assertThat(classic.noted).isEmpty();
        classic.logIn().send("a".repeat(1025) + "\r\n").expect("BCNU\r\n").expectEnd().hangUp();
        classic.logIn().send("a".repeat(1024) + "\r").send("b").expect("BCNU\r\n").expectEnd().hangUp();
        classic.bench.until("the end of both", () -> classic.server.current() == 0);
        assertThat(asked).isEmpty();
        say(classic.logIn().send(""), "a".repeat(1024), value("1", "$1", "")).expect("1\r\n>>> ");
        assertThat(asked).containsExactly("a".repeat(1024));
    }

    @ParameterizedTest
    @ValueSource(strings = {"exit", "\4", "exut\b\bit", "\u00ff\u00fb\"exit", "exitt\u007f"})
    void goodbyeIsSaidInSeveralWays(String line) throws IOException {
        classic.logIn().send(line + "\r\n").expect("BCNU\r\n").expectEnd();
    }

    @Test
    void linesAreCleanedOfWhatIsNoText() throws IOException {
        Bench.Peer peer = classic.logIn();
        say(peer, "1+\u00ff\u00fd\u0006\u00ff\u00fa\u0018ab\u00ff\u00f01\u00e4\u0000", value("2", "$1", ""))
                .expect("2\r\n>>> ");
        say(peer, "\b\bab\bc\u007fd", value("3", "$2", "")).expect("3\r\n>>> ");
        assertThat(asked).containsExactly("1+1", "ad");
        assertThat(classic.noted).containsExactly("logged in", "says 1+1", "says ad");
    }

    // ---- answers ----

    @Test
    void whatIsShown() throws IOException {
        Bench.Peer peer = classic.logIn();
        say(peer, "f()", value(null, null, "")).expect(">>> ");
        say(peer, "x = 3", value("3", "x", "")).expect(">>> ");
        say(peer, "x ;", value("3", "x", "")).expect("3\r\n>>> ");
        say(peer, "x+1", value("4", "$1", "")).expect("4\r\n>>> ");
        say(peer, "print", value(null, null, "a\nb\n")).expect("a\r\nb\r\n>>> ");
        say(peer, "print", value(null, null, "a")).expect("a>>> ");
        say(peer, "print, 1", value("1", "$2", "a\tb\r\n\nc")).expect("a\tb\r\n\r\nc\r\n1\r\n>>> ");
        say(peer, "colours", value("\u001b[31m\nred", "$3", "\u001b]0;title\u0007"))
                .expect("\\x1b]0;title\\x07\r\n\\x1b[31m\r\nred\r\n>>> ");
        say(peer, "umlaut", value("\"\u00e4\"", "$4", "")).expect("\"\u00c3\u00a4\"\r\n>>> ");
    }

    @Test
    void muchOutputIsCut() throws IOException {
        Bench.Peer peer = classic.logIn();
        say(peer, "much", value("1", "$1", "x".repeat(70_000)))
                .expect("x".repeat(65_536) + "\r\n… (4464 more)\r\n1\r\n>>> ".replace("…", "\u00e2\u0080\u00a6"));
    }

    @Test
    void whatWentWrongIsOneLine() throws IOException {
        Bench.Peer peer = classic.logIn();
        Thrown cause = new Thrown("java.io.IOException", null, List.of(), Optional.empty());
        say(peer, "f()", failed(new Thrown("java.lang.NumberFormatException", "For input\n\"x\"",
                List.of("java.lang.Integer.parseInt(Integer.java:652)", "a.B.c(Native Method)", "f, line 2",
                        "g, line 1 of an earlier snippet", "line 3"),
                Optional.of(cause)), "before\n"))
                .expect("before\r\nwarning: java.lang.NumberFormatException For input\\n\"x\" [snippet|-|3]"
                        + " [earlier snippet|g|1] [snippet|f|2] [a.B|c|Native Method]"
                        + " [java.lang.Integer|parseInt|652] caused by java.io.IOException\r\n>>> ");
        say(peer, "bad", new Outcome(Status.INVALID, null, null, null, "",
                List.of(new Problem(1, 5, 1, 8, "cannot find symbol\n  symbol:   variable bad"),
                        new Problem(2, 1, 2, 2, "';' expected")),
                Optional.empty(), Duration.ZERO))
                .expect("warning: cannot find symbol symbol: variable bad [snippet|-|1:5]\r\n"
                        + "warning: ';' expected [snippet|-|2:1]\r\n>>> ");
        say(peer, "more", outcome(Status.REJECTED)).expect("warning: rejected, since too much waits already\r\n>>> ");
    }

    @Test
    void aBlockEndsWhereItIsWholeOrAtAnEmptyLine() throws IOException {
        Bench.Peer peer = classic.logIn();
        say(peer, "int f() {", outcome(Status.INCOMPLETE)).expect("... ");
        say(peer, "  return 1;", outcome(Status.INCOMPLETE)).expect("... ");
        say(peer, "}", value(null, "f", "")).expect(">>> ");
        say(peer, "foo(", outcome(Status.INCOMPLETE)).expect("... ");
        say(peer, "", outcome(Status.INCOMPLETE)).expect("warning: incomplete [snippet|-|1]\r\n>>> ");
        say(peer, "1", value("1", "$1", "")).expect("1\r\n>>> ");
        say(peer, "foo(", outcome(Status.INCOMPLETE)).expect("... ");
        peer.send("exit\r\n").expect("BCNU\r\n").expectEnd();
        assertThat(asked).containsExactly("int f() {", "int f() {\n  return 1;", "int f() {\n  return 1;\n}", "foo(",
                "foo(\n", "1", "foo(");
    }

    @Test
    void linesWaitForTheAnswerBeforeThem() throws IOException {
        Bench.Peer peer = classic.logIn().send("a\r\nb\r\n\r\nc\r\n");
        for (String line : List.of("a", "b", "c")) {
            classic.bench.until(line, () -> asked.contains(line));
            classic.bench.turn();
            classic.bench.turn();
            assertThat(asked).last().isEqualTo(line);
            open.getLast().complete(value(line, "$1", ""));
        }
        peer.expect("a\r\n>>> b\r\n>>> >>> c\r\n>>> ");
    }

    @Test
    void whatIsTypedFarAheadWaitsInTheNetwork() throws IOException {
        Bench.Peer peer = classic.logIn();
        String lines = ("1".repeat(1000) + "\r\n").repeat(300);
        peer.send("first\r\n").send(lines).send("exit\r\n");
        Set<Integer> answered = new HashSet<>();
        classic.bench.until("the end", () -> {
            for (int i = answered.size(); i < open.size(); i++) {
                answered.add(i);
                open.get(i).complete(value(null, null, ""));
            }
            peer.poll();
            return peer.gone();
        });
        assertThat(asked).hasSize(301);
        assertThat(peer.got()).endsWith(">>> BCNU\r\n");
    }

    // ---- interrupts ----

    @ParameterizedTest
    @ValueSource(strings = {"\3", "\u00ff\u00f4\u00ff\u00f2"})
    void anInterruptIsHeardWhileASnippetHoldsTheReactor(String interrupt) throws IOException {
        Bench.Peer peer = classic.logIn();
        whileHeld = () -> send(peer, "typed ahead\r\n" + interrupt + "after\r\n");
        peer.send("held\r\n").expect("warning: interrupted\r\n>>> ");
        classic.bench.until("the next line", () -> asked.size() == 2);
        open.getLast().complete(value("1", "$1", ""));
        peer.expect("1\r\n>>> ");
        assertThat(asked).containsExactly("held", "after");
        assertThat(evaluators.getLast().interrupts).as("though its bytes came to the channel, too").hasValue(1);
    }

    private static void send(Bench.Peer peer, String text) {
        try {
            peer.send(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptIsHeardWhileASnippetCompiles() throws IOException {
        Bench.Peer peer = classic.logIn().send("slow\r\nnext\r\n");
        classic.bench.until("the question", () -> asked.size() == 1);
        peer.send("\3");
        classic.bench.until("the interrupt", () -> evaluators.getLast().interrupted.getCount() == 0);
        open.getLast().complete(outcome(Status.INTERRUPTED));
        peer.expect("warning: interrupted\r\n>>> ");
        classic.bench.turn();
        assertThat(asked).as("what was typed before the interrupt").containsExactly("slow");
    }

    @Test
    void anInterruptAtThePromptForgetsTheLineAndTheBlock() throws IOException {
        Bench.Peer peer = classic.logIn();
        say(peer, "foo(", outcome(Status.INCOMPLETE)).expect("... ").send("half a line\3").expect("\r\n>>> ");
        say(peer, "1", value("1", "$1", "")).expect("1\r\n>>> ");
        assertThat(asked).containsExactly("foo(", "1");
    }

    @Test
    void whoHangsUpWhileASnippetHoldsTheReactorEndsIt() throws IOException {
        Bench.Peer peer = classic.logIn();
        whileHeld = () -> {
            try {
                peer.hangUp();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        };
        peer.send("held\r\n");
        classic.bench.until("the end of the session", () -> classic.server.current() == 0);
        assertThat(evaluators.getLast().closed).isTrue();
    }

    @Test
    void whoHangsUpWhileASnippetCompilesEndsIt() throws IOException {
        Bench.Peer peer = classic.logIn().send("slow\r\n");
        classic.bench.until("the question", () -> asked.size() == 1);
        peer.reset();
        classic.bench.until("the end of the session", () -> classic.server.current() == 0);
        assertThat(evaluators.getLast().closed).isTrue();
        open.getLast().complete(value("1", "$1", ""));
        classic.bench.turn();
    }

    @Test
    void aSessionThatIsIdleEndsAndOneThatEvaluatesDoesNot() throws IOException {
        Bench.Peer idle = classic.logIn();
        Bench.Peer busy = classic.logIn().send("slow\r\n");
        classic.bench.until("the question", () -> asked.size() == 1);
        classic.bench.pass(Duration.ofSeconds(61));
        idle.expectGone();
        open.getLast().complete(value("1", "$1", ""));
        busy.expect("1\r\n>>> ");
    }

    @Test
    void aServerThatStopsSaysGoodbye() throws IOException {
        Bench.Peer stranger = classic.connect().expect(STAMP + "\r\n");
        Bench.Peer peer = classic.logIn();
        classic.bench.reactor().drain(() -> {});
        peer.expect("BCNU\r\n").expectEnd();
        stranger.expectEnd();
        assertThat(stranger.got()).isEmpty();
    }

    @Test
    void noGreetingIsFarAheadOfTheClock() {
        ClassicGreeting greeting = new ClassicGreeting(() -> classic.now);
        for (int i = 0; i <= 100; i++) {
            assertThat(greeting.next()).as("greeting %d", i).isPresent();
        }
        assertThat(greeting.next()).isEmpty();
        classic.now = classic.now.plusMillis(10);
        assertThat(greeting.next()).contains("1795369215.97");
        assertThat(greeting.next()).isEmpty();
    }
}
