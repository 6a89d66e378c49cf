package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import medusa.auth.FailedLogins;
import medusa.reactor.AddressRange;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;

/// `bans.*`.
final class BanMethods {
    private static final String NETWORK = "/64";
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("::1");

    private static final long STANDARD_SECONDS = 900;
    private static final long MOST_SECONDS = 86_400;

    private final ServerView view;
    private final Gate gate;

    BanMethods(ServerView view, Gate gate) {
        this.view = view;
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
                        this::lift),
                new Method("bans.add", Role.MANAGE,
                        "Lets nobody log in from an address for a while, by any protocol, as if too many log-ins from there had"
                                + " failed, and ends its open connections, except the one that asks; `closed` is how many."
                                + " Who needs no log-in may connect again. A ban that lasts longer stays. This machine's"
                                + " own addresses of the loopback, and the asker's, are refused.",
                        List.of(required("address", Param.Type.TEXT, "`192.0.2.1`, `2001:db8::7` or `2001:db8::/64`"),
                                optional("seconds", Param.Type.NUMBER, "for how long, 1 to 86400; 900")),
                        this::add));
    }

    private static Ban told(FailedLogins.Ban ban) {
        return new Ban(ban.address(), ban.failures(), Math.ceil(ban.left().toMillis() / 100.0) / 10, ban.sentAway());
    }

    private Map<String, Object> add(Call call) throws MonitorException {
        InetAddress address = address(call);
        long seconds = call.number("seconds", 1, MOST_SECONDS, STANDARD_SECONDS);
        Object who = Addresses.customer(address);
        MonitorChannel asker = call.session().channel();
        if (isLoopback(address)) {
            throw new MonitorException(Fault.REFUSED, Addresses.customerText(address) + " is this machine itself");
        }
        if (isFrom(asker, who)) {
            throw new MonitorException(Fault.REFUSED, Addresses.customerText(address)
                    + " is where you come from yourself: you could not log in any more");
        }
        gate.failures().ban(address, Duration.ofSeconds(seconds));
        List<Channel> closing = view.reactor().channels().stream()
                .filter(channel -> channel != asker && isFrom(channel, who)).toList();
        closing.forEach(Channel::close);
        return Map.of("closed", closing.size());
    }

    /// Also `::/64`, in which that of IPv6 lies.
    private static boolean isLoopback(InetAddress address) {
        return address.isLoopbackAddress() || Addresses.customer(address).equals(Addresses.customer(LOOPBACK));
    }

    private static boolean isFrom(Channel channel, Object who) {
        return channel.address() != null && Addresses.customer(channel.address()).equals(who);
    }

    private Map<String, Object> lift(Call call) throws MonitorException {
        return Map.of("lifted", gate.failures().lift(address(call)));
    }

    private static InetAddress address(Call call) throws MonitorException {
        String text = call.text("address");
        boolean network = text.contains(":") && text.endsWith(NETWORK);
        InetAddress address = AddressRange.literal(
                network ? text.substring(0, text.length() - NETWORK.length()) : text);
        if (address == null) {
            throw call.method().param("address").wrong("an IP address, or the /64 of one", text);
        }
        return address;
    }
}
