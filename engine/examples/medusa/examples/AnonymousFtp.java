package medusa.examples;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;

import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.ftp.FtpServer;
import medusa.reactor.Acceptor;
import medusa.reactor.Reactor;

/// Lets everybody fetch the files of a folder by FTP, and nobody change them. Any FTP client will do; it logs in as `anonymous`,
/// with any password.
public final class AnonymousFtp {
    private AnonymousFtp() {}

    /// Listens for clients.
    static Acceptor serve(Path folder, Reactor reactor, InetSocketAddress address) throws IOException {
        SharedTree tree = SharedTree.toLookAt(new RootedFilesystem(folder));
        return reactor.listen(address, Acceptor.Options.defaults(), FtpServer.anonymous(reactor, tree)::newChannel);
    }

    /// Serves the folder given, at port 8021.
    public static void main(String[] args) throws IOException {
        try (Reactor reactor = Reactor.open()) {
            serve(Path.of(args[0]), reactor, new InetSocketAddress("127.0.0.1", 8021));
            reactor.run();
        }
    }
}
