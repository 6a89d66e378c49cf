package medusa.interpreter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import medusa.interpreter.Completeness.State;
import medusa.interpreter.Outcome.Status;
import medusa.metrics.Counter;

/// What is typed, and what comes back.
@Timeout(120)
class InterpreterTest {
    private static final String HEAD = "HTTP/1.1 200 OK\r\nServer: Medusa\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n";

    private SessionBench bench;

    @BeforeEach
    void open() throws IOException {
        bench = new SessionBench();
    }

    @AfterEach
    void close() throws IOException {
        bench.close();
    }

    private Outcome done(String code) throws IOException {
        Outcome outcome = bench.eval(code);
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(Status.DONE);
        return outcome;
    }

    private String value(String code) throws IOException {
        return done(code).value();
    }

    @Test
    void anExpressionGivesValueTypeAndName() throws IOException {
        Outcome outcome = done("1 + 1");
        assertThat(List.of(outcome.value(), outcome.type(), outcome.name(), outcome.output()))
                .containsExactly("2", "int", "$1", "");
        assertThat(outcome.problems()).isEmpty();
        assertThat(outcome.thrown()).isEmpty();
        assertThat(done("\"a\\tb\"")).extracting(Outcome::value, Outcome::type).containsExactly("\"a\\tb\"", "String");
        assertThat(done("Map.of(1, List.of(Duration.ofSeconds(3)))"))
                .extracting(Outcome::value, Outcome::type)
                .containsExactly("{1=[PT3S]}", "Map<Integer,List<Duration>>");
        assertThat(done("String text = null;")).extracting(Outcome::value, Outcome::name)
                .containsExactly("null", "text");
        assertThat(done("new int[][]{{1, 2}, null}").value()).isEqualTo("int[2][] { int[2] { 1, 2 }, null }");
        assertThat(done("if (text == null) text = \"x\";").value()).isNull();
        assertThat(value("text")).isEqualTo("\"x\"");
        assertThat(done("  // nothing\n")).extracting(Outcome::value, Outcome::name).containsExactly(null, null);
    }

    @Test
    void snippetsRunOnTheReactorThread() throws IOException {
        assertThat(value("Thread.currentThread() == reactor.thread()")).isEqualTo("true");
        assertThat(bench.heard).containsExactly("holds true", "released true");
        assertThat(value("new Object() { public String toString() { return \"\" + (Thread.currentThread() == "
                + "reactor.thread()); } }")).isEqualTo("true");
        bench.interpreter.runOn(Interpreter.Where.WORKER);
        assertThat(value("Thread.currentThread().getName()")).isEqualTo("\"medusa-snippet\"");
        assertThat(bench.heard).hasSize(4);
    }

    @Test
    void theServersOwnObjectsAreThere() throws IOException {
        assertThat(value("reactor.channels().size()")).isEqualTo("0");
        var peer = bench.bench.connect(bench.acceptor);
        bench.bench.until("the connection", () -> bench.bench.reactor().channels().size() == 1);
        assertThat(done("reactor.channels().get(0)").type()).isEqualTo("Channel");
        assertThat(value("reactor.channels().get(0).close(); reactor.channels().size()")).isNotNull();
        peer.expectEnd();
        assertThat(Live.isEmpty()).isTrue();
    }

    @Test
    void theLastValueHasItsOwnType() throws IOException {
        done("\"abc\"");
        assertThat(value("last.length()")).isEqualTo("3");
        assertThat(done("last")).extracting(Outcome::value, Outcome::type).containsExactly("3", "int");
        done("int x = 40");
        done("x");
        done("for (int i = 0; i < 5; i++) x++;");
        assertThat(value("last + 2")).isEqualTo("42");
        assertThat(value("List.of(1, 2); last.getFirst() + 1")).isEqualTo("2");
        done("new Object() { int hidden = 7; }");
        assertThat(value("last.hidden")).isEqualTo("7");
        done("Object none = null");
        done("none");
        assertThat(value("last")).isEqualTo("null");
        done("String y = \"text\"; y; int y = 3;");
        assertThat(value("last")).isEqualTo("\"text\"");
        assertThat(Live.isEmpty()).isTrue();
    }

    @Test
    void whoDeclaresLastHasThat() throws IOException {
        done("1");
        done("String last = \"mine\"");
        done("2");
        assertThat(value("last")).isEqualTo("\"mine\"");
    }

