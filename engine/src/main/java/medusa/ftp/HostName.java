package medusa.ftp;

import java.util.regex.Pattern;

import medusa.reactor.AddressRange;

/// What may stand behind HOST (RFC 7151 §3.1): a name, an IPv4 address, or an IPv6 one in brackets; no port.
final class HostName {
    private static final int LONGEST = 253;
    private static final Pattern NAME = Pattern
            .compile("(?i)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*");
    private static final Pattern NUMBERS = Pattern.compile("[0-9.]+");
    private static final Pattern SIX = Pattern.compile("\\[[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*]");

    private HostName() {}

    static boolean isOne(String text) {
        if (text.length() > LONGEST) {
            return false;
        }
        if (SIX.matcher(text).matches()) {
            return AddressRange.literal(text.substring(1, text.length() - 1)) != null;
        }
        return NAME.matcher(text).matches()
                && (!NUMBERS.matcher(text).matches() || AddressRange.literal(text) != null);
    }
}
