package medusa.ftp;

import java.util.List;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualPath;

/// What is known of a file, and how that is changed (RFC 3659 §3 and §4, draft-somers-ftp-mfxx).
final class FactCommands {
    private FactCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("SIZE", FactCommands::size).withPath().feature("SIZE")
                        .help("tells the size of a file", "RFC 3659 §4"),
                FtpCommand.named("MDTM", FactCommands::modified).withPath().feature("MDTM")
                        .help("tells when a file was changed", "RFC 3659 §3"));
    }

    static List<FtpCommand> options() {
        return List.of();
    }

    static List<FtpCommand> site() {
        return List.of();
    }

    private static void size(FtpRequest request) throws FtpException, FilesystemException {
        VirtualPath file = request.file();
        if (request.session().type() == FtpSession.Type.ASCII) {
            // It would be the size that it has on the way, to learn which all of it had to be read.
            throw new FtpException(550, "SIZE is not told in ASCII mode; use TYPE I.");
        }
        Attributes attributes = request.session().files().attributes(file);
        if (!attributes.isFile()) {
            throw new FilesystemException(attributes.isFolder() ? Reason.IS_A_FOLDER : Reason.SPECIAL, file, null);
        }
        request.reply(213, Long.toString(attributes.size()));
    }

    private static void modified(FtpRequest request) throws FtpException, FilesystemException {
        Attributes attributes = request.session().files().attributes(request.path());
        request.reply(213, FactTime.text(attributes.modified()));
    }
}
