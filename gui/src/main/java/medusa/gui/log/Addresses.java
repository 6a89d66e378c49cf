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

    /// The one that the entry `text` is about: "from" there somebody has come. Names that the client has chosen stand before it,
    /// so the last one counts. Other addresses, such as the server's own, are none.
    static Optional<Found> client(String text) {
        Matcher matcher = MAYBE.matcher(text);
        Optional<Found> last = Optional.empty();
        while (matcher.find()) {
            String address = matcher.group(1).replaceAll("(?<=[0-9a-fA-F])[:.]$", "");
            if (isClient(text, matcher.start(1), matcher.start(1) + address.length()) && isOfMachine(address)) {
                last = Optional.of(new Found(address, matcher.start(1), matcher.start(1) + address.length()));
            }
        }
        return last;
    }

    private static boolean isClient(String text, int from, int to) {
        String before = text.substring(0, from);
        return before.endsWith(" from ") || before.endsWith(" from [") || before.startsWith("from ") && from <= 6
                || text.startsWith(" tries again", to);
    }

    private static boolean isOfMachine(String address) {
        try {
            return !InetAddress.ofLiteral(address).isAnyLocalAddress();
        } catch (IllegalArgumentException e) {
            return false; // a time of day, or a number of a version
        }
    }
}
