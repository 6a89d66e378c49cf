package medusa.gui.dashboard;

import java.util.List;
import java.util.function.ToDoubleFunction;

import medusa.gui.client.ServerFigures;

/// A number whose course is kept.
enum Metric {
    /// Open ones.
    CONNECTIONS(ServerFigures::open),
    /// HTTP requests and FTP commands a second: see [medusa.gui.client.RateMeter#requests].
    REQUESTS("http-requests", "ftp-commands"),
    /// Files a second that have gone whole over FTP or come whole over FTP or HTTP. What HTTP sends are requests: nobody counts
    /// which of them were files.
    TRANSFERS("ftp-downloads", "ftp-uploads", "uploads"),
    /// Bytes a second that the server sends.
    OUT("bytes-out"),
    /// Bytes a second that it receives.
    IN("bytes-in"),
    /// Milliseconds of the reactor's longest turn of the last minute.
    TURN(ServerFigures::recentTurnMillis),
    /// In use; none if the server does not know.
    DESCRIPTORS(figures -> figures.descriptors().isPresent() ? figures.descriptors().getAsLong() : Double.NaN),
    /// Bytes in use.
    HEAP(ServerFigures::heap);

    private final ToDoubleFunction<ServerFigures> level;
    private final List<String> counters;

    Metric(ToDoubleFunction<ServerFigures> level) {
        this.level = level;
        counters = List.of();
    }

    Metric(String... counters) {
        level = _ -> Double.NaN;
        this.counters = List.of(counters);
    }

    /// Whether it is what has been counted within a second, in contrast to what is.
    boolean isRate() {
        return !counters.isEmpty();
    }

    /// Its value at one moment; of a rate, what has been counted until then.
    double of(ServerFigures figures) {
        return isRate() ? counters.stream().mapToLong(figures::counter).sum() : level.applyAsDouble(figures);
    }
}
