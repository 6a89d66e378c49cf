package medusa.reactor;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;

/// A block of IPv4 or IPv6 addresses in CIDR form (RFC 4632, RFC 4291 §2.3), such as `10.0.0.0/8` or `2001:db8::/32`.
/// A single address is a block of one.
public final class AddressRange {
    private final byte[] prefix;
    private final int bits;

    private AddressRange(byte[] prefix, int bits) {
        this.prefix = prefix;
        this.bits = bits;
    }

    /// Reads `text`; names are not looked up.
    ///
    /// @throws IllegalArgumentException with a message for the administrator
    public static AddressRange parse(String text) {
        int slash = text.indexOf('/');
        byte[] address = literal(slash < 0 ? text : text.substring(0, slash), text);
        int width = address.length * 8;
        int bits = width;
        if (slash >= 0) {
            String length = text.substring(slash + 1);
            bits = length.matches("[0-9]{1,3}") ? Integer.parseInt(length) : -1;
            if (bits < 0 || bits > width) {
                throw wrong(text);
            }
        }
        for (int bit = bits; bit < width; bit++) {
            if ((address[bit / 8] & (0x80 >> bit % 8)) != 0) {
                throw new IllegalArgumentException("\"" + text + "\" has bits set behind its prefix of " + bits);
            }
        }
        return new AddressRange(address, bits);
    }

    /// The JDK also takes the old forms `10` and `10.1` for 0.0.0.10 and 10.0.0.1, which nobody means in a block.
    private static byte[] literal(String address, String text) {
        try {
            if (!address.contains(":") && address.chars().filter(c -> c == '.').count() != 3) {
                throw wrong(text);
            }
            return InetAddress.ofLiteral(address).getAddress();
        } catch (IllegalArgumentException e) {
            throw wrong(text);
        }
    }

    private static IllegalArgumentException wrong(String text) {
        return new IllegalArgumentException("expected an address range such as \"10.0.0.0/8\", found \"" + text + "\"");
    }

    /// Whether `address` lies in this block. An IPv4 address is never in an IPv6 block, nor the other way round.
    public boolean contains(InetAddress address) {
        byte[] other = address.getAddress();
        if (other.length != prefix.length) {
            return false;
        }
        int whole = bits / 8;
        int rest = bits % 8;
        return Arrays.equals(prefix, 0, whole, other, 0, whole)
                && (rest == 0 || ((prefix[whole] ^ other[whole]) & (0xff00 >> rest) & 0xff) == 0);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AddressRange range && bits == range.bits && Arrays.equals(prefix, range.prefix);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(prefix), bits);
    }

    @Override
    public String toString() {
        try {
            return InetAddress.getByAddress(prefix).getHostAddress() + "/" + bits;
        } catch (UnknownHostException e) {
            throw new AssertionError(e); // four or sixteen bytes by construction
        }
    }
}
