package medusa.ftp;

import java.util.List;

/// What is there, and what is known of it (RFC 959 §4.1.3, RFC 3659).
final class ListingCommands {
    private ListingCommands() {}

    static List<FtpCommand> all() {
        return List.of();
    }

    static List<FtpCommand> options() {
        return List.of();
    }

    static List<FtpCommand> site() {
        return List.of();
    }
}
