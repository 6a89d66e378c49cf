package medusa.gui.monitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;

import medusa.gui.monitor.Line.Kind;
import medusa.gui.ui.Messages;
import medusa.monitor.ConnectionLostException;
import medusa.monitor.Evaluation;
import medusa.monitor.Evaluation.Problem;
import medusa.monitor.Evaluation.Thrown;
import medusa.monitor.JavaText;
import medusa.monitor.MonitorException;

/// What became of a snippet, as lines.
final class Outcome {
    private static final int FEW = 12;
    private static final int FEW_CHARACTERS = 1200;
    private static final int MOST_LINES = 10_000;
    private static final int MOST_CHARACTERS = 500_000;
    private static final int MOST_PROBLEMS = 50;
    /// Of a message, or a frame of a stack.
    private static final int MOST_WORDS = 10_000;
    /// Of a line in which something is wrong.
    private static final int WIDTH = 72;

    private final Messages messages;
    private final List<Block> blocks = new ArrayList<>();

    private Outcome(Messages messages) {
        this.messages = messages;
    }

    /// @param code as it was sent
    static List<Block> of(Evaluation evaluation, String code, Messages messages) {
        Outcome outcome = new Outcome(messages);
        outcome.tell(evaluation, code);
        return outcome.blocks;
    }

