package medusa.gui.connections;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

import medusa.gui.client.ServerLink;
import medusa.gui.ui.Format;
import medusa.gui.ui.Messages;
import medusa.gui.ui.Notices;
import medusa.gui.ui.UiExecutor;
import medusa.metrics.Printable;
import medusa.monitor.MonitorException;

/// What is done to connections; tells how it went. JavaFX thread only.
final class Commands {
    private final Messages messages = Messages.of(Commands.class);
    private final ServerLink link;
    private final UiExecutor ui;
    private final Notices notices;

    Commands(ServerLink link, UiExecutor ui, Notices notices) {
        this.link = link;
        this.ui = ui;
        this.notices = notices;
    }

    /// Ends connections at once.
    void close(List<Row> rows) {
        boolean one = rows.size() == 1;
        String what = one ? one(rows.getFirst()) : Format.number(rows.size());
        then(link.closeConnections(rows.stream().map(Row::id).toList()), messages.text("close.failed", what),
                closed -> messages.text(one
                        ? closed == 1 ? "closed.one" : "closed.none"
                        : closed == rows.size() ? "closed.many" : "closed.some", what, closed));
    }

    /// `10.0.0.7:51004 (RETR deb.iso)`
    private static String one(Row row) {
        String doing = row.doing();
        return Printable.line(row.peer()) + (doing.isEmpty() ? "" : " (" + Printable.shortened(doing) + ")");
    }

    void ban(String address, Duration time) {
        then(link.ban(address, time), messages.text("ban.failed", address),
                _ -> messages.text("banned", address, Format.duration(time)));
    }

    void bufferSize(Row row, long floor, long ceiling) {
        String peer = Printable.line(row.peer());
        then(link.bufferSize(row.id(), floor, ceiling), messages.text("buffer.failed", peer),
                _ -> floor == ceiling
                        ? messages.text("buffer.fixed", peer, Format.bytes(floor))
                        : messages.text("buffer.bounded", peer, Format.bytes(floor), Format.bytes(ceiling)));
    }

    private <T> void then(CompletableFuture<T> answer, String failed, Function<T, String> done) {
        answer.whenComplete((value, failure) -> ui.execute(() -> {
            if (failure == null) {
                notices.done(done.apply(value));
            } else {
                notices.problem(failed, words(failure));
            }
        }));
    }

    /// The server's own, with its code.
    static String words(Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        String said = Printable.line(String.valueOf(cause.getMessage()));
        return cause instanceof MonitorException refused
                ? said + " (" + refused.fault().code() + ")"
                : said;
    }
}
