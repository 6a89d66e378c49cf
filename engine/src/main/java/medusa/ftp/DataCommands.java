package medusa.ftp;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

/// How data connections come about (RFC 959 §4.1.2, RFC 2428).
final class DataCommands {
    private DataCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("PASV", DataCommands::passive).keepsBegun()
                        .help("listens for your data connection, over IPv4", "RFC 959 §4.1.2"),
                FtpCommand.named("EPSV", DataCommands::extendedPassive).withOptional("1|2|ALL").keepsBegun()
                        .feature("EPSV").help("listens for your data connection", "RFC 2428 §3"));
    }

    private static void passive(FtpRequest request) throws FtpException {
        InetSocketAddress here = request.session().data().listen();
        InetAddress told = here.getAddress();
        request.reply(227, "Entering Passive Mode (%s,%d,%d).".formatted(told.getHostAddress().replace('.', ','),
                here.getPort() >> 8, here.getPort() & 0xff));
    }

    private static void extendedPassive(FtpRequest request) throws FtpException {
        int port = request.session().data().listen().getPort();
        request.reply(229, "Entering Extended Passive Mode (|||" + port + "|).");
    }
}
