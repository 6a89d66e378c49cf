package medusa.server;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.metrics.Printable;
import medusa.reactor.AddressRange;

/// The parts of a listen address.
final class AddressText {
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}");
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f.]*:[0-9A-Fa-f:.]*)(%[A-Za-z0-9_.-]+)?");

    private AddressText() {}

    static IllegalArgumentException expected(String text) {
        return new IllegalArgumentException("expected HOST:PORT, :PORT, [IPV6]:PORT, unix:PATH or \"off\", found "
                + Printable.quoted(text));
    }

    static Path path(String text) {
        String path = text.substring("unix:".length());
        try {
            if (!path.isEmpty()) {
                return Path.of(path);
            }
        } catch (InvalidPathException e) {
            // no path either
        }
        throw new IllegalArgumentException(
                "expected a path after \"unix:\", such as \"unix:/run/medusa/socket\", found "
                        + Printable.quoted(text));
    }

    static String host(String text, String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            String address = host.substring(1, host.length() - 1);
            Matcher matcher = V6.matcher(address);
            if (matcher.matches() && AddressRange.literal(matcher.group(1)) != null) {
                return address;
            }
        } else if (V6.matcher(host).matches()) {
            throw new IllegalArgumentException(
                    "expected brackets around an IPv6 address, such as \"[::1]:8080\", found "
                            + Printable.quoted(text));
        } else if (host.isEmpty() || HOST.matcher(host).matches() && !brokenV4(host)) {
            return host;
        }
        throw expected(text);
    }

    /// Numbers and dots that are no address would otherwise be looked up as a name, and fail obscurely at start.
    private static boolean brokenV4(String host) {
        return host.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9') && AddressRange.literal(host) == null;
    }

    static int port(String text, int start) {
        String digits = text.substring(start);
        if (digits.isEmpty() || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw expected(text);
        }
        if (digits.length() > 5 || Integer.parseInt(digits) > 65535) {
            throw new IllegalArgumentException("expected a port between 0 and 65535, found " + Printable.quoted(text));
        }
        return Integer.parseInt(digits);
    }
}
