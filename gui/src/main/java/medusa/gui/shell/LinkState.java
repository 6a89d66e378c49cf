package medusa.gui.shell;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

import medusa.gui.ui.Messages;
import medusa.monitor.MonitorClient.State;

/// How the connection to a server stands, in words.
///
/// @param words short enough for the top bar
/// @param why   there is none, in the words of whoever found out; empty if there is, or nobody knows yet
record LinkState(Phase phase, String words, String why) {
    private static final int LONGEST = 200;

    /// What its mark looks like.
    enum Phase {
        NONE,
        CONNECTED,
        WAITING,
        REFUSED;

        /// Of the mark.
        String styleClass() {
            return "link-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /// How the current server's connection stands now.
    static LinkState of(Watched watched, Instant now, Messages messages) {
        return Boolean.TRUE.equals(watched.quiet().getValue())
                ? new LinkState(Phase.WAITING, messages.text("link.quiet"), "")
                : of(watched.state().getValue(), watched.asOf().getValue() != null, now, messages);
    }

    /// @param state  null if no server is open
    /// @param before whether there has been a connection to it
    private static LinkState of(State state, boolean before, Instant now, Messages messages) {
        return switch (state) {
            case null -> new LinkState(Phase.NONE, "", "");
            case State.Connecting _ -> new LinkState(Phase.WAITING, messages.text("link.connecting"), "");
            case State.LoggingIn _ -> new LinkState(Phase.WAITING, messages.text("link.logging-in"), "");
            case State.Connected _ -> new LinkState(Phase.CONNECTED, messages.text("link.connected"), "");
            case State.Waiting waiting -> {
                long seconds = Math.ceilDiv(Duration.between(now, waiting.until()).toMillis(), 1000);
                String words = seconds <= 0
                        ? messages.text("link.connecting")
                        : messages.text(before ? "link.again-in" : "link.try-in", seconds);
                yield new LinkState(Phase.WAITING, words, shown(waiting.why()));
            }
            case State.Refused refused ->
                new LinkState(Phase.REFUSED, messages.text("link.refused"), shown(refused.why()));
            case State.Closed _ -> new LinkState(Phase.NONE, messages.text("link.closed"), "");
        };
    }

    private static String shown(String why) {
        return why.length() <= LONGEST ? why : why.substring(0, LONGEST) + "…";
    }

    /// Whether somebody may be tired of waiting.
    boolean canRetry() {
        return phase == Phase.WAITING && !why.isEmpty() || phase == Phase.REFUSED;
    }
}
