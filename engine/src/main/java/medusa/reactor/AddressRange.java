package medusa.reactor;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// A range of IP addresses in CIDR form, `10.0.0.0/8` or `2001:db8::/32`; a lone address is a range of one.
///
/// @param network the first address of the range
/// @param prefix how many leading bits all its addresses share
public record AddressRange(InetAddress network, int prefix) {
    private static final Pattern V4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern PREFIX = Pattern.compile("\\d{1,3}");

    /// @throws IllegalArgumentException if `prefix` does not fit `network`, or `network` has bits set behind it
    public AddressRange {
        int bits = network.getAddress().length * 8;
        if (prefix < 0 || prefix > bits) {
            throw new IllegalArgumentException("expected a prefix between 0 and " + bits + ", found /" + prefix);
        }
        InetAddress first = first(network, prefix);
        if (!first.equals(network)) {
            throw new IllegalArgumentException("expected the first address of the range, "
                    + Printable.quoted(first.getHostAddress() + "/" + prefix) + ", found "
                    + Printable.quoted(network.getHostAddress() + "/" + prefix));
        }
    }

    /// Reads a range. It never asks the name service.
    ///
    /// @throws IllegalArgumentException with a message that says what a range looks like
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        InetAddress network = literal(slash < 0 ? text : text.substring(0, slash));
        String prefix = slash < 0 ? "" : text.substring(slash + 1);
        if (network == null || slash >= 0 && !PREFIX.matcher(prefix).matches()) {
            throw new IllegalArgumentException(
                    "expected an address range such as \"10.0.0.0/8\" or \"2001:db8::/32\", found "
                            + Printable.quoted(text));
        }
        return new AddressRange(network, slash < 0 ? network.getAddress().length * 8 : Integer.parseInt(prefix));
    }

    /// Whether `address` lies in this range. An IPv4 address never lies in an IPv6 range, nor the other way round.
    public boolean contains(InetAddress address) {
        return address.getAddress().length == network.getAddress().length && first(address, prefix).equals(network);
    }

    /// As it is written in the configuration.
    @Override
    public String toString() {
        return network.getHostAddress() + "/" + prefix;
    }

    /// The address that `text` spells in numbers, or null.
    public static InetAddress literal(String text) {
        try {
            if (V4.matcher(text).matches()) {
                return Inet4Address.ofLiteral(text);
            }
            // A scope such as %eth0 belongs to a machine's interface, not to an address.
            return text.indexOf(':') >= 0 && text.indexOf('%') < 0 ? Inet6Address.ofLiteral(text) : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static InetAddress first(InetAddress address, int prefix) {
        byte[] bytes = address.getAddress();
        for (int i = 0; i < bytes.length; i++) {
            int kept = Math.clamp(prefix - i * 8, 0, 8);
            bytes[i] &= (byte) (0xff << 8 - kept);
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }
}
