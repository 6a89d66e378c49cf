package medusa.monitor.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import medusa.monitor.Evaluation;
import medusa.monitor.Evaluation.Problem;
import medusa.monitor.Evaluation.Status;
import medusa.monitor.Evaluation.Thrown;

class EvaluationTextTest {
    private static Evaluation evaluation(Status status, List<Problem> problems, Thrown thrown) {
        return new Evaluation(status, null, null, null, "", problems, Optional.ofNullable(thrown), 1250);
    }

    private static Evaluation value(String output, String value, String type, String name) {
        return new Evaluation(Status.DONE, value, type, name, output, List.of(), Optional.empty(), 1);
    }

    @Test
    void theValueComesAfterTheOutput() {
        Evaluation evaluation = value("one\ntwo\n", "2", "int", "$1");
        assertThat(EvaluationText.result(evaluation)).containsExactly("one", "two", "2");
        assertThat(EvaluationText.kind(evaluation)).isEqualTo("int $1");
        assertThat(EvaluationText.failure(evaluation, "1+1")).isEmpty();
    }

    @Test
    void whatHasNoValueSaysLittle() {
        assertThat(EvaluationText.result(value("", null, null, null))).isEmpty();
        assertThat(EvaluationText.kind(value("", null, null, null))).isEmpty();
        assertThat(EvaluationText.kind(value("", null, null, "f"))).isEqualTo("f is there");
    }

    @Test
    void nothingReachesTheTerminalAsAnythingButText() {
        assertThat(EvaluationText.result(value("a\tb\u001b[31m\r\n", "x\u202ey\nz", "T\n", "n")))
                .containsExactly("a\tb\\x1b[31m", "x\\u202ey", "z");
        assertThat(EvaluationText.failure(
                evaluation(Status.FAILED, List.of(), new Thrown("E", "m\u0007\nn", List.of("f\u001b"),
                        Optional.of(new Thrown("C\u001b", null, List.of(), Optional.empty())))),
                ""))
                .containsExactly("E: m\\x07", "n", "    at f\\x1b", "because of C\\x1b");
    }

    @Test
    void problemsAreShownUnderTheirColumn() {
        String code = "int a = 1;\n\tfoo(a);\n";
        assertThat(EvaluationText.failure(evaluation(Status.INVALID,
                List.of(new Problem(2, 2, 2, 4, "cannot find symbol\n  symbol: foo")), null), code)).containsExactly(
                        "cannot find symbol", "  symbol: foo",
                        "2 |  foo(a);",
                        "  |  ^^^");
    }

    @Test
    void aProblemMayBeAnywhere() {
        for (Problem problem : List.of(new Problem(1, 9, 1, 9, "m"), new Problem(1, 3, 4, 1, "m"),
                new Problem(1, 0, 1, -5, "m"), new Problem(7, 1, 7, 1, "m"))) {
            assertThat(EvaluationText.failure(evaluation(Status.INVALID, List.of(problem), null), "文 + 1"))
                    .startsWith("m").doesNotContain("");
        }
        assertThat(EvaluationText.failure(
                evaluation(Status.INVALID, List.of(new Problem(1, 3, 4, 1, "m")), null), "文 + 1"))
                .containsExactly("m", "1 | 文 + 1", "  |    ^^^");
    }

    @Test
    void eachEndHasItsWords() {
        assertThat(EvaluationText.failure(evaluation(Status.INTERRUPTED, List.of(),
                new Thrown("java.lang.ThreadDeath", null, List.of("line 3"), Optional.empty())), ""))
                .containsExactly("interrupted after 1.25 s", "    at line 3");
        assertThat(EvaluationText.failure(evaluation(Status.INCOMPLETE, List.of(), null), ""))
                .containsExactly("the snippet is not complete; nothing of it was run");
        assertThat(EvaluationText.failure(evaluation(Status.FAILED, List.of(), null), ""))
                .containsExactly("the snippet failed");
    }
}
