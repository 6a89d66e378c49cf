package medusa.server;

import java.time.InstantSource;
import java.util.function.Supplier;

import medusa.filesystem.SharedTree;
import medusa.ftp.FtpServer;
import medusa.ftp.FtpSettings;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// The FTP server as the configuration wants it. Reactor thread only, but for what comes before it runs.
final class FileServer {
    private final FtpServer ftp;

    /// @param tree what HTTP serves too
    FileServer(ServerConfig config, Reactor reactor, Supplier<SharedTree> tree, Accounts accounts) {
        ftp = new FtpServer(reactor, settings(config), tree, accounts.logins(), accounts::guest,
                InstantSource.system());
    }

    FtpServer ftp() {
        return ftp;
    }

    Channel newChannel() {
        return ftp.newChannel();
    }

    /// Takes on the settings of a changed configuration.
    void apply(ServerConfig changed) {
        ftp.settings(settings(changed));
    }

    private static FtpSettings settings(ServerConfig config) {
        return FtpSettings.DEFAULT;
    }
}
