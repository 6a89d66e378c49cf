package medusa.ftp;

import java.util.ArrayList;
import java.util.List;

import medusa.auth.Right;
import medusa.auth.User;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Where the client is, and what becomes of files and folders (RFC 959 §4.1.1 and §4.1.3).
final class TreeCommands {

    /// What RNFR has begun.
    private record Rename(VirtualPath from) {}

    private TreeCommands() {}

    static List<FtpCommand> all() {
        FtpCommand print = FtpCommand.named("PWD", TreeCommands::print)
                .help("tells the current folder", "RFC 959 §4.1.3");
        FtpCommand change = FtpCommand.named("CWD", request -> enter(request, request.path())).withPath()
                .help("goes to another folder", "RFC 959 §4.1.1");
        FtpCommand up = FtpCommand.named("CDUP", request -> enter(request, request.session().directory().parent()))
                .help("goes one folder up", "RFC 959 §4.1.1");
        FtpCommand make = FtpCommand.named("MKD", TreeCommands::make).withPath().needs(Right.WRITE)
                .help("makes a folder", "RFC 959 §4.1.3");
        FtpCommand remove = FtpCommand.named("RMD", request -> delete(request, true)).withPath().needs(Right.DELETE)
                .help("removes an empty folder", "RFC 959 §4.1.3");
        List<FtpCommand> all = new ArrayList<>(List.of(print, change, up, make, remove,
                FtpCommand.named("DELE", request -> delete(request, false)).withPath().needs(Right.DELETE)
                        .help("removes a file", "RFC 959 §4.1.3"),
                FtpCommand.named("RNFR", TreeCommands::renameFrom).withPath().needs(Right.DELETE)
                        .help("says what is to be renamed", "RFC 959 §4.1.3"),
                FtpCommand.named("RNTO", TreeCommands::renameTo).withPath().needs(Right.WRITE)
                        .help("says how it is to be called", "RFC 959 §4.1.3")));
        all.addAll(List.of(print.alias("XPWD"), change.alias("XCWD"), up.alias("XCUP"), make.alias("XMKD"),
                remove.alias("XRMD"))); // RFC 775
        return all;
    }

    private static void print(FtpRequest request) {
        String here = FtpReply.quoted(request.session().directory().toString());
        request.reply(257, here + " is the current directory.");
    }

    private static void enter(FtpRequest request, VirtualPath folder) {
        FtpSession session = request.session();
        User user = session.user();
        VirtualFilesystem files = session.files();
        request.work(() -> {
            if (!files.attributes(folder).isFolder()) {
                throw new FilesystemException(FilesystemException.Reason.NOT_A_FOLDER, folder, null);
            }
            requireEnterable(files, folder);
            return FtpReply.of(250, request.command().name() + " command successful.");
        }, () -> {
            if (session.isOf(user)) {
                session.directory(folder);
            }
        });
    }

    /// A folder's own attributes are there for who may not enter it; those of a name in it are not, whether there is such a name or
    /// not.
    private static void requireEnterable(VirtualFilesystem files, VirtualPath folder) throws FilesystemException {
        try {
            files.attributes(folder.resolve("?"));
        } catch (FilesystemException e) {
            if (e.reason() == FilesystemException.Reason.DENIED) {
                throw e;
            }
        }
    }

    private static void make(FtpRequest request) throws FtpException {
        VirtualPath folder = request.path();
        FtpSession session = request.session();
        VirtualFilesystem files = session.files();
        FtpEvent.Client client = session.client();
        request.work(() -> {
            files.createFolder(folder);
            return FtpReply.of(257, FtpReply.quoted(folder.toString()) + " is made.");
        }, () -> session.server().tell(new FtpEvent.FolderMade(client, folder)));
    }

    private static void delete(FtpRequest request, boolean folder) throws FtpException {
        VirtualPath path = folder ? request.path() : request.file();
        FtpSession session = request.session();
        VirtualFilesystem files = session.files();
        FtpEvent.Client client = session.client();
        SharedTree tree = session.tree();
        request.work(() -> {
            if (folder) {
                files.deleteFolder(path);
            } else {
                session.server().writers().requireFree(tree, path);
                files.deleteFile(path);
            }
            return FtpReply.of(250, request.command().name() + " command successful.");
        }, () -> session.server().tell(new FtpEvent.Deleted(client, path, folder)));
    }

    private static void renameFrom(FtpRequest request) throws FtpException {
        VirtualPath from = request.path();
        FtpSession session = request.session();
        User user = session.user();
        SharedTree tree = session.tree();
        VirtualFilesystem files = session.files();
        request.work(() -> {
            boolean isFolder = files.attributes(from).isFolder();
            for (Right right : List.of(Right.DELETE, Right.READ, Right.LIST)) {
                if (!tree.allows(user, right, from)) {
                    throw new FtpException(550, "Permission denied.");
                }
            }
            if (from.isRoot()) {
                throw new FtpException(550, "The top of the tree stays where it is.");
            }
            if (!isFolder) {
                request.requireFileName();
            }
            return FtpReply.of(350, "RNFR file exists, ready for destination name.");
        }, () -> {
            if (session.isOf(user)) {
                session.begin(new Rename(from));
            }
        });
    }

    private static void renameTo(FtpRequest request) throws FtpException {
        VirtualPath to = request.path();
        VirtualPath from = request.begun(Rename.class)
                .orElseThrow(() -> new FtpException(503, "RNTO command unexpected: RNFR has to come right before it."))
                .from();
        if (to.startsWith(from) && !to.equals(from)) {
            throw new FtpException(553, "Nothing can be moved into itself.");
        }
        FtpSession session = request.session();
        VirtualFilesystem files = session.files();
        FtpEvent.Client client = session.client();
        SharedTree tree = session.tree();
        request.work(() -> {
            session.server().writers().requireFree(tree, from);
            session.server().writers().requireFree(tree, to);
            files.rename(from, to, true);
            return FtpReply.of(250, "RNTO command successful.");
        }, () -> session.server().tell(new FtpEvent.Renamed(client, from, to)));
    }
}
