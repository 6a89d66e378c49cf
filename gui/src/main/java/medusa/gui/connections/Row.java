package medusa.gui.connections;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

import medusa.gui.client.ConnectionInfo;
import medusa.gui.ui.Messages;

/// A connection as a line of the table shows it.
///
/// @param doing    what it does, without what other columns say
/// @param inRate   bytes a second, over the last seconds
/// @param outRate  likewise
/// @param doneRate bytes a second of what is being transferred, steadier still; 0 if nothing is, or not known yet
/// @param gone     it has ended, and is shown for a moment more
record Row(ConnectionInfo info, String doing, double inRate, double outRate, double doneRate, boolean gone) {
    /// What has moved nothing for so long has no remaining time.
    private static final Duration STALLED = Duration.ofSeconds(15);
    private static final int ABBREVIATION = 5;
    /// In characters: more than any screen shows on a line.
    private static final int LONGEST = 500;
    private static final Messages MESSAGES = Messages.of(Row.class);
    /// What a monitor says of itself ends with the role.
    private static final Map<String, String> ROLES = Map.of("(view)", MESSAGES.text("monitor.view"), "(manage)",
            MESSAGES.text("monitor.manage"), "(eval)", MESSAGES.text("monitor.eval"));
    /// How FTP ends what it does, `6 % of 300 MiB`, which has a bar of its own here.
    private static final Pattern PROGRESS = Pattern
            .compile(" (?:[0-9]+ % of )?[0-9.,]+ (?:[KMGTPE]?i?B|bytes?)$");

    long id() {
        return info.id();
    }

    /// Made once for each that the server tells: tables sort by it. Cut where nobody reads on.
    static String doing(ConnectionInfo info) {
        String text = info.doing();
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
        return isMonitor(info) ? monitoring(cut) : serving(cut, info);
    }

    /// `root (manage)`
    private static String monitoring(String text) {
        return ROLES.entrySet().stream().filter(role -> text.endsWith(role.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(text);
    }

    private static String serving(String all, ConnectionInfo info) {
        String text = all;
        String who = info.user().orElse("") + ": ";
        if (text.startsWith(who)) {
            text = text.substring(who.length());
        }
        return info.done().isPresent() ? PROGRESS.matcher(text).replaceFirst("") : text;
    }

    /// What the peer is called where there is room for one word.
    String peer() {
        return info.peer().equals("unix:") ? "unix" : info.peer();
    }

    /// `HTTP`, `FTP-DATA`, `Monitor`.
    String label() {
        return label(info.protocol());
    }

    static String label(String protocol) {
        int end = protocol.indexOf('-') < 0 ? protocol.length() : protocol.indexOf('-');
        return end <= ABBREVIATION
                ? protocol.toUpperCase(Locale.ROOT)
                : protocol.substring(0, 1).toUpperCase(Locale.ROOT) + protocol.substring(1);
    }

    boolean isTransferring() { return !gone && info.done().isPresent(); }

    boolean isMonitor() { return isMonitor(info); }

    private static boolean isMonitor(ConnectionInfo info) {
        return info.protocol().endsWith("monitor");
    }

    /// From 0 to 1; empty if nothing is transferred, or nobody knows how much in all.
    OptionalDouble progress() {
        return info.done().isPresent() && info.total().isPresent() && info.total().getAsLong() > 0
                ? OptionalDouble.of(Math.clamp((double) info.done().getAsLong() / info.total().getAsLong(), 0, 1))
                : OptionalDouble.empty();
    }

    /// How long the transfer will go on at its pace; empty if that cannot be said.
    ///
    /// @param now by the server's clock
    Optional<Duration> remaining(Instant now) {
        return progress().isEmpty() || doneRate < 1 || info.lastMoved().isBefore(now.minus(STALLED))
                ? Optional.empty()
                : Optional.of(Duration.ofMillis((long) (Math.max(0,
                        info.total().getAsLong() - info.done().getAsLong()) / doneRate * 1000)));
    }

    /// How full the input buffer is, from 0 to 1.
    double fill() {
        return info.inSize() <= 0 ? 0 : Math.clamp((double) info.unread() / info.inSize(), 0, 1);
    }

    Row ended() {
        return new Row(info, doing, 0, 0, 0, true);
    }

    /// With other rates.
    Row at(double in, double out) {
        return new Row(info, doing, in, out, doneRate, gone);
    }

    boolean isMoving() { return inRate > 0 || outRate > 0; }
}
