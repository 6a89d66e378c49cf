package medusa.ftp;

/// What answers where the table has nothing.
final class UnknownCommand {
    private static final FtpCommand UNKNOWN = refusing("That command is not known; HELP lists those that are.");
    private static final FtpCommand TOO_LONG = refusing("That line is too long.");

    private UnknownCommand() {}

    /// For a command that is in no table.
    static FtpCommand row() {
        return UNKNOWN;
    }

    /// For a line that could not be read.
    static FtpCommand tooLong() {
        return TOO_LONG;
    }

    private static FtpCommand refusing(String text) {
        return FtpCommand.named("unknown", request -> {
            throw new FtpException(500, text);
        }).withOptional("anything").forAll();
    }
}
