package medusa.reactor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Internet addresses as people write them.
public final class Addresses {
    private static final int GROUPS = 8;

    private Addresses() {}

    /// The upper half of an IPv6 address.
    private record Network(long bits) {}

    /// What many networks have in common.
    private record Site(boolean six, long bits) {}

    /// Whom to count where each address is to have no more than its share; equal for the same one. An IPv6 address stands for
    /// its /64, the least that one customer is given and can take any address from (RFC 6177).
    public static Object customer(InetAddress address) {
        return address instanceof Inet6Address six ? new Network(ByteBuffer.wrap(six.getAddress()).getLong()) : address;
    }

    /// Whom to count together where many [customers][#customer] might be one after all; equal for the same ones. That is the /48
    /// which a site is given at most (RFC 6177 §1), and of IPv4 a /24, the least that is routed.
    public static Object site(InetAddress address) {
        ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
        return address instanceof Inet6Address
                ? new Site(true, bytes.getLong() >> Short.SIZE)
                : new Site(false, bytes.getInt() >> Byte.SIZE);
    }

    /// All addresses of that [#customer], as people write them: `192.0.2.1`, or `2001:db8::/64`.
    public static String customerText(InetAddress address) {
        return address instanceof Inet6Address ? text(network(address)) + "/64" : text(address);
    }

    private static InetAddress network(InetAddress address) {
        byte[] bytes = Arrays.copyOf(Arrays.copyOf(address.getAddress(), Long.BYTES), 2 * Long.BYTES);
        try {
            return Inet6Address.getByAddress(null, bytes, -1); // an IPv6 one, whatever its bits
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // only for a wrong length
        }
    }

    /// `127.0.0.1:80`, `[::1]:80` or `unix:/path`, with nothing behind `unix:` for the nameless end of a connection; empty for none.
    public static String text(SocketAddress address) {
        return switch (address) {
            case null -> "";
            case InetSocketAddress inet -> {
                String host = text(inet.getAddress());
                yield (host.contains(":") ? "[" + host + "]" : host) + ":" + inet.getPort();
            }
            case UnixDomainSocketAddress unix -> "unix:" + unix.getPath();
            default -> address.toString();
        };
    }

    /// The text of `address`: an IPv6 one in the short form of RFC 5952 §4, without a scope.
    public static String text(InetAddress address) {
        if (!(address instanceof Inet6Address)) {
            return address.getHostAddress();
        }
        byte[] bytes = address.getAddress();
        int[] groups = new int[GROUPS];
        for (int i = 0; i < GROUPS; i++) {
            groups[i] = (bytes[2 * i] & 0xff) << 8 | bytes[2 * i + 1] & 0xff;
        }
        int from = 0;
        int length = 0;
        for (int i = 0; i < GROUPS; i++) {
            int run = 0;
            while (i + run < GROUPS && groups[i + run] == 0) {
                run++;
            }
            if (run > length) {
                from = i;
                length = run;
            }
        }
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < GROUPS; i++) {
            if (length > 1 && i == from) {
                text.append("::");
                i += length - 1;
            } else {
                text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":")
                        .append(Integer.toHexString(groups[i]));
            }
        }
        return text.toString();
    }
}
