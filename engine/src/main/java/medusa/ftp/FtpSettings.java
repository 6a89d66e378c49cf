package medusa.ftp;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

import medusa.reactor.AddressRange;
import medusa.reactor.BufferPolicy;
import medusa.reactor.ChannelLimits;

/// The bounds and choices of an FTP server. Immutable.
///
/// @param greeting       behind the 220
/// @param inPlace        whether a file that is being stored is seen under its name from the first byte on, and what has come of it
///                       stays when the transfer breaks off; otherwise it is there whole, or not at all
/// @param deflate        whether MODE Z is offered
/// @param hidden         whether names that begin with a dot are there for those who have not logged in
/// @param administrators who may use SITE WHO and SITE KICK: names, `@group`, `@users`
/// @param fxp            who may have data connections with others than himself
/// @param data           what data connections may cost
public record FtpSettings(String greeting, Limits limits, Ports ports, Rates rates, boolean inPlace, boolean deflate,
        boolean hidden, List<String> administrators, List<String> fxp, Data data) {

    /// For a server that knows nothing of its clients.
    public static final FtpSettings DEFAULT = new FtpSettings("FTP server (Medusa) ready.", Limits.DEFAULT, Ports.ANY,
            Rates.NONE, false, true, false, List.of(), List.of());

    /// @param administrators copied
    /// @param fxp            copied
    public FtpSettings {
        administrators = List.copyOf(administrators);
        fxp = List.copyOf(fxp);
    }

    /// With data connections that may cost what all may.
    public FtpSettings(String greeting, Limits limits, Ports ports, Rates rates, boolean inPlace, boolean deflate,
            boolean hidden, List<String> administrators, List<String> fxp) {
        this(greeting, limits, ports, rates, inPlace, deflate, hidden, administrators, fxp, Data.DEFAULT);
    }

    /// What data connections may cost.
    ///
    /// @param limits  with the idle limit of [Limits#stall]
    /// @param buffers how much they hold
    public record Data(ChannelLimits limits, BufferPolicy buffers) {
        /// What any connection may.
        public static final Data DEFAULT = new Data(ChannelLimits.DEFAULT.withIdle(Limits.DEFAULT.stall()),
                BufferPolicy.DEFAULT);
    }

    /// What one client may take of the server.
    ///
    /// @param sessions      in all; 0 for any number
    /// @param perAddress    sessions from one address, or one /64 of IPv6; 0 for any number
    /// @param perUser       sessions of one user who has no number of his own; 0 for any number. Those who have not logged in
    ///                      are not one user.
    /// @param tries         failed log-ins in one session
    /// @param loginTime     for a log-in
    /// @param idle          between two commands, and not while a transfer runs
    /// @param transferStart for a data connection to come about
    /// @param stall         for which a data connection may stand still
    /// @param line          the longest command, in bytes
    /// @param commands      a second, over some seconds; more are not refused, but wait. 0: any number
    public record Limits(int sessions, int perAddress, int perUser, int tries, Duration loginTime, Duration idle,
            Duration transferStart, Duration stall, int line, int commands) {
        /// For a server that knows nothing of its clients.
        public static final Limits DEFAULT = new Limits(0, 0, 0, 3, Duration.ofSeconds(60), Duration.ofMinutes(5),
                Duration.ofSeconds(30), Duration.ofMinutes(1), 4096, 1000);
    }

    /// Where passive data connections are listened for.
    ///
    /// @param first    of the ports; 0 for any that the system has
    /// @param last     of the ports
    /// @param external what clients are told who come by an address translation; the first that fits
    public record Ports(int first, int last, List<External> external) {
        /// Any.
        public static final Ports ANY = new Ports(0, 0, List.of());

        /// @param external copied
        public Ports {
            external = List.copyOf(external);
        }
    }

    /// The address by which some clients reach this machine.
    ///
    /// @param from    where those clients are
    /// @param address null for the one that they came to, as local ones need it
    public record External(AddressRange from, InetAddress address) {}

    /// How fast files go, in bytes a second; 0 for as fast as they can.
    ///
    /// @param all     all sessions together
    /// @param session each session
    /// @param users   some users, each with all his sessions together; the first that fits
    public record Rates(Pair all, Pair session, List<UserRates> users) {
        /// As fast as they can.
        public static final Rates NONE = new Rates(Pair.NONE, Pair.NONE, List.of());

        /// @param users copied
        public Rates {
            users = List.copyOf(users);
        }
    }

    /// Both directions, as the client sees them.
    public record Pair(long down, long up) {
        /// As fast as they can.
        public static final Pair NONE = new Pair(0, 0);
    }

    /// @param who names, `@group`, `@users`, `*`
    public record UserRates(List<String> who, Pair rates) {
        /// @param who copied
        public UserRates {
            who = List.copyOf(who);
        }
    }
}
