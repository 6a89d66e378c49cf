package medusa.ftp;

import java.util.ArrayList;
import java.util.List;

/// The table of commands that a server begins with.
final class StandardCommands {
    private StandardCommands() {}

    static List<FtpCommand> all() {
        List<FtpCommand> all = new ArrayList<>();
        all.addAll(AccessCommands.all());
        all.addAll(SessionCommands.all());
        all.addAll(DataCommands.all());
        all.addAll(TransferCommands.all());
        all.addAll(ListingCommands.all());
        all.addAll(TreeCommands.all());
        all.addAll(FactCommands.all());
        all.addAll(HashCommands.all());
        return all;
    }

    /// What OPTS knows (RFC 2389 §4).
    static List<FtpCommand> options() {
        List<FtpCommand> all = new ArrayList<>();
        all.addAll(SessionCommands.options());
        all.addAll(TransferCommands.options());
        all.addAll(ListingCommands.options());
        all.addAll(HashCommands.options());
        return all;
    }
}
