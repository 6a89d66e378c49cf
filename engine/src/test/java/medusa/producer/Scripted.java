package medusa.producer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;

/// A producer that does what a test wrote down: each step is one answer of `more`.
final class Scripted implements Producer {

    /// One answer: the text to put and what to return, or the failure to throw.
    record Step(String text, Next next, IOException failure) {}

    private final ArrayDeque<Step> steps;
    int asked;
    int closes;
    Runnable wake;

    Scripted(Step... steps) {
        this.steps = new ArrayDeque<>(List.of(steps));
    }

    static Step more(String text) {
        return new Step(text, Next.MORE, null);
    }

    static Step stalled(String text) {
        return new Step(text, Next.STALLED, null);
    }

    static Step end(String text) {
        return new Step(text, Next.END, null);
    }

    static Step failure(String message) {
        return new Step("", null, new IOException(message));
    }

    @Override
    public Next more(ByteBuffer into) throws IOException {
        asked++;
        Step step = steps.remove();
        if (step.failure != null) {
            throw step.failure;
        }
        into.put(step.text.getBytes(StandardCharsets.ISO_8859_1));
        return step.next;
    }

    @Override
    public void wakeWith(Runnable newWake) {
        wake = newWake;
    }

    @Override
    public void close() {
        closes++;
    }

    @Override
    public String name() {
        return "scripted";
    }

    /// What one call of `more` puts, followed by what it returns: `"text|MORE"`.
    static String ask(Producer producer, int room) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(room);
        Next next = producer.more(into);
        return new String(into.array(), 0, into.position(), StandardCharsets.ISO_8859_1) + '|' + next;
    }
}
