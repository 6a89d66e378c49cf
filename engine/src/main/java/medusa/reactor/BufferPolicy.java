package medusa.reactor;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;

/// How large the buffers of a channel may get: bounds for everybody, and rules for some. The first rule that matches the
/// peer wins. Within its bounds each channel's size follows its peer (see the class comment of `BufferSize`).
///
/// @param bounds for a peer that no rule names
/// @param rules  in order
public record BufferPolicy(Bounds bounds, List<Rule> rules) {

    /// 2 KiB holds a whole small request or answer; 256 KiB keeps a fast network busy.
    public static final BufferPolicy DEFAULT = new BufferPolicy(new Bounds(2 << 10, 256 << 10), List.of());

    /// The least and the most that one direction of a channel works with at once, in bytes.
    ///
    /// @param floor   what a channel starts with; 512 or more
    /// @param ceiling as large as the floor or larger
    public record Bounds(int floor, int ceiling) {
        /// @throws IllegalArgumentException if the bounds contradict each other
        public Bounds {
            if (floor < 512 || floor > ceiling) {
                throw new IllegalArgumentException(
                        "expected 512 <= floor <= ceiling, found " + floor + " and " + ceiling);
            }
        }
    }

    /// Bounds for some peers: those in an address range, or those whose name ends in a suffix.
    ///
    /// @param range  null when the rule goes by name
    /// @param suffix of the host name, such as `.example.org`; null when the rule goes by address. Names are looked up
    ///               later than connections are made, so such a rule takes effect once the name is known
    /// @param bounds for the peers that match
    public record Rule(AddressRange range, String suffix, Bounds bounds) {
        boolean matches(InetAddress address, String name) {
            return range != null && address != null && range.contains(address)
                    || suffix != null && name != null && name.toLowerCase(Locale.ROOT).endsWith(suffix);
        }
    }

    /// @param rules copied
    public BufferPolicy {
        rules = List.copyOf(rules);
    }

    /// Whether any rule needs the peer's name.
    boolean usesNames() {
        return rules.stream().anyMatch(rule -> rule.suffix != null);
    }

    /// The bounds for one peer.
    ///
    /// @param address null for a Unix-domain socket
    /// @param name    the peer's host name, or null as long as it is not known
    public Bounds boundsFor(InetAddress address, String name) {
        for (Rule rule : rules) {
            if (rule.matches(address, name)) {
                return rule.bounds;
            }
        }
        return bounds;
    }
}
