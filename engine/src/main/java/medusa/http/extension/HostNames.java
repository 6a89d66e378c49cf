package medusa.http.extension;

import java.net.InetAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

import medusa.metrics.Printable;
import medusa.reactor.AddressRange;
import medusa.reactor.Addresses;

/// Hosts as a configuration lists them: names, `*.example.org` for every name of one more label, and addresses. Case does
/// not matter, nor does a dot at the end. Immutable.
final class HostNames {
    private static final String LABEL = "[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?";
    private static final Pattern NAME = Pattern.compile("(\\*\\.)?" + LABEL + "(\\." + LABEL + ")*");
    private static final int LONGEST = 253;
    private static final String ANY = "*";

    /// A wildcard is its name without the star.
    private final Set<String> names = new HashSet<>();

    private HostNames() {}

    /// @throws IllegalArgumentException if one of them is none
    static HostNames of(List<String> texts) {
        HostNames all = new HostNames();
        for (String text : texts) {
            String name = plain(text);
            boolean good = isLiteral(name)
                    ? AddressRange.literal(name.substring(1, name.length() - 1)) != null
                    : name.length() <= LONGEST && NAME.matcher(name).matches();
            if (!good) {
                throw new IllegalArgumentException(
                        "expected a host in ASCII such as \"example.org\", \"*.example.org\", "
                                + "\"xn--mnchen-3ya.de\" or \"[2001:db8::1]\", found " + Printable.quoted(text));
            }
            all.names.add(name.startsWith(ANY) ? name.substring(1) : name);
        }
        return all;
    }

    boolean isEmpty() { return names.isEmpty(); }

    /// @param sent without a port; empty for none
    boolean match(String sent) {
        String host = plain(sent);
        int dot = host.indexOf('.');
        return dot != 0 && (names.contains(host) || dot > 0 && names.contains(host.substring(dot)));
    }

    /// In the one form in which hosts are compared.
    private static String plain(String host) {
        if (isLiteral(host)) {
            InetAddress address = AddressRange.literal(host.substring(1, host.length() - 1));
            return address == null ? host : "[" + Addresses.text(address) + "]";
        }
        String name = host.toLowerCase(Locale.ROOT);
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// Whether it is in the brackets of an IPv6 address.
    private static boolean isLiteral(String host) {
        return host.startsWith("[") && host.endsWith("]");
    }
}
