package medusa.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import medusa.auth.Right;
import medusa.filesystem.VirtualPath;

/// Files on their way to the client, and where in a file a transfer begins and ends (RFC 959 §4.1.3, RFC 3659 §5).
final class TransferCommands {

    /// What REST, RANG and ALLO have begun; each keeps of the others what it does not change.
    ///
    /// @param first  the byte with which the transfer begins
    /// @param last   the last byte of it; [#TO_THE_END] unless RANG has said one, and only then it is a range
    /// @param announced how large the file is going to be; 0 where nobody has said it
    record Range(long first, long last, long announced) {
        static final long TO_THE_END = Long.MAX_VALUE;
        static final Range ALL = new Range(0, TO_THE_END, 0);

        /// Of what is asked for now.
        static Range of(FtpRequest request) {
            return request.begun(Range.class).orElse(ALL);
        }

        boolean isAll() { return first == 0 && last == TO_THE_END; }

        boolean isOpen() { return last == TO_THE_END; }

        /// How many bytes of a file of this size are in it.
        long count(long size) {
            return Math.min(size, isOpen() ? size : last + 1) - first;
        }
    }

    private TransferCommands() {}

    static List<FtpCommand> all() {
        List<FtpCommand> all = new ArrayList<>(List.of(
                FtpCommand.named("RETR", TransferCommands::retrieve).withPath().needs(Right.READ)
                        .help("sends a file", "RFC 959 §4.1.3"),
                FtpCommand.named("REST", TransferCommands::restart).with("offset").feature("REST STREAM")
                        .help("begins the next file there", "RFC 3659 §5"),
                FtpCommand.named("RANG", TransferCommands::range).with("first last").feature("RANG STREAM")
                        .help("sends these bytes of the next file", "draft-bryan-ftp-range §3"),
                FtpCommand.named("ABOR", request -> request.reply(226, "ABOR command successful.")).interrupts()
                        .help("ends the transfer", "RFC 959 §4.1.3")));
        all.addAll(StoreCommands.all());
        return all;
    }

    static List<FtpCommand> options() {
        return List.of(FtpCommand.named("MODE", TransferCommands::level).with("Z LEVEL 1-9")
                .help("compresses less in less time, or more in more", "draft-preston-ftpext-deflate §3"));
    }

    private static void restart(FtpRequest request) throws FtpException {
        long offset = number(request.argument(), "That is no offset.");
        if (offset > 0) {
            requireBytes(request, 504);
        }
        request.session().begin(new Range(offset, Range.TO_THE_END, Range.of(request).announced()));
        request.reply(350, "Restarting at " + offset + ". Send STORE or RETRIEVE to initiate transfer.");
    }

    private static void range(FtpRequest request) throws FtpException {
        String[] bounds = request.argument().split(" ", -1);
        if (bounds.length != 2) {
            throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        long first = number(bounds[0], "That is no range.");
        long last = number(bounds[1], "That is no range.");
        long announced = Range.of(request).announced();
        if (first == 1 && last == 0) {
            request.session().begin(new Range(0, Range.TO_THE_END, announced));
            request.reply(350, "The next file goes as a whole.");
            return;
        }
        if (first > last || last == Range.TO_THE_END) {
            throw new FtpException(501, "That is no range.");
        }
        request.session().begin(new Range(first, last, announced));
        request.reply(350, "Restarting at " + first + ", up to " + last + ".");
    }

    private static long number(String text, String refusal) throws FtpException {
        try {
            if (!text.isEmpty() && Character.isDigit(text.charAt(0))) {
                return Long.parseLong(text);
            }
        } catch (NumberFormatException e) {
            // it is refused
        }
        throw new FtpException(501, refusal);
    }

    /// An offset in a text would count the line ends of one side or of the other, and nobody could say which.
    static void requireBytes(FtpRequest request, int code) throws FtpException {
        if (request.session().type() == FtpSession.Type.ASCII) {
            throw new FtpException(code, "Offsets count in TYPE I alone.");
        }
    }

    static void requireDataPort(FtpRequest request) throws FtpException {
        if (!request.session().data().isSet()) {
            throw new FtpException(425, "Use PASV, EPSV, PORT or EPRT first.");
        }
    }

    private static void retrieve(FtpRequest request) throws FtpException {
        requireDataPort(request);
        Range range = Range.of(request);
        if (!range.isAll()) {
            requireBytes(request, 554);
        }
        new Retrieval(request, request.file(), range).begin();
    }

    /// For what is not a transfer yet, and will be none when the client wants it no more.
    static void abortUnbegun(FtpRequest request) {
        request.session().data().drop();
        request.reply(426, "The transfer was aborted.");
    }

    static String opening(FtpRequest request, VirtualPath path) {
        String type = request.session().type() == FtpSession.Type.ASCII ? "ASCII" : "binary";
        return "Opening " + type + " mode data connection for '" + path.name() + "'";
    }

    private static void level(FtpRequest request) throws FtpException {
        String wanted = request.argument().toUpperCase(Locale.ROOT);
        if (!wanted.matches("Z LEVEL [1-9]")) {
            throw new FtpException(501, "This is how it is used: OPTS " + request.command().usage());
        }
        int level = wanted.charAt(wanted.length() - 1) - '0';
        request.session().keep(Conversion.Level.class, new Conversion.Level(level));
        request.reply(200, "MODE Z LEVEL set to " + level + ".");
    }
}
