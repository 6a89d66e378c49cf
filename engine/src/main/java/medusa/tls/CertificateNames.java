package medusa.tls;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.security.auth.x500.X500Principal;

/// The names that a certificate is for (RFC 6125, RFC 9525): its alternative names, or the common name of one that has none.
///
/// @param hosts lower case, `*.` in front for any one label
public record CertificateNames(Set<String> hosts, Set<InetAddress> addresses) {
    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;
    private static final Pattern COMMON_NAME = Pattern.compile("(?:^|[,+])CN=((?:\\\\.|[^,+\\\\])*+)");

    /// @param hosts copied
    /// @param addresses copied
    public CertificateNames {
        hosts = Set.copyOf(hosts);
        addresses = Set.copyOf(addresses);
    }

    static CertificateNames of(X509Certificate certificate) {
        Set<String> hosts = new LinkedHashSet<>();
        Set<InetAddress> addresses = new LinkedHashSet<>();
        for (List<?> name : alternativeNames(certificate)) {
            switch ((Integer) name.getFirst()) {
                case DNS_NAME -> hosts.add(normal((String) name.get(1)));
                case IP_ADDRESS -> address((String) name.get(1)).ifPresent(addresses::add);
                default -> {
                } // mail addresses and the like
            }
        }
        if (hosts.isEmpty() && addresses.isEmpty()) {
            commonName(certificate.getSubjectX500Principal()).ifPresent(name -> address(name)
                    .ifPresentOrElse(addresses::add, () -> hosts.add(normal(name))));
        }
        return new CertificateNames(hosts, addresses);
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            return List.of(); // no client will find a name in it either
        }
    }

    /// Whose it is: its common name, or all of its subject where it has none.
    public static String holder(X509Certificate certificate) {
        X500Principal subject = certificate.getSubjectX500Principal();
        return commonName(subject).filter(name -> !name.isBlank()).orElseGet(subject::getName);
    }

    private static Optional<String> commonName(X500Principal subject) {
        Matcher matcher = COMMON_NAME.matcher(subject.getName(X500Principal.RFC2253));
        return matcher.find() ? Optional.of(matcher.group(1).replaceAll("\\\\(.)", "$1")) : Optional.empty();
    }

    /// Whether a client that came by this host name or literal address accepts the certificate.
    public boolean covers(String host) {
        Optional<InetAddress> address = address(host);
        if (address.isPresent()) {
            return addresses.contains(address.get());
        }
        String name = normal(host);
        return hosts.contains(name) || wildcard(name).filter(hosts::contains).isPresent();
    }

    /// What a wildcard for `host` is called; a wildcard stands for the first label only.
    static Optional<String> wildcard(String host) {
        int dot = host.indexOf('.');
        return dot <= 0 ? Optional.empty() : Optional.of("*" + host.substring(dot));
    }

    /// Lower case, without a dot at the end.
    static String normal(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    /// The address that `text` is, if it is one; never asks the network.
    static Optional<InetAddress> address(String text) {
        try {
            boolean brackets = text.startsWith("[") && text.endsWith("]");
            InetAddress address = InetAddress.ofLiteral(brackets ? text.substring(1, text.length() - 1) : text);
            return Optional.of(InetAddress.getByAddress(address.getAddress())); // without a scope
        } catch (IllegalArgumentException | UnknownHostException e) {
            return Optional.empty();
        }
    }

    boolean onlyAddresses() {
        return hosts.isEmpty() && !addresses.isEmpty();
    }
}
