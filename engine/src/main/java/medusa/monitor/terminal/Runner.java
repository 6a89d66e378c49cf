package medusa.monitor.terminal;

import java.util.List;

import medusa.monitor.Evaluation;

/// Runs what is typed: snippets and [SlashCommand]s.
final class Runner {
    private final Remote remote;
    private final Screen screen;
    /// Whether a value's type and name are shown too.
    private final boolean talkative;

    Runner(Remote remote, Screen screen, boolean talkative) {
        this.remote = remote;
        this.screen = screen;
        this.talkative = talkative;
    }

    /// Runs one piece and shows what came of it.
    ///
    /// @return whether all went well
    /// @throws Trouble if the server would not, or cannot be reached
    boolean run(String input) throws Trouble, InterruptedException {
        if (SlashCommand.isOne(input)) {
            SlashCommand.of(input).run(input, new SlashCommand.Call(remote, screen));
            return true;
        }
        Evaluation evaluation = Remote.await(remote.eval(input));
        screen.show(EvaluationText.result(evaluation));
        if (talkative && !EvaluationText.kind(evaluation).isEmpty()) {
            screen.show(List.of("  " + EvaluationText.kind(evaluation)));
        }
        screen.complain(EvaluationText.failure(evaluation, input));
        return evaluation.done();
    }
}
