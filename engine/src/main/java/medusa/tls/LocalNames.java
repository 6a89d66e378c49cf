package medusa.tls;

import java.io.IOException;
import java.net.IDN;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/// What a server on this machine is reached by. Asks the machine, never the network.
final class LocalNames {
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");

    private LocalNames() {}

    /// The names for a certificate of one's own: this machine to itself, and everything that listeners were asked for.
    ///
    /// @param hosts names and literal addresses; an empty one or a wildcard address stands for the whole machine
    /// @param passing whether the machine's own IPv6 addresses are among them, which many systems change every day
    static CertificateNames of(Collection<String> hosts, boolean passing) {
        Set<String> names = new LinkedHashSet<>(Set.of("localhost"));
        Set<InetAddress> addresses = new LinkedHashSet<>();
        CertificateNames.address("127.0.0.1").ifPresent(addresses::add);
        CertificateNames.address("::1").ifPresent(addresses::add);
        for (String host : hosts) {
            Optional<InetAddress> address = CertificateNames.address(host);
            if (everywhere(host)) {
                machine(names, addresses, passing);
            } else if (address.isPresent()) {
                addresses.add(address.get());
            } else {
                ascii(host).ifPresent(names::add);
            }
        }
        return new CertificateNames(names, addresses);
    }

    static boolean everywhere(String host) {
        return host.isEmpty() || CertificateNames.address(host).filter(InetAddress::isAnyLocalAddress).isPresent();
    }

    private static void machine(Set<String> names, Set<InetAddress> addresses, boolean passing) {
        try {
            machineName().flatMap(LocalNames::ascii).ifPresent(names::add);
            // A link-local address is of no use in a URL, where it would need a scope.
            NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLinkLocalAddress() && (passing || address instanceof Inet4Address))
                    .forEach(address -> CertificateNames.address(address.getHostAddress().replaceFirst("%.*", ""))
                            .ifPresent(addresses::add));
        } catch (SocketException e) {
            // No network yet; the certificate is made anew when there is one.
        }
    }

    /// As the system itself has it, or else a shell: the JDK would ask the network.
    private static Optional<String> machineName() {
        try {
            return Optional.of(Files.readString(HOST_NAME).strip());
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME"));
        }
    }

    private static Optional<String> ascii(String host) {
        try {
            return Optional.of(CertificateNames.normal(IDN.toASCII(host))).filter(name -> !name.isEmpty());
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // no host name, so nobody can ask for it
        }
    }
}
