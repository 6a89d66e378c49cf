package medusa.gui.ui;

import java.time.Duration;
import java.util.concurrent.Executor;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Platform;
import javafx.util.Subscription;

/// The way onto the JavaFX thread, and the only one: view models are given one of these, tests give them one that runs at once.
public interface UiExecutor extends Executor {

    /// Runs `task` there soon, after what was given before. Any thread.
    @Override
    void execute(Runnable task);

    /// Runs `task` there again and again, until the subscription is ended. JavaFX thread only.
    Subscription every(Duration period, Runnable task);

    /// The real one.
    static UiExecutor fx() {
        return new UiExecutor() {
            @Override
            public void execute(Runnable task) {
                Platform.runLater(task);
            }

            @Override
            public Subscription every(Duration period, Runnable task) {
                Timeline ticks = new Timeline(
                        new KeyFrame(javafx.util.Duration.millis(period.toMillis()), _ -> task.run()));
                ticks.setCycleCount(Animation.INDEFINITE);
                ticks.play();
                return ticks::stop;
            }
        };
    }
}
