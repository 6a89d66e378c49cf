package medusa.monitor;

import static medusa.monitor.Param.required;

import java.net.InetAddress;
import java.util.List;
import java.util.Map;

import medusa.auth.FailedLogins;
import medusa.reactor.AddressRange;

/// `bans.list` and `bans.lift`.
final class BanMethods {
    private static final String NETWORK = "/64";

    private final Gate gate;

    BanMethods(Gate gate) {
        this.gate = gate;
    }

    /// @param seconds  for which it is refused yet
    /// @param sentAway log-ins that were refused unread
    private record Ban(String address, int failures, double seconds, long sentAway) {}

    List<Method> methods() {
        return List.of(
                new Method("bans.list", Role.VIEW,
                        "The addresses from which nobody may log in for a while, by any protocol, because too many log-ins from there"
                                + " have failed: how many, for how many more seconds, and how many came meanwhile and were refused"
                                + " unread. An IPv6 address stands for its /64.",
                        List.of(), _ -> Map.of("bans", gate.failures().bans().stream().map(BanMethods::told).toList())),
                new Method("bans.lift", Role.MANAGE,
                        "Lets an address try again at once, and forgets its failures; `lifted` is whether it had to wait.",
                        List.of(required("address", Param.Type.TEXT, "`192.0.2.1`, `2001:db8::7` or `2001:db8::/64`")),
                        this::lift));
    }

    private static Ban told(FailedLogins.Ban ban) {
        return new Ban(ban.address(), ban.failures(), Math.ceil(ban.left().toMillis() / 100.0) / 10, ban.sentAway());
    }

    private Map<String, Object> lift(Call call) throws MonitorException {
        String text = call.text("address");
        boolean network = text.contains(":") && text.endsWith(NETWORK);
        InetAddress address = AddressRange.literal(
                network ? text.substring(0, text.length() - NETWORK.length()) : text);
        if (address == null) {
            throw call.method().param("address").wrong("an IP address, or the /64 of one", text);
        }
        return Map.of("lifted", gate.failures().lift(address));
    }
}