    /// Why there is no outcome.
    static List<Block> of(Throwable failure, Messages messages) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        String key = switch (cause) {
            case ConnectionLostException _ -> "lost";
            case TimeoutException _ -> "no-answer";
            case MonitorException e when messages.has("fault." + e.fault().label()) -> "fault." + e.fault().label();
            default -> "failed";
        };
        String small = cause instanceof MonitorException e
                ? cause.getMessage() + " (" + e.fault().code() + ")"
                : String.valueOf(cause.getMessage());
        return List.of(Block.open(List.of(new Line(Kind.PROBLEM, messages.text(key)).with(SafeLines.one(small)))));
    }

    private void tell(Evaluation evaluation, String code) {
        add(Kind.OUTPUT, evaluation.output(), "more-output");
        if (evaluation.value() != null) {
            value(evaluation);
        } else if (evaluation.done() && evaluation.name() != null) {
            blocks.add(note(messages.text("defined", SafeLines.one(evaluation.name()))));
        }
        evaluation.problems().stream().limit(MOST_PROBLEMS).forEach(problem -> blocks.add(problem(problem, code)));
        String key = "outcome." + evaluation.status().name().toLowerCase(Locale.ROOT);
        if (messages.has(key)) {
            blocks.add(note(messages.text(key)));
        }
        evaluation.thrown().ifPresent(thrown -> thrown(thrown, evaluation.status()));
        if (blocks.isEmpty()) {
            blocks.add(note(messages.text(evaluation.done() ? "done" : "failed")));
        }
        time(millis(evaluation.millis()));
    }

    private static Block note(String text) {
        return Block.open(List.of(new Line(Kind.NOTE, text)));
    }

    /// Behind what is wrong, else behind the last line that is to be seen in any case.
    private void time(String text) {
        int which = blocks.size() - 1;
        while (which >= 0 && blocks.get(which).shown() == 0) {
            which--;
        }
        if (which < 0) {
            blocks.addFirst(note(text));
            return;
        }
        Block last = blocks.get(which);
        List<Line> lines = new ArrayList<>(last.lines());
        int at = lines.getFirst().kind() == Kind.PROBLEM ? 0 : last.shown() - 1;
        lines.set(at, lines.get(at).with(text));
        blocks.set(which, new Block(lines, last.shown(), last.more(), last.less()));
    }

    /// `0.4 ms`, `12 ms`, `2.9 s`
    static String millis(double millis) {
        if (millis >= 1000) {
            return "%.1f s".formatted(millis / 1000);
        }
        return (millis < 10 ? "%.1f ms" : "%.0f ms").formatted(millis);
    }

    /// `$1 : int = 2`, or the value below that if it has several lines.
    private void value(Evaluation evaluation) {
        String name = evaluation.name() == null ? "" : evaluation.name();
        String type = evaluation.type() == null ? "" : evaluation.type();
        String head = name + (name.isEmpty() || type.isEmpty() ? "" : " : ") + type;
        List<String> lines = SafeLines.of(cut(evaluation.value(), MOST_CHARACTERS));
        String first = head.isEmpty() ? "" : SafeLines.one(head) + " =";
        if (lines.size() <= 1) {
            blocks.add(Block.open(List.of(value(first, lines.isEmpty() ? "" : lines.getFirst()))));
            return;
        }
        if (!first.isEmpty()) {
            blocks.add(Block.open(List.of(value(first, ""))));
        }
        add(Kind.VALUE, evaluation.value(), "more-value");
    }

    private static String cut(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static Line value(String head, String value) {
        List<JavaText.Span> spans = head.isEmpty()
                ? List.of()
                : List.of(new JavaText.Span(0, head.length(), JavaText.Kind.COMMENT));
        return new Line(Kind.VALUE, head.isEmpty() ? value : head + " " + value, spans, "");
    }

    /// As many lines as a transcript can take, of which the first few are to be seen.
    private void add(Kind kind, String text, String more) {
        List<String> all = SafeLines.of(
                text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS));
        List<Line> lines = new ArrayList<>(all.stream().limit(MOST_LINES).map(line -> new Line(kind, line)).toList());
        if (all.size() > MOST_LINES || text.length() > MOST_CHARACTERS) {
            lines.add(new Line(Kind.NOTE, messages.text("cut")));
        }
        int few = few(lines);
        if (!lines.isEmpty()) {
            blocks.add(few < lines.size()
                    ? new Block(List.copyOf(lines), few, messages.text(more, text.lines().count()),
                            messages.text("less"))
                    : Block.open(lines));
        }
    }

    /// How many of them are to be seen at first.
    private static int few(List<Line> lines) {
        int few = 0;
        int characters = 0;
        while (few < lines.size() && few < FEW && characters < FEW_CHARACTERS) {
            characters += lines.get(few).text().length();
            few++;
        }
        return lines.size() <= few + 2 && characters < FEW_CHARACTERS ? lines.size() : few; // two more are no more than the fold
    }

    private static Block problem(Problem problem, String code) {
        List<Line> lines = new ArrayList<>();
        Kind kind = Kind.PROBLEM;
        for (String line : SafeLines.of(cut(problem.message(), MOST_WORDS))) {
            lines.add(new Line(kind, line));
            kind = Kind.SOURCE;
        }
        List<String> source = code.lines().toList();
        if (problem.line() >= 1 && problem.line() <= source.size()) {
            String number = problem.line() + " | ";
            Excerpt excerpt = Excerpt.of(SafeLines.inPlace(source.get(problem.line() - 1)), problem, WIDTH);
            lines.add(new Line(Kind.SOURCE, number + excerpt.text()));
            lines.add(new Line(Kind.CARETS, " ".repeat(number.length() - 2) + "| " + " ".repeat(excerpt.column())
                    + "^".repeat(excerpt.length())));
        }
        return Block.open(lines);
    }

    private void thrown(Thrown thrown, Evaluation.Status status) {
        if (status != Evaluation.Status.INTERRUPTED) { // what ends a snippet from outside is nothing of its own
            blocks.add(Block.open(heads(thrown)));
        }
        List<Line> frames = new ArrayList<>();
        Optional<Thrown> next = Optional.of(thrown);
        while (next.isPresent() && frames.size() < MOST_LINES) {
            Thrown one = next.get();
            if (one != thrown) {
                frames.add(new Line(Kind.SOURCE, messages.text("because", heads(one).getFirst().text())));
            }
            one.stack().stream().limit(MOST_LINES - frames.size()).forEach(
                    frame -> frames.add(new Line(Kind.FRAME, "at " + SafeLines.one(cut(frame, MOST_WORDS).strip()))));
            next = one.cause();
        }
        if (!frames.isEmpty()) {
            blocks.add(new Block(List.copyOf(frames), 0, messages.text("more-stack", frames.size()),
                    messages.text("less-stack")));
        }
    }

    private List<Line> heads(Thrown thrown) {
        String text = thrown.type() + (thrown.message() == null ? "" : ": " + thrown.message());
        List<Line> lines = new ArrayList<>();
        for (String line : SafeLines.of(text.isEmpty() ? messages.text("failed") : cut(text, MOST_WORDS))) {
            lines.add(new Line(lines.isEmpty() ? Kind.PROBLEM : Kind.SOURCE, line));
        }
        return lines;
    }
}
