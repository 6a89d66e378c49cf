package medusa.ftp;

import java.util.ArrayList;
import java.util.List;

import medusa.auth.Right;
import medusa.filesystem.Owners;
import medusa.filesystem.VirtualPath;

/// What is there (RFC 959 §4.1.3, RFC 3659 §7).
final class ListingCommands {
    private final Owners owners = new Owners();

    private ListingCommands() {}

    static List<FtpCommand> all() {
        ListingCommands commands = new ListingCommands();
        List<FtpCommand> all = new ArrayList<>(StatusCommands.all(commands.owners));
        all.addAll(List.of(
                FtpCommand.named("LIST", commands::list).withOptional("-options path")
                        .help("lists a folder, for people", "RFC 959 §4.1.3"),
                FtpCommand.named("NLST", commands::names).withOptional("-options path")
                        .help("lists the names in a folder", "RFC 959 §4.1.3"),
                FtpCommand.named("MLSD", ListingCommands::facts).withOptionalPath().needs(Right.LIST)
                        .help("lists a folder, for programs", "RFC 3659 §7"),
                FtpCommand.named("MLST", ListingCommands::factsOfOne).withOptionalPath()
                        .feature(session -> choice(session).feature())
                        .help("tells of one file or folder, for programs", "RFC 3659 §7")));
        return all;
    }

    static List<FtpCommand> options() {
        return List.of(FtpCommand.named("MLST", ListingCommands::choose).withOptional("fact;fact;")
                .help("says what MLSD and MLST are to tell", "RFC 3659 §7.9"));
    }

    private void list(FtpRequest request) throws FtpException {
        String argument = request.argument();
        send(request, viewer -> {
            UnixLine line = new UnixLine(viewer, owners);
            return ListSubject.find(viewer, argument, new ListOptions()).lines(viewer, line::of, false);
        });
    }

    /// Each line is a path that the client can use as it is (RFC 1123 §4.1.2.7).
    private void names(FtpRequest request) throws FtpException {
        String argument = request.argument();
        send(request, viewer -> {
            ListSubject subject = ListSubject.find(viewer, argument, new ListOptions());
            return subject.options().details()
                    ? subject.lines(viewer, new UnixLine(viewer, owners)::of, false)
                    : subject.lines(viewer, entry -> ListedEntry.oneLine(entry.shown()), true);
        });
    }

    private static MachineFacts.Choice choice(FtpSession session) {
        return session.note(MachineFacts.Choice.class, () -> MachineFacts.Choice.ALL);
    }

    private static void choose(FtpRequest request) {
        MachineFacts.Choice choice = MachineFacts.Choice.of(request.argument());
        request.session().keep(MachineFacts.Choice.class, choice);
        request.reply(200, ("MLST OPTS " + choice.text()).strip());
    }

    private static void facts(FtpRequest request) throws FtpException {
        VirtualPath folder = request.path();
        MachineFacts.Choice choice = choice(request.session());
        send(request, viewer -> new FactLines(viewer, new MachineFacts(viewer, choice), folder));
    }

    private static void factsOfOne(FtpRequest request) throws FtpException {
        VirtualPath path = request.path();
        Viewer viewer = Viewer.of(request.session());
        MachineFacts.Choice choice = choice(request.session());
        request.work(() -> {
            ListedEntry entry = new ListedEntry(path.toString(), path, viewer.files().attributes(path), "");
            String line = new MachineFacts(viewer, choice).of(entry);
            return FtpReply.of(250, "Listing " + path, List.of(line), "End");
        });
    }

    /// What is wrong is told before a data connection is asked for.
    private static void send(FtpRequest request, ListingJob.Opening opening) throws FtpException {
        TransferCommands.requireDataPort(request);
        ListingJob job = new ListingJob(request, opening);
        request.whenDeserted(job::interrupt);
        job.begin();
    }
}
