package medusa.ftp;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.reactor.AddressRange;

/// How data connections come about (RFC 959 §4.1.2, RFC 2428), and with whom (RFC 2577 §3).
final class DataCommands {
    /// Below it are services that everybody runs, and that no client of ours listens at.
    private static final int FIRST_PORT = 1024;
    private static final int LAST_PORT = 0xffff;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final Pattern SIX = Pattern.compile("(\\d{1,3},\\d{1,3},\\d{1,3},\\d{1,3}),(\\d{1,3}),(\\d{1,3})");
    /// Between delimiters of the client's choice.
    private static final Pattern EXTENDED = Pattern
            .compile("([!-~])(\\d{1,5})\\1([0-9A-Fa-f:.]{2,45})\\1(\\d{1,5})\\1");

    /// Whether the client has sworn off the other commands, so that an address translation on the way need not look for them.
    private record Extended(boolean only) {}

    private DataCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("PASV", DataCommands::passive).keepsBegun()
                        .help("listens for your data connection, over IPv4", "RFC 959 §4.1.2"),
                FtpCommand.named("EPSV", DataCommands::extendedPassive).withOptional("1|2|ALL").keepsBegun()
                        .feature("EPSV").help("listens for your data connection", "RFC 2428 §3"),
                FtpCommand.named("PORT", DataCommands::port).with("h1,h2,h3,h4,p1,p2").keepsBegun()
                        .help("connects to you, over IPv4", "RFC 959 §4.1.2"),
                FtpCommand.named("EPRT", DataCommands::extendedPort).with("|1 or 2|address|port|").keepsBegun()
                        .feature("EPRT").help("connects to you", "RFC 2428 §2"));
    }

    // ---- the client connects ----

    private static void passive(FtpRequest request) throws FtpException {
        requireOld(request);
        if (family(request.session()) != IPV4) {
            throw new FtpException(522, "PASV is for IPv4; use EPSV.");
        }
        listen(request, here -> {
            String numbers = told(request.session(), here.getAddress()).getHostAddress().replace('.', ',');
            return FtpReply.of(227, "Entering Passive Mode (%s,%d,%d)."
                    .formatted(numbers, here.getPort() >> 8, here.getPort() & 0xff));
        });
    }

    /// Where the client finds this machine.
    private static InetAddress told(FtpSession session, InetAddress here) {
        for (FtpSettings.External each : session.server().settings().ports().external()) {
            if (each.from().contains(session.address())) {
                return each.address() instanceof Inet4Address external ? external : here;
            }
        }
        return here;
    }

    private static void extendedPassive(FtpRequest request) throws FtpException {
        switch (request.argument().strip().toUpperCase(Locale.ROOT)) {
            case "ALL" -> {
                request.session().keep(Extended.class, new Extended(true));
                request.reply(200, "EPSV ALL command successful.");
                return;
            }
            case "" -> {
            }
            case String number when number.matches("\\d{1,5}") -> requireFamily(request.session(),
                    Integer.parseInt(number));
            default -> throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        listen(request, here -> FtpReply.of(229, "Entering Extended Passive Mode (|||" + here.getPort() + "|)."));
    }

    /// A port, or a descriptor, that was given up a moment ago is free only when the selector has seen it; hence a second try.
    private static void listen(FtpRequest request, Function<InetSocketAddress, FtpReply> reply) {
        FtpSession session = request.session();
        try {
            request.reply(reply.apply(session.data().listen()));
        } catch (FtpException e) {
            session.channel().execute(() -> session.channel().execute(() -> listenAgain(request, reply)));
        }
    }

    private static void listenAgain(FtpRequest request, Function<InetSocketAddress, FtpReply> reply) {
        try {
            request.reply(reply.apply(request.session().data().listen()));
        } catch (FtpException e) {
            request.fail(e);
        }
    }

    // ---- the server connects ----

    private static void port(FtpRequest request) throws FtpException {
        requireOld(request);
        Matcher matcher = SIX.matcher(request.argument().strip());
        InetAddress address = matcher.matches() ? AddressRange.literal(matcher.group(1).replace(',', '.')) : null;
        if (address == null || byteOf(matcher.group(2)) < 0 || byteOf(matcher.group(3)) < 0) {
            throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        goTo(request, address, byteOf(matcher.group(2)) << 8 | byteOf(matcher.group(3)));
    }

    /// @return -1 if it is none
    private static int byteOf(String digits) {
        int number = Integer.parseInt(digits);
        return number > 0xff ? -1 : number;
    }

    private static void extendedPort(FtpRequest request) throws FtpException {
        requireOld(request);
        Matcher matcher = EXTENDED.matcher(request.argument().strip());
        if (!matcher.matches()) {
            throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        int protocol = Integer.parseInt(matcher.group(2));
        if (protocol != IPV4 && protocol != IPV6) {
            requireFamily(request.session(), protocol);
        }
        InetAddress address = AddressRange.literal(matcher.group(3));
        int port = Integer.parseInt(matcher.group(4));
        if (address == null || port > LAST_PORT || (protocol == IPV6) != matcher.group(3).contains(":")) {
            throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        goTo(request, address, port);
    }

    private static void goTo(FtpRequest request, InetAddress address, int port) throws FtpException {
        FtpSession session = request.session();
        requireFamily(session, family(address));
        if (port < FIRST_PORT) {
            throw new FtpException(504, "Data connections go to ports from " + FIRST_PORT + " on.");
        }
        InetAddress client = session.address();
        if (!address.equals(client) && !(session.data().mayBeOthers() && isElsewhere(address, client))) {
            throw new FtpException(504, "Data connections go to the address that you come from.");
        }
        InetAddress to = address.equals(client) ? client : address; // the same with its scope
        session.data().goTo(new InetSocketAddress(to, port));
        request.reply(200, request.command().name() + " command successful.");
    }

    /// Whether it is somebody's whom the client could reach by himself too: what listens on this machine for itself alone, or for
    /// its network, is not there for others.
    private static boolean isElsewhere(InetAddress address, InetAddress client) {
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            return false;
        }
        return client.isLoopbackAddress() || !address.isLoopbackAddress() && !address.isLinkLocalAddress()
                && !isOwn(address);
    }

    private static boolean isOwn(InetAddress address) {
        try {
            return NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException e) {
            return true; // to be safe
        }
    }

    // ---- what the control connection allows ----

    private static void requireOld(FtpRequest request) throws FtpException {
        if (request.session().note(Extended.class, () -> new Extended(false)).only()) {
            throw new FtpException(503, "You have said EPSV ALL; use EPSV.");
        }
    }

    private static void requireFamily(FtpSession session, int wanted) throws FtpException {
        int family = family(session);
        if (wanted != family) {
            throw new FtpException(522, "Network protocol not supported, use (" + family + ")");
        }
    }

    private static int family(FtpSession session) {
        return family(session.address());
    }

    /// As RFC 2428 §2 numbers them. An IPv4 address in an IPv6 one is IPv4.
    private static int family(InetAddress address) {
        return address instanceof Inet4Address ? IPV4 : IPV6;
    }
}