    @Test
    void aTextMayHoldSeveralSnippets() throws IOException {
        assertThat(value("int x = 1; x + 1")).isEqualTo("2");
        assertThat(value("int twice(int n) {\n  return 2 * n;\n}\n\nint y = twice(4);\ny")).isEqualTo("8");
        assertThat(bench.eval("x = 5; int z = ").status()).isEqualTo(Status.INCOMPLETE);
        assertThat(value("x")).isEqualTo("1");
        Outcome half = bench.eval("x = 6; int bad = \"no\"; x = 7;");
        assertThat(half.status()).isEqualTo(Status.INVALID);
        assertThat(value("x")).isEqualTo("6");
        assertThat(done("x = 8; void f() {}")).extracting(Outcome::value, Outcome::name).containsExactly("8", "x");
        assertThat(done("class Some {}")).extracting(Outcome::value, Outcome::name).containsExactly(null, "Some");
    }

    @Test
    void definitionsStayAndCanBeReplaced() throws IOException {
        done("import java.util.zip.CRC32;");
        done("long crc(String text) { var crc = new CRC32(); crc.update(text.getBytes()); return crc.getValue(); }");
        assertThat(value("crc(\"a\")")).isEqualTo("3904355907");
        done("long crc(String text) { return text.length(); }");
        assertThat(value("crc(\"a\")")).isEqualTo("1");
        done("record Point(int x, int y) {}");
        assertThat(value("new Point(1, 2)")).isEqualTo("Point[x=1, y=2]");
        done("record Point(int x) {}");
        assertThat(value("new Point(1)")).isEqualTo("Point[x=1]");
    }

    @Test
    void whatIsMissingMayComeLater() throws IOException {
        Outcome early = done("int area(Box box) { return box.side() * box.side(); }");
        assertThat(early.problems()).hasSize(1);
        assertThat(early.problems().getFirst().message()).isEqualTo("cannot be used until there is: class Box");
        done("int wrong() { return 3 + missing(); }");
        Outcome use = bench.eval("wrong()");
        assertThat(use.status()).isEqualTo(Status.FAILED);
        assertThat(use.thrown().orElseThrow().message()).contains("method missing()");
        done("record Box(int side) {}");
        assertThat(value("area(new Box(3))")).isEqualTo("9");
    }

    @Test
    void sessionsDoNotSeeEachOther() throws IOException {
        Interpreter other = bench.session(SessionBench.PATIENT);
        done("int mine = 1");
        assertThat(bench.eval(other, "mine").status()).isEqualTo(Status.INVALID);
        assertThat(bench.eval(other, "String mine = \"x\"; mine").value()).isEqualTo("\"x\"");
        assertThat(value("mine")).isEqualTo("1");
    }

    @Test
    void anExtensionTypedInAnswersTheNextRequest() throws IOException {
        done("""
                class MyExt implements Extension {
                    @Override
                    public boolean match(HttpRequest request) {
                        return request.path().startsWith("/typed");
                    }

                    @Override
                    public void handle(HttpRequest request) {
                        request.reply(200).header("Content-Type", "text/plain").send("typed\\n");
                    }
                }""");
        done("extensions.install(Place.FRONT, new MyExt())");
        String reply = HEAD + "Content-Type: text/plain\r\nContent-Length: 6\r\n\r\ntyped\n";
        var peer = bench.bench.connect(bench.acceptor);
        peer.send("GET /typed HTTP/1.1\r\nHost: x\r\n\r\n").expect(reply);
        bench.interpreter.close();
        peer.send("GET /typed HTTP/1.1\r\nHost: x\r\n\r\n").expect(reply);
    }

    @Test
    void compileErrorsPointIntoTheText() throws IOException {
        Outcome outcome = bench.eval("int ok = 1;\n\n  String s =\n      ok + missing;\nok = 2;");
        assertThat(outcome.status()).isEqualTo(Status.INVALID);
        assertThat(outcome.problems()).containsExactly(new Outcome.Problem(4, 12, 4, 18,
                "cannot find symbol\n  symbol:   variable missing"));
        assertThat(value("ok")).isEqualTo("1");

        outcome = bench.eval("class Big {\n  int a = \"x\";\n  int b = 1 +;\n}");
        assertThat(outcome.status()).isEqualTo(Status.INVALID);
        assertThat(outcome.problems().getFirst()).extracting(Outcome.Problem::line, Outcome.Problem::column)
                .containsExactly(3, 14);

        outcome = bench.eval("int a = 1; foo(");
        assertThat(outcome.status()).isEqualTo(Status.INCOMPLETE);
        outcome = bench.eval("int a = 1; )");
        assertThat(outcome.problems().getFirst()).extracting(Outcome.Problem::line, Outcome.Problem::column)
                .containsExactly(1, 12);
    }

