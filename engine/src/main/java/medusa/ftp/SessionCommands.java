package medusa.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import medusa.ftp.FtpSession.Mode;
import medusa.ftp.FtpSession.Type;
import medusa.ftp.TransferCommands.Range;

/// What the two sides agree on, and what the server tells of itself.
final class SessionCommands {
    /// Of a language tag that everybody must take (RFC 5646 §4.4.1).
    private static final int LONGEST_TAG = 35;

    private SessionCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("TYPE", SessionCommands::type).with("A|I|L 8").keepsBegun()
                        .help("sends text (A) or bytes (I)", "RFC 959 §4.1.2"),
                FtpCommand.named("MODE", SessionCommands::mode).with("S|Z")
                        .feature(session -> session.server().settings().deflate() ? "MODE Z" : "")
                        .help("sends files as they are (S) or compressed (Z)", "RFC 959 §4.1.2"),
                FtpCommand.named("STRU", SessionCommands::structure).with("F")
                        .help("takes files as files", "RFC 959 §4.1.2"),
                FtpCommand.named("ALLO", SessionCommands::allocate).with("bytes").keepsBegun()
                        .help("tells how large the next file is, so that a full quota is told early", "RFC 959 §4.1.3"),
                FtpCommand.named("SMNT", request -> request.reply(502, "Nothing is mounted by FTP."))
                        .with("path").help("is not done here", "RFC 959 §4.1.1"),
                FtpCommand.named("SYST", request -> request.reply(215, "UNIX Type: L8")).forAll()
                        .help("tells the form of listings", "RFC 959 §4.1.3"),
                FtpCommand.named("NOOP", request -> request.reply(200, "NOOP command successful.")).forAll()
                        .keepsBegun().help("does nothing", "RFC 959 §4.1.3"),
                FtpCommand.named("HELP", SessionCommands::help).withOptional("command").forAll()
                        .help("lists commands, or explains one", "RFC 959 §4.1.3"),
                FtpCommand.named("FEAT", SessionCommands::features).forAll()
                        .help("lists what goes beyond RFC 959", "RFC 2389 §3"),
                FtpCommand.named("OPTS", request -> delegate(request, request.session().server().options(), "OPTS"))
                        .with("command [value]").forAll().help("sets how a command works", "RFC 2389 §4"),
                FtpCommand.named("HOST", SessionCommands::host).with("name").forAll().feature("HOST")
                        .help("says which of this machine's names you came to", "RFC 7151 §3"),
                FtpCommand.named("CLNT", request -> request.reply(200, "Noted.")).with("name").forAll()
                        .keepsBegun().feature("CLNT").help("says what your program is", "as other servers do"),
                FtpCommand.named("CSID", request -> request.reply(200, "Name=Medusa; DirSep=/;"))
                        .withOptional("Name=...;").forAll().keepsBegun().feature("CSID")
                        .help("says what your program is, and what this one is",
                                "draft-peterson-streamlined-ftp-command-extensions §4"),
                FtpCommand.named("LANG", SessionCommands::language).withOptional("tag").forAll().feature("LANG EN*")
                        .help("asks for another language than English", "RFC 2640 §4.1"),
                FtpCommand.named("SITE", request -> delegate(request, request.session().server().site(), "SITE"))
                        .with("command [argument]").help("does what is this server's own; see SITE HELP",
                                "RFC 959 §4.1.3"));
    }

    static List<FtpCommand> options() {
        return List.of(FtpCommand.named("UTF8", SessionCommands::utf8).withOptional("ON").forAll()
                .help("does nothing: names are UTF-8 here", "draft-ietf-ftpext-utf-8-option"));
    }

    private static void type(FtpRequest request) throws FtpException {
        Type type = switch (request.argument().toUpperCase(Locale.ROOT)) {
            case "A", "A N" -> Type.ASCII;
            case "I", "L 8", "L8" -> Type.BINARY;
            default -> throw new FtpException(504, "Types are A and I.");
        };
        request.session().type(type);
        request.reply(200, type == Type.ASCII ? "Type set to ASCII." : "Type set to Binary.");
    }

    private static void mode(FtpRequest request) throws FtpException {
        String wanted = request.argument().toUpperCase(Locale.ROOT);
        if (wanted.equals("S")) {
            request.session().mode(Mode.STREAM);
        } else if (wanted.equals("Z") && request.session().server().settings().deflate()) {
            request.session().mode(Mode.DEFLATE);
        } else {
            throw new FtpException(504, "Unimplemented MODE type.");
        }
        request.reply(200, "MODE " + wanted + " Ok.");
    }

    private static void structure(FtpRequest request) throws FtpException {
        if (!request.argument().equalsIgnoreCase("F")) {
            throw new FtpException(504, "Unimplemented STRU type.");
        }
        request.reply(200, "STRU F Ok.");
    }

    /// Nothing is reserved before the file comes; what else stands there is about records, of which there are none.
    private static void allocate(FtpRequest request) {
        Object begun = request.begun();
        if (request.argument().matches("[0-9]{1,18}") && (begun == null || begun instanceof Range)) {
            Range range = Range.of(request);
            request.session().begin(new Range(range.first(), range.last(), Long.parseLong(request.argument())));
        }
        request.reply(202, "Room need not be reserved.");
    }

    private static void utf8(FtpRequest request) throws FtpException {
        if (!request.argument().isEmpty() && !request.argument().equalsIgnoreCase("ON")) {
            throw new FtpException(504, "Names are always UTF-8 here.");
        }
        request.reply(200, "Names are UTF-8.");
    }

    /// All names are the same server. A client that has logged in has chosen already.
    private static void host(FtpRequest request) throws FtpException {
        if (request.session().isLoggedIn()) {
            throw new FtpException(503, "HOST comes before the log-in.");
        }
        if (!HostName.isOne(request.argument())) {
            throw new FtpException(501, "That is no name of a host.");
        }
        request.reply(220, "Host accepted.");
    }

    private static void language(FtpRequest request) throws FtpException {
        String tag = request.argument().toUpperCase(Locale.ROOT);
        if (tag.length() > LONGEST_TAG || !tag.matches("|[A-Z]{1,8}(-[A-Z0-9]{1,8})*")) {
            throw new FtpException(501, "That is no language tag.");
        }
        if (!tag.isEmpty() && !tag.equals("EN") && !tag.startsWith("EN-")) {
            throw new FtpException(504, "Only English is spoken here.");
        }
        request.reply(200, "English is spoken here.");
    }

    private static void help(FtpRequest request) throws FtpException {
        request.reply(help(request.session().server().commands(), request.argument(), ""));
    }

    /// @param prefix what stands in front of the commands of this table
    static FtpReply help(FtpCommands table, String name, String prefix) throws FtpException {
        if (name.isBlank()) {
            List<String> lines = new ArrayList<>();
            table.all().forEach(row -> lines.add("%-5s %s".formatted(row.name(), row.help())));
            return FtpReply.of(214, "The following commands are recognized:", lines, "End.");
        }
        FtpCommand row = table.find(name.strip())
                .orElseThrow(() -> new FtpException(502, "There is no such " + prefix + "command."));
        return FtpReply.of(214,
                prefix + row.usage() + " - " + row.help() + " (" + row.source().replace("\u00a7", "section ") + ")");
    }

    private static void features(FtpRequest request) {
        List<String> lines = new ArrayList<>(List.of("UTF8", "TVFS"));
        request.session().server().commands().all().stream().map(row -> row.feature(request.session()))
                .filter(feature -> !feature.isEmpty()).forEach(lines::add);
        request.reply(FtpReply.of(211, "Features:", lines, "End"));
    }

    /// Has a row of another table do it: one that has an argument of its own.
    private static void delegate(FtpRequest request, FtpCommands table, String what) throws Exception {
        String line = request.argument().stripLeading();
        int space = line.indexOf(' ');
        String name = space < 0 ? line : line.substring(0, space);
        Optional<FtpCommand> row = table.find(name);
        if (row.isEmpty()) {
            throw new FtpException(what.equals("SITE") ? 500 : 501, "There is no such " + what + " command.");
        }
        request.passTo(row.get(), space < 0 ? "" : line.substring(space + 1));
    }
}
