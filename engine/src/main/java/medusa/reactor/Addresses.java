package medusa.reactor;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/// Internet addresses as people write them.
public final class Addresses {
    private static final int GROUPS = 8;

    private Addresses() {}

    /// The upper half of an IPv6 address.
    private record Network(long bits) {}

    /// Whom to count where each address is to have no more than its share; equal for the same one. An IPv6 address stands for
    /// its /64, the least that one customer is given and can take any address from (RFC 6177).
    public static Object customer(InetAddress address) {
        return address instanceof Inet6Address six ? new Network(ByteBuffer.wrap(six.getAddress()).getLong()) : address;
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