    @Test
    void whatIsThrownIsToldWithItsLines() throws IOException {
        done("int parse(String text) {\n  return Integer.parseInt(text);\n}");
        Outcome outcome = bench
                .eval("int n = 1;\n\nn = 2;\nclass Deep {\n  int go() {\n    return parse(\"x\");\n  }\n}\n"
                        + "Supplier<Integer> one = () ->\n  new Deep().go();\nn = 3 +\n  one.get();");
        assertThat(outcome.status()).isEqualTo(Status.FAILED);
        Outcome.Thrown thrown = outcome.thrown().orElseThrow();
        assertThat(thrown.type()).isEqualTo("java.lang.NumberFormatException");
        assertThat(thrown.message()).isEqualTo("For input string: \"x\"");
        assertThat(thrown.stack()).hasSizeGreaterThan(4);
        assertThat(thrown.stack().getFirst()).startsWith("java.lang.NumberFormatException.forInputString(Number");
        assertThat(thrown.stack().subList(thrown.stack().size() - 4, thrown.stack().size())).containsExactly(
                "parse, line 2 of an earlier snippet", "Deep.go, line 6", "line 10", "line 12");
        assertThat(value("n")).isEqualTo("2");
        assertThat(bench.bench.reactor().counters().get(Counter.FAULTS)).isZero();
    }

    @Test
    void causesAndOwnExceptionsAreTold() throws IOException {
        done("class Odd extends RuntimeException { Odd(Throwable cause) { super(cause); } "
                + "public String getMessage() { throw new IllegalStateException(); } }");
        Outcome.Thrown thrown = bench.eval("throw new Odd(new IOException(\"disk\"))").thrown().orElseThrow();
        assertThat(thrown.type()).isEqualTo("Odd");
        assertThat(thrown.message()).isEqualTo("(no message: java.lang.IllegalStateException in getMessage)");
        assertThat(thrown.cause().orElseThrow()).extracting(Outcome.Thrown::type, Outcome.Thrown::message)
                .containsExactly("java.io.IOException", "disk");
        thrown = bench.eval("class Loop extends Error { public synchronized Throwable getCause() { return this; } } "
                + "throw new Loop();").thrown().orElseThrow();
        assertThat(thrown.type()).isEqualTo("Loop");
    }

    @Test
    void errorsOfTheMachineEndNothingButTheSnippet() throws IOException {
        done("int deep(int n) { return deep(n + 1) + 1; }");
        Outcome outcome = bench.eval("deep(0)");
        assertThat(outcome.thrown().orElseThrow().type()).isEqualTo("java.lang.StackOverflowError");
        assertThat(outcome.thrown().orElseThrow().stack()).hasSize(65).last().asString().endsWith("more)");
        outcome = bench.eval("long[] much = new long[Integer.MAX_VALUE]");
        assertThat(outcome.thrown().orElseThrow().type()).isEqualTo("java.lang.OutOfMemoryError");
        outcome = bench.eval("List<Object> all = new ArrayList<>(); while (true) all.add(new long[1 << 24]);");
        assertThat(outcome.thrown().orElseThrow().type()).isEqualTo("java.lang.OutOfMemoryError");
        done("all = null");
        assertThat(value("1 + 1")).isEqualTo("2");
        assertThat(bench.bench.reactor().counters().get(Counter.FAULTS)).isZero();
    }

    @Test
    void aValueWithoutAUsableTextDoesNoHarm() throws IOException {
        assertThat(value("new Object() { public String toString() { throw new RuntimeException(); } }"))
                .isEqualTo("(no text: java.lang.RuntimeException in toString)");
        assertThat(value("new Object() { public String toString() { return toString(); } }"))
                .isEqualTo("(no text: java.lang.StackOverflowError in toString)");
        assertThat(value("new Object() { public String toString() { return null; } }")).isEqualTo("null");
        assertThat(value("\"x\".repeat(10_000_000)")).hasSize(65536 + 7).startsWith("\"xx").endsWith("x… (cut)");
        assertThat(value("new byte[100_000_000]")).hasSize(65536 + 7).startsWith("byte[100000000] { 0, 0");
        assertThat(value("Object[] self = {1, null}; self[1] = self; self"))
                .startsWith("Object[2] { 1, Object[2] { 1, ");
    }

