package medusa.ftp;

import medusa.filesystem.FilesystemException;

/// Why something is not done, as a client may hear it.
final class Refusals {
    private Refusals() {}

    /// @param why goes to the log if it is the server's fault
    static FtpReply of(Throwable why, FtpRequest request) {
        return switch (why) {
            case FtpException e -> e.reply();
            case FilesystemException e -> of(e);
            case InflatingUpload.DamagedException e -> e.reply();
            default -> {
                request.session().server().reactor().errors()
                        .report("FTP: " + request.command().name() + " failed", why);
                yield FtpReply.of(451, "The server has failed at this; its log says why.");
            }
        };
    }

    /// RFC 959 §4.2.1.
    private static FtpReply of(FilesystemException e) {
        return switch (e.reason()) {
            case NOT_FOUND -> FtpReply.of(550, "No such file or folder.");
            case DENIED, FORBIDDEN, READ_ONLY -> FtpReply.of(550, "Permission denied.");
            case NO_SPACE -> FtpReply.of(452, "There is no room for it.");
            case TOO_LARGE -> FtpReply.of(552, "The file is larger than allowed.");
            case BUSY -> FtpReply.of(450, "The server is busy; try again soon.");
            case NAME_TOO_LONG -> FtpReply.of(553, "The name is too long.");
            case EXISTS -> FtpReply.of(550, "There is something of this name already.");
            case NOT_EMPTY -> FtpReply.of(550, "The folder is not empty.");
            case NOT_A_FOLDER -> FtpReply.of(550, "It is not a folder.");
            case IS_A_FOLDER -> FtpReply.of(550, "It is a folder.");
            case SPECIAL -> FtpReply.of(550, "It is not a regular file.");
            case FAILED -> FtpReply.of(451, "It could not be read or written.");
        };
    }
}
