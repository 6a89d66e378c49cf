package medusa.ftp;

import java.util.List;

import medusa.auth.Right;
import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.OpenFile;
import medusa.filesystem.SharedTree;
import medusa.filesystem.Upload;
import medusa.filesystem.UploadWriter;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualFilesystem.WriteMode;
import medusa.filesystem.VirtualPath;
import medusa.producer.Producer;

/// Files on their way (RFC 959 §4.1.3, RFC 3659 §5).
final class TransferCommands {

    /// What REST has begun.
    record Restart(long offset) {}

    private TransferCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("RETR", TransferCommands::retrieve).withPath().needs(Right.READ)
                        .help("sends a file", "RFC 959 §4.1.3"),
                FtpCommand.named("STOR", request -> store(request, WriteMode.REPLACE)).withPath().needs(Right.WRITE)
                        .help("takes a file", "RFC 959 §4.1.3"),
                FtpCommand.named("APPE", request -> store(request, WriteMode.CONTINUE)).withPath().needs(Right.WRITE)
                        .help("takes what is to be added to a file", "RFC 959 §4.1.3"),
                FtpCommand.named("REST", TransferCommands::restart).with("offset").feature("REST STREAM")
                        .help("begins the next file there", "RFC 3659 §5"),
                FtpCommand.named("ABOR", request -> request.reply(226, "ABOR command successful.")).interrupts()
                        .help("ends the transfer", "RFC 959 §4.1.3"));
    }

    private static void restart(FtpRequest request) throws FtpException {
        long offset;
        try {
            offset = Long.parseUnsignedLong(request.argument());
        } catch (NumberFormatException e) {
            offset = -1;
        }
        if (offset < 0) {
            throw new FtpException(501, "That is no offset.");
        }
        request.session().begin(new Restart(offset));
        request.reply(350, "Restarting at " + offset + ". Send STORE or RETRIEVE to initiate transfer.");
    }

    private static long offset(FtpRequest request) {
        return request.begun(Restart.class).map(Restart::offset).orElse(0L);
    }

    static void requireDataPort(FtpRequest request) throws FtpException {
        if (!request.session().data().isSet()) {
            throw new FtpException(425, "Use PASV, EPSV, PORT or EPRT first.");
        }
    }

    private static void retrieve(FtpRequest request) throws FtpException, FilesystemException {
        requireDataPort(request);
        VirtualPath path = request.path();
        Producer content;
        long count;
        try (OpenFile file = request.session().files().open(path)) { // it stays open for its producers
            Attributes attributes = file.attributes();
            long offset = Math.min(offset(request), attributes.size());
            count = attributes.size() - offset;
            content = file.produce(offset, count);
        }
        new Outgoing(request, path, content)
                .start(FtpReply.of(150, opening(request, path) + " (" + count + " bytes)."));
    }

    private static String opening(FtpRequest request, VirtualPath path) {
        String type = request.session().type() == FtpSession.Type.ASCII ? "ASCII" : "binary";
        return "Opening " + type + " mode data connection for '" + path.name() + "'";
    }

    private static void store(FtpRequest request, WriteMode mode) throws FtpException {
        requireDataPort(request);
        VirtualPath path = request.path();
        FtpSession session = request.session();
        SharedTree tree = session.tree();
        VirtualFilesystem files = session.files();
        long offset = offset(request);
        UploadWriter.Opening opening = () -> {
            Upload upload = files.write(path, offset > 0 ? WriteMode.CONTINUE : mode);
            if (offset > 0) {
                upload.position(offset);
            }
            return upload;
        };
        Runnable begin = () -> new Incoming(request, path, opening, FtpReply.of(150, opening(request, path) + "."),
                FtpReply.of(226, "Transfer complete."));
        if (tree.ready(session.user(), path, () -> session.channel().execute(begin))) {
            begin.run();
        }
    }
}
