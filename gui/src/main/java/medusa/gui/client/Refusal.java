package medusa.gui.client;

import java.util.Optional;
import java.util.concurrent.CompletionException;

import medusa.metrics.Printable;
import medusa.monitor.Fault;
import medusa.monitor.MonitorException;

/// A server's answer that it will not do something.
///
/// @param method  what was asked for
/// @param why     in the server's words
/// @param unknown whether the server does not know it at all, being an older one
public record Refusal(String method, String why, boolean unknown) {
    private static final int LONGEST = 300;

    /// Empty if the server has not answered at all: the state of the connection says that.
    public static Optional<Refusal> of(String method, Throwable failure) {
        Throwable cause = failure instanceof CompletionException && failure.getCause() != null
                ? failure.getCause()
                : failure;
        if (!(cause instanceof MonitorException refused)) {
            return Optional.empty();
        }
        String why = String.valueOf(refused.getMessage());
        return Optional.of(new Refusal(method, Printable.line(why.substring(0, Math.min(LONGEST, why.length()))),
                refused.fault() == Fault.UNKNOWN_METHOD));
    }
}
