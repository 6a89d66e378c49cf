package medusa.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import medusa.auth.Rights;
import medusa.auth.User;
import medusa.metrics.ByteSize;
import medusa.reactor.AddressRange;

/// `[ftp]`
///
/// @param anonymous          whether those may come who have not logged in; see [#admitsGuests]
/// @param sessions           in all; 0 if the process's limit on descriptors decides
/// @param sessionsPerAddress 0 for no limit of its own
/// @param sessionsPerUser    of those who have no number of their own in `users`; 0 for no limit
/// @param loginTries         in one session
/// @param idle               between two commands
/// @param transferStart      for a data connection to come about
/// @param stall              for a data connection on which nothing moves
/// @param commandsPerSecond  more wait; 0 for any number
/// @param external           the first that fits a client counts
/// @param inPlace            whether uploads are seen under their names from the first byte on
/// @param administrators     who may see and end the sessions of others
/// @param fxp                who may have data connections with others than himself
/// @param rateDown           bytes a second of all together, 0 for any; likewise the three that follow
/// @param rates              of some users; the first that names somebody counts
/// @param xferlog            where transfers are noted
/// @param sessionLog         where commands and replies are noted
/// @param events             who else is told what happens
public record FtpConfig(Listen listen, Anonymous anonymous, String greeting, int sessions, int sessionsPerAddress,
        int sessionsPerUser, int loginTries, Duration loginTime, Duration idle, Duration transferStart, Duration stall,
        ByteSize commandLength, int commandsPerSecond, PortRange passivePorts, List<External> external,
        boolean inPlace, boolean deflate, boolean hidden, List<String> administrators, List<String> fxp,
        ByteSize rateDown, ByteSize rateUp, ByteSize sessionRateDown, ByteSize sessionRateUp, List<Rate> rates,
        AccessLogSetting xferlog, AccessLogSetting sessionLog, List<Event> events) {

    /// @param external       copied
    /// @param administrators copied
    /// @param fxp            copied
    /// @param rates          copied
    /// @param events         copied
    public FtpConfig {
        external = List.copyOf(external);
        administrators = List.copyOf(administrators);
        fxp = List.copyOf(fxp);
        rates = List.copyOf(rates);
        events = List.copyOf(events);
    }

    /// Whether those may come who have not logged in.
    public enum Anonymous {
        /// While nobody else can come: there is no file of users.
        AUTO,
        /// Yes.
        ON,
        /// No.
        OFF
    }

    /// The address by which some clients reach this machine.
    ///
    /// @param address empty for the one that they came to
    public record External(AddressRange from, Optional<InetAddress> address) {}

    /// How fast files go of some users, each with all his sessions together.
    ///
    /// @param who  names, `anonymous`, `@group`, `@users` or `*`
    /// @param down bytes a second; empty for any
    /// @param up   bytes a second; empty for any
    public record Rate(List<String> who, Optional<ByteSize> down, Optional<ByteSize> up) {
        /// @param who copied
        public Rate {
            who = List.copyOf(who);
        }
    }

    /// What can happen.
    public enum Occasion {
        /// A file has been stored.
        UPLOAD,
        /// A file has been sent.
        DOWNLOAD,
        /// A transfer has ended before its file was whole.
        INCOMPLETE,
        /// A file or folder has been deleted.
        DELETE,
        /// A file or folder has got another path.
        RENAME,
        /// A folder has been made.
        FOLDER,
        /// Somebody has logged in.
        LOGIN,
        /// Somebody who had logged in has gone.
        LOGOUT
    }

    /// Somebody who is told what happens: a program, or a server of the web.
    ///
    /// @param command a program and its arguments
    /// @param webhook a URL
    public record Event(List<Occasion> on, Optional<List<String>> command, Optional<String> webhook) {
        /// @param on copied
        public Event {
            on = List.copyOf(on);
            command = command.map(List::copyOf);
        }
    }

    /// Whether those may come by FTP who have not logged in.
    static boolean admitsGuests(ServerConfig config) {
        return config.anonymous() && switch (config.ftp().anonymous()) {
            case ON -> true;
            case OFF -> false;
            case AUTO -> config.users().isEmpty();
        };
    }

    /// Whether `who` names somebody who has not logged in.
    static boolean namesGuests(List<String> who) {
        return Rights.names(who, User.ANONYMOUS);
    }
}