    @Test
    void whatASnippetPrintsIsItsOutput() throws IOException {
        assertThat(done("System.out.print(\"größer \"); System.err.printf(\"%d%n\", 5);").output())
                .isEqualTo("größer 5\n");
        assertThat(done("System.out.println(1); System.out.append('x'); System.out.write(65); System.out.flush(); 3"))
                .extracting(Outcome::output, Outcome::value).containsExactly("1\nxA", "3");
        assertThat(done("for (int i = 0; i < 1000; i++) System.out.print(\"ö\");").output())
                .isEqualTo("ö".repeat(500) + "\n… (cut after 1000 bytes)\n");
        assertThat(done("System.out.print(\"x\" + \"ö\".repeat(1000));").output())
                .isEqualTo("x" + "ö".repeat(499) + "\n… (cut after 1000 bytes)\n");
        assertThat(bench.eval("System.out.println(\"before\"); throw new Error();").output()).isEqualTo("before\n");
    }

    @Test
    void othersPrintWhereTheyDid() throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream process = new ByteArrayOutputStream();
        System.setOut(new PrintStream(process, true, StandardCharsets.ISO_8859_1));
        try {
            Outcome outcome = done("System.out.print(\"mine\"); var other = new Thread(() -> System.out.print(\"ö\")); "
                    + "other.start(); other.join();");
            System.out.print("test");
            assertThat(outcome.output()).isEqualTo("mine");
            assertThat(process.toString(StandardCharsets.ISO_8859_1)).isEqualTo("ötest");
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void completionKnowsWhatThereIsAndRunsNothing() throws IOException {
        assertThat(bench.await(bench.interpreter.complete("http.ext", 8)))
                .isEqualTo(new Completion(5, List.of("extensions()"), false));
        assertThat(bench.heard).isEmpty();
        done("int counted = 0; int count() { return ++counted; }");
        assertThat(bench.await(bench.interpreter.complete("1 + coun + 2", 8)).candidates())
                .contains("count()", "counted");
        assertThat(bench.await(bench.interpreter.complete("count().", 8)).candidates()).isEmpty();
        assertThat(value("counted")).isEqualTo("0");
        Completion all = bench.await(bench.interpreter.complete("", 0));
        assertThat(all.candidates()).hasSize(200);
        assertThat(all.more()).isTrue();
    }

    @Test
    void examiningTellsWhetherItGoesOn() throws IOException {
        assertThat(examine("1 + 1")).isEqualTo(new Completeness(State.COMPLETE, 5));
        assertThat(examine("int x = 1; class A {")).isEqualTo(new Completeness(State.INCOMPLETE, 11));
        assertThat(examine("f(1,\n")).isEqualTo(new Completeness(State.INCOMPLETE, 0));
        assertThat(examine("\"\"\"\ntext")).isEqualTo(new Completeness(State.INCOMPLETE, 0));
        assertThat(examine("1; )")).isEqualTo(new Completeness(State.INVALID, 3));
        assertThat(examine(" /* */ ")).isEqualTo(new Completeness(State.EMPTY, 7));
    }

    private Completeness examine(String code) throws IOException {
        return bench.await(bench.interpreter.examine(code));
    }

    @Test
    void textsRunOneAfterAnotherAndTooManyAreRefused() throws IOException {
        bench.interpreter.examine("").join(); // the session stands, and its thread waits for work
        var first = bench.interpreter.eval("int n = 0; Thread.currentThread() == reactor.thread()");
        bench.interpreter.eval("Stuck.seen = 1");
        var running = bench.interpreter.eval("n");
        assertThat(bench.await(running).value()).isEqualTo("0");
        assertThat(first.join().value()).isEqualTo("true");

        // The reactor does not turn: one waits for it, sixteen for that one.
        bench.interpreter.eval("n++").isDone();
        assertThat(IntStream.range(0, 40).mapToObj(i -> bench.interpreter.eval("n++"))
                .filter(future -> future.isDone() && future.join().status() == Status.REJECTED).count())
                .isBetween(24L, 25L);
    }

    @Test
    void aTextThatBreaksTheCompilerIsAFailureLikeOthers() throws IOException {
        String deep = "(".repeat(20_000) + "1" + ")".repeat(20_000);
        assertThat(bench.eval(deep).status()).isIn(Status.FAILED, Status.INVALID);
        assertThat(value("1 + 1")).isEqualTo("2");
    }

    @Test
    void aTextThatIsTooLongIsRefused() throws IOException {
        Outcome outcome = bench.eval("1;".repeat(200_000));
        assertThat(outcome.status()).isEqualTo(Status.INVALID);
        assertThat(outcome.problems().getFirst().message()).isEqualTo("the text has more than 262144 characters");
        assertThat(examine(" ".repeat(300_000)).state()).isEqualTo(State.INVALID);
    }

    @Test
    void anObjectThatNoSnippetCouldUseIsRefused() {
        assertThatThrownBy(() -> new Interpreter.Binding("x", Hidden.class, new Hidden()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private record Hidden() {}
}
