package medusa.ftp;

import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.Rights;
import medusa.reactor.Addresses;

/// Looks after those who are connected.
final class AdministratorCommands {
    private static final Logger log = LoggerFactory.getLogger(AdministratorCommands.class);
    /// Sessions in one list.
    private static final int MOST_SHOWN = 1000;

    private AdministratorCommands() {}

    static List<FtpCommand> site() {
        return List.of(
                FtpCommand.named("WHO", forAdministrators(AdministratorCommands::who))
                        .help("lists the sessions, for administrators", "as other servers do"),
                FtpCommand.named("KICK", forAdministrators(AdministratorCommands::kick)).with("session")
                        .help("ends a session, for administrators", "as other servers do"));
    }

    /// To all others it is as forbidden as anything else may be.
    private static FtpCommand.Handler forAdministrators(FtpCommand.Handler handler) {
        return request -> {
            FtpSession session = request.session();
            List<String> administrators = session.server().settings().administrators();
            if (!Rights.names(administrators, session.user())) {
                throw new FtpException(550, "Permission denied.");
            }
            handler.handle(request);
        };
    }

    private static void who(FtpRequest request) {
        List<FtpSession> sessions = List.copyOf(request.session().server().sessions());
        List<String> lines = new ArrayList<>();
        for (FtpSession each : sessions.subList(0, Math.min(sessions.size(), MOST_SHOWN))) {
            lines.add(bytes("%d %s since %s, %s".formatted(each.id(), Addresses.text(each.address()),
                    each.since().truncatedTo(ChronoUnit.SECONDS), each.doing())));
        }
        if (sessions.size() > MOST_SHOWN) {
            lines.add("and %d more".formatted(sessions.size() - MOST_SHOWN));
        }
        request.reply(FtpReply.of(211, "Sessions:", lines, "End, %d in all.".formatted(sessions.size())));
    }

    private static void kick(FtpRequest request) throws FtpException {
        FtpSession by = request.session();
        FtpSession session = by.server().sessions().stream()
                .filter(each -> Long.toString(each.id()).equals(request.argument().strip())).findFirst()
                .orElseThrow(() -> new FtpException(550, "There is no such session; SITE WHO lists them."));
        if (session == by) {
            throw new FtpException(501, "That is your own session, which QUIT ends.");
        }
        log.info("ftp: {} ends session {} of {} from {}", by.user().name(), session.id(),
                session.isLoggedIn() ? session.user().name() : "somebody who has not logged in",
                Addresses.text(session.address()));
        session.channel().kick(FtpReply.of(421, "An administrator has ended this session; goodbye."));
        request.reply(200, "Session " + session.id() + " is ended.");
    }

    /// Names of users are characters, and replies are bytes.
    private static String bytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
