package medusa.gui.connections;

import java.time.Duration;

import javafx.util.Subscription;

import medusa.gui.ui.UiExecutor;

/// Does at once what is to be done; time is left to the test.
class StepUi implements UiExecutor {
    @Override
    public void execute(Runnable task) {
        task.run();
    }

    @Override
    public Subscription every(Duration period, Runnable task) {
        return Subscription.EMPTY;
    }
}
