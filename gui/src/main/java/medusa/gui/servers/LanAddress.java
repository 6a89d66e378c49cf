package medusa.gui.servers;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Comparator;

/// This machine, as others on the same network find it.
final class LanAddress {
    private LanAddress() {}

    /// An IPv4 address of a private network if there is one, else any other that others could reach, else this machine's own.
    /// Blocks for a moment.
    static String find() {
        try {
            return NetworkInterface.networkInterfaces().filter(LanAddress::isUp)
                    .sorted(Comparator.comparing(NetworkInterface::getIndex))
                    .flatMap(NetworkInterface::inetAddresses)
                    .filter(each -> !each.isLoopbackAddress() && !each.isLinkLocalAddress())
                    .min(Comparator.comparing((InetAddress each) -> !(each instanceof Inet4Address))
                            .thenComparing(each -> !each.isSiteLocalAddress()))
                    .map(InetAddress::getHostAddress).orElse("127.0.0.1");
        } catch (SocketException e) {
            return "127.0.0.1";
        }
    }

    private static boolean isUp(NetworkInterface each) {
        try {
            return each.isUp() && !each.isLoopback() && !each.isVirtual();
        } catch (SocketException e) {
            return false;
        }
    }
}
