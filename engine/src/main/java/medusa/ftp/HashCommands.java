package medusa.ftp;

import java.util.List;

/// Tells digests of files (draft-bryan-ftpext-hash).
final class HashCommands {
    private HashCommands() {}

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
