package medusa.ftp;

import java.util.List;

/// Changes what is known of a file (draft-somers-ftp-mfxx).
final class FactCommands {
    private FactCommands() {}

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
