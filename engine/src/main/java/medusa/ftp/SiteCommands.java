package medusa.ftp;

import java.util.ArrayList;
import java.util.List;

/// What is this server's own, behind SITE.
final class SiteCommands {
    private SiteCommands() {}

    static List<FtpCommand> all() {
        List<FtpCommand> all = new ArrayList<>();
        all.add(FtpCommand.named("HELP", request -> request.reply(
                SessionCommands.help(request.session().server().site(), request.argument(), "SITE ")))
                .withOptional("command").help("lists these commands, or explains one", "RFC 959 §4.1.3"));
        all.addAll(FactCommands.site());
        all.addAll(AdministratorCommands.site());
        return all;
    }
}
