package medusa.gui.client;

import java.time.Duration;

/// An address from which nobody may log in for a while.
///
/// @param failures log-ins from there that have failed
/// @param left     until it may try again
/// @param sentAway how many came meanwhile and were refused unread
public record BanInfo(String address, long failures, Duration left, long sentAway) {

    static BanInfo of(Told told) {
        return new BanInfo(told.text("address"), told.number("failures"),
                Duration.ofMillis((long) (1000 * told.fraction("seconds"))), told.number("sentAway"));
    }
}
