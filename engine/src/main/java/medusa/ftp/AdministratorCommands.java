package medusa.ftp;

import java.util.List;

/// Looks after those who are connected.
final class AdministratorCommands {
    private AdministratorCommands() {}

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
