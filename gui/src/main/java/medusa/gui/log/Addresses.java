package medusa.gui.log;

import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds addresses of clients in texts.
final class Addresses {
    /// What may be one, of IPv4 or IPv6.
    private static final Pattern MAYBE = Pattern
            .compile(
                    "(?<![\\w.:])(\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F.]{0,15}){2,8})(?![\\w.]*\\w)");

    /// Where one is.
    record Found(String address, int from, int to) {}

    private Addresses() {}

    /// The first one in `text` that is a machine's.
    static Optional<Found> first(String text) {
        Matcher matcher = MAYBE.matcher(text);
        while (matcher.find()) {
            String address = matcher.group(1).replaceAll("(?<=[0-9a-fA-F])[:.]$", "");
            if (isOfMachine(address)) {
                return Optional.of(new Found(address, matcher.start(1), matcher.start(1) + address.length()));
            }
        }
        return Optional.empty();
    }

    private static boolean isOfMachine(String address) {
        try {
            return !InetAddress.ofLiteral(address).isAnyLocalAddress();
        } catch (IllegalArgumentException e) {
            return false; // a time of day, or a number of a version
        }
    }
}
