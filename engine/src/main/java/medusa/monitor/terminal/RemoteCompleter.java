package medusa.monitor.terminal;

import java.util.List;
import java.util.Map;

import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

import medusa.metrics.Printable;

/// Asks the server how a snippet could go on.
final class RemoteCompleter implements Completer {
    private final Remote remote;

    RemoteCompleter(Remote remote) {
        this.remote = remote;
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        if (line.line().startsWith("/")) {
            SlashCommand.words().forEach(word -> candidates.add(candidate("", word)));
            return;
        }
        try {
            Row answer = remote.call("complete", Map.of("code", line.line(), "cursor", line.cursor()));
            int anchor = Math.clamp(answer.number("anchor"), 0, line.cursor());
            String before = line.line().substring(0, anchor);
            answer.texts("candidates").forEach(text -> candidates.add(candidate(before, Printable.line(text))));
        } catch (Trouble e) {
            // nothing is offered
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// @param before what stays as it is
    private static Candidate candidate(String before, String text) {
        return new Candidate(before + text, text, null, null, null, null, false);
    }
}
