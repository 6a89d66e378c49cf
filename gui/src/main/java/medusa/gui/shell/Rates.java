package medusa.gui.shell;

import java.time.Duration;
import java.util.Optional;

import medusa.gui.client.ServerFigures;

/// What a server did per second between two looks.
///
/// @param requests of HTTP, and commands of FTP
/// @param in       bytes
/// @param out      bytes
record Rates(double requests, double in, double out) {

    /// Empty if the second look is no later, or the server has started anew in between.
    ///
    /// @param before null if there was no such look
    static Optional<Rates> between(ServerFigures before, ServerFigures after) {
        if (before == null || !after.at().isAfter(before.at())) {
            return Optional.empty();
        }
        double seconds = Duration.between(before.at(), after.at()).toNanos() / 1e9;
        Rates rates = new Rates((requests(after) - requests(before)) / seconds,
                (after.counter("bytes-in") - before.counter("bytes-in")) / seconds,
                (after.counter("bytes-out") - before.counter("bytes-out")) / seconds);
        return rates.requests < 0 || rates.in < 0 || rates.out < 0 ? Optional.empty() : Optional.of(rates);
    }

    private static long requests(ServerFigures figures) {
        return figures.counter("http-requests") + figures.counter("ftp-commands");
    }
}
