package medusa.server;

import java.util.ArrayList;
import java.util.List;

import medusa.auth.Right;

/// What is hardly meant so in the settings of `[ftp]`, or dangerous, though it can be followed: one line each.
final class FtpWarnings {
    /// Fewer ports are used up by a handful of clients that open several connections each.
    private static final int FEW_PORTS = 20;

    private FtpWarnings() {}

    static List<String> of(ServerConfig config) {
        List<String> lines = new ArrayList<>();
        FtpConfig ftp = config.ftp();
        if (ftp.listen().off()) {
            return lines;
        }
        if (!ftp.fxp().isEmpty()) {
            lines.add("ftp.fxp: %s can have this server connect to any machine that it reaches"
                    .formatted(String.join(", ", ftp.fxp())));
        }
        PortRange ports = ftp.passivePorts();
        if (!ports.isAny() && ports.size() < Math.max(FEW_PORTS, ftp.sessions())) {
            lines.add("ftp.passive-ports has %d ports only%s: who finds none free cannot transfer anything".formatted(
                    ports.size(), ftp.sessions() == 0 ? "" : " for up to " + ftp.sessions() + " sessions"));
        }
        if (ftp.anonymous() == FtpConfig.Anonymous.OFF && config.users().isEmpty()) {
            lines.add("ftp.listen = " + ftp.listen()
                    + " lets nobody in: ftp.anonymous is \"off\", and nobody can log in while users is empty");
        }
        boolean open = ftp.listen().addresses().stream()
                .anyMatch(address -> address instanceof ListenAddress.Tcp tcp && !tcp.local());
        if (open && config.users().isPresent()) {
            lines.add("ftp.listen = " + ftp.listen() + " takes passwords without TLS from elsewhere, which"
                    + " everybody on the way can read");
        }
        if (FtpConfig.admitsGuests(config)) {
            exchanges(config, lines);
        }
        return lines;
    }

    /// Where strangers can put files that other strangers fetch.
    private static void exchanges(ServerConfig config, List<String> lines) {
        for (int i = 0; i < config.rights().size(); i++) {
            ServerConfig.RightsRule rule = config.rights().get(i);
            if (FtpConfig.namesGuests(rule.who()) && rule.may().contains(Right.WRITE)
                    && rule.may().contains(Right.READ)) {
                lines.add("rights[%d]: who has not logged in may write and read at %s, which strangers use to exchange"
                        .formatted(i, rule.path()) + " files; a letter box lets them do no more than write");
            }
        }
    }
}
