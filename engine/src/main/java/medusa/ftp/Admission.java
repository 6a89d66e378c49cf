package medusa.ftp;

import java.util.Optional;

import medusa.auth.User;

/// Who may come, and how often at one time. Reactor thread only.
final class Admission {
    private final FtpServer server;

    Admission(FtpServer server) {
        this.server = server;
    }

    /// Why somebody who has just come is sent away; empty if he is not.
    Optional<String> refuses(FtpSession session) {
        int most = server.settings().limits().sessions();
        return most > 0 && server.sessions().size() >= most
                ? Optional.of("Too many clients are here; try again later.")
                : Optional.empty();
    }

    /// Why somebody who has proven who he is may not come in; empty if he may.
    Optional<String> refuses(FtpSession session, User user) {
        return Optional.empty();
    }
}
