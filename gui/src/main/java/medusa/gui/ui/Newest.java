package medusa.gui.ui;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BinaryOperator;
import java.util.function.Consumer;

/// Hands values to the JavaFX thread, no more often than it can take them: what comes while the last one waits is merged
/// into it, and so a busy window gets the newest state instead of a queue.
///
/// @param <T> immutable values
public final class Newest<T> implements Consumer<T> {
    private final UiExecutor ui;
    private final BinaryOperator<T> merge;
    private final Consumer<T> into;
    private final AtomicReference<T> waiting = new AtomicReference<>();

    /// The later value takes the place of the earlier one.
    public Newest(UiExecutor ui, Consumer<T> into) {
        this(ui, (_, later) -> later, into);
    }

    /// @param merge what two values are together, the earlier one first
    /// @param into  called on the JavaFX thread
    public Newest(UiExecutor ui, BinaryOperator<T> merge, Consumer<T> into) {
        this.ui = ui;
        this.merge = merge;
        this.into = into;
    }

    /// Any thread.
    @Override
    public void accept(T value) {
        if (waiting.getAndAccumulate(value,
                (before, later) -> before == null ? later : merge.apply(before, later)) == null) {
            ui.execute(() -> into.accept(waiting.getAndSet(null)));
        }
    }
}
