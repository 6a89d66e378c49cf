package medusa.ftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.Owners;

/// STAT (RFC 959 §4.1.3): of the session, of a transfer while it runs, or of something in the tree.
final class StatusCommands {
    /// They are all in memory at one time, and whoever wants more has LIST.
    private static final int MOST_LINES = 1000;

    private final Owners owners;

    private StatusCommands(Owners owners) {
        this.owners = owners;
    }

    static List<FtpCommand> all(Owners owners) {
        return List.of(FtpCommand.named("STAT", new StatusCommands(owners)::status).withOptional("path").atOnce()
                .help("tells how a transfer, or the session, is; or lists a folder", "RFC 959 §4.1.3"));
    }

    private void status(FtpRequest request) throws FtpException {
        if (request.argument().isEmpty()) {
            request.reply(FtpReply.of(211, "Status of this session:", lines(request.session()), "End of status."));
        } else if (request.session().channel().isBusyBeside(request)) {
            // It is done at once, and however many of them come, a session has one look at a time.
            throw new FtpException(450, "Ask for that when the transfer is over.");
        } else {
            list(request);
        }
    }

    private static List<String> lines(FtpSession session) {
        List<String> lines = new ArrayList<>();
        lines.add("Connected from " + session.address().getHostAddress());
        lines.add(session.user().isAnonymous() ? "Logged in anonymously" : "Logged in as " + name(session));
        lines.add("TYPE: " + (session.type() == FtpSession.Type.ASCII ? "ASCII" : "Binary") + "; STRU: File; MODE: "
                + (session.mode() == FtpSession.Mode.STREAM ? "Stream" : "Deflate"));
        Optional<Transfer> transfer = session.transfer();
        if (transfer.isPresent()) {
            lines.add(transfer.get().request.command().name() + ": " + amount(transfer.get()));
        } else {
            lines.add(session.data().isSet() ? "A data connection is arranged" : "No data connection");
        }
        return lines;
    }

    private static String name(FtpSession session) {
        return new String(session.user().name().getBytes(StandardCharsets.UTF_8),
                StandardCharsets.ISO_8859_1);
    }

    private static String amount(Transfer transfer) {
        String done = transfer.bytes() + (transfer.total() < 0 ? "" : " of " + transfer.total()) + " bytes";
        return transfer.file == null ? done : done + " of " + transfer.file;
    }

    private void list(FtpRequest request) throws FtpException {
        String argument = request.argument();
        new LongJob<FtpReply>(request, request.session().server().looks()) {
            private final Viewer viewer = Viewer.of(session, wanted);

            @Override
            FtpReply work() throws Exception {
                try (SortingRoom.Share _ = viewer.room()) {
                    return FtpReply.of(213, "Status of " + argument + ':', lines(viewer, argument), "End of status.");
                }
            }

            @Override
            void done(FtpReply reply) {
                request.reply(reply);
            }
        }.begin();
    }

    private List<String> lines(Viewer viewer, String argument) throws FtpException, FilesystemException {
        ListSubject subject = ListSubject.find(viewer, argument, ListOptions.all());
        List<String> lines = new ArrayList<>();
        try (Lines all = subject.lines(viewer, new UnixLine(viewer, owners)::of, false)) {
            while (all.hasNext() && lines.size() < MOST_LINES) {
                lines.add(all.next());
            }
            if (all.hasNext()) {
                lines.add("And more: LIST has it all.");
            }
        }
        return lines;
    }
}
