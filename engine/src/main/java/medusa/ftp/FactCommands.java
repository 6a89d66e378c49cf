package medusa.ftp;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.auth.Right;
import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// What is known of a file, and how that is changed (RFC 3659 §3 and §4, draft-somers-ftp-mfxx, draft-peterson-streamlined-ftp-command-extensions).
final class FactCommands {
    /// How clients set a time before there was MFMT.
    private static final Pattern TIME_AND_PATH = Pattern.compile("(\\d{14}) (.+)", Pattern.DOTALL);
    private static final Pattern SHORT_TIME_AND_PATH = Pattern.compile("(\\d{12}) (.+)", Pattern.DOTALL);
    /// Times of access, modification and creation, of which the second counts.
    private static final Pattern PATH_AND_TIMES = Pattern.compile("(.+) \\d{14} (\\d{14}) \\d{14} UTC", Pattern.DOTALL);
    private static final Pattern MODE = Pattern.compile("[0-7]{1,6}");
    private static final int PERMISSIONS = 0777;

    private FactCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("SIZE", FactCommands::size).withPath().feature("SIZE")
                        .help("tells the size of a file", "RFC 3659 §4"),
                FtpCommand.named("MDTM", FactCommands::modified).withPath().feature("MDTM")
                        .help("tells when a file was changed", "RFC 3659 §3"),
                FtpCommand.named("MFMT", FactCommands::setModified).with("YYYYMMDDHHMMSS path").feature("MFMT")
                        .help("says when a file was changed", "draft-somers-ftp-mfxx §3"),
                FtpCommand.named("MFCT", FactCommands::setCreated).with("YYYYMMDDHHMMSS path")
                        .help("is not done here: no time of creation can be set", "draft-somers-ftp-mfxx §4"),
                FtpCommand.named("MFF", FactCommands::setFacts).with("fact=value;fact=value; path")
                        .feature("MFF modify;UNIX.mode;")
                        .help("changes what is known of a file", "draft-somers-ftp-mfxx §5"),
                FtpCommand.named("AVBL", FactCommands::room).withOptionalPath().needs(Right.WRITE).feature("AVBL")
                        .help("tells how many bytes there is room for", "draft-peterson-streamlined-ftp §4"));
    }

    static List<FtpCommand> site() {
        return List.of(
                FtpCommand.named("CHMOD", FactCommands::changeMode).with("mode path")
                        .help("sets who may read and write a file, by an octal number", "as on Unix"),
                FtpCommand.named("UTIME", FactCommands::setTimes).with("YYYYMMDDhhmm[ss] path")
                        .help("says when a file was changed", "as other servers have it"));
    }

    private static void size(FtpRequest request) throws FtpException {
        VirtualPath file = request.file();
        if (request.session().type() == FtpSession.Type.ASCII) {
            // It would be the size that it has on the way, to learn which all of it had to be read.
            throw new FtpException(550, "SIZE is not told in ASCII mode; use TYPE I.");
        }
        VirtualFilesystem files = request.session().files();
        request.work(() -> {
            Attributes attributes = files.attributes(file);
            if (!attributes.isFile()) {
                throw new FilesystemException(attributes.isFolder() ? Reason.IS_A_FOLDER : Reason.SPECIAL, file, null);
            }
            return FtpReply.of(213, Long.toString(attributes.size()));
        });
    }

    /// A file whose name looks like a time and another name comes first.
    private static void modified(FtpRequest request) throws FtpException {
        VirtualPath path = request.path();
        Viewer viewer = Viewer.of(request.session());
        request.work(() -> {
            try {
                return FtpReply.of(213, FactTime.text(viewer.files().attributes(path).modified()));
            } catch (FilesystemException e) {
                Matcher setting = TIME_AND_PATH.matcher(request.argument());
                if (!setting.matches()) {
                    throw e;
                }
                return changeTime(viewer, 213, setting.group(1), setting.group(2));
            }
        });
    }

    private static void setModified(FtpRequest request) throws FtpException {
        String[] words = words(request);
        changeTime(request, 213, words[0], words[1]);
    }

    private static void changeTime(FtpRequest request, int code, String time, String name) {
        Viewer viewer = Viewer.of(request.session());
        request.work(() -> changeTime(viewer, code, time, name));
    }

    private static FtpReply changeTime(Viewer viewer, int code, String time, String name)
            throws FtpException, FilesystemException {
        Instant modified = FactTime.parse(time);
        viewer.files().setModified(viewer.resolve(name), modified);
        return FtpReply.of(code, "Modify=" + time + "; " + name);
    }

    private static void setCreated(FtpRequest request) throws FtpException {
        throw new FtpException(504, "No time of creation can be set here.");
    }

    /// The two words of an argument, of which the second one may have spaces in it.
    private static String[] words(FtpRequest request) throws FtpException {
        int space = request.argument().indexOf(' ');
        if (space <= 0 || space == request.argument().length() - 1) {
            throw new FtpException(501, "This is how it is used: " + request.command().usage());
        }
        return new String[]{request.argument().substring(0, space), request.argument().substring(space + 1)};
    }

    private interface Change {
        void apply(VirtualFilesystem files, VirtualPath path) throws FilesystemException;
    }

    /// All of them or none, as far as that can be known before.
    private static void setFacts(FtpRequest request) throws FtpException {
        String[] words = words(request);
        List<Change> changes = new ArrayList<>();
        StringBuilder told = new StringBuilder();
        for (String fact : words[0].split(";")) {
            int equals = fact.indexOf('=');
            if (equals <= 0) {
                throw new FtpException(501, "A fact is written name=value;");
            }
            String value = fact.substring(equals + 1);
            changes.add(change(fact.substring(0, equals), value));
            told.append(fact).append(';');
        }
        VirtualPath path = request.session().resolve(words[1]);
        VirtualFilesystem files = request.session().files();
        request.work(() -> {
            for (Change each : changes) {
                each.apply(files, path);
            }
            return FtpReply.of(213, told + " " + words[1]);
        });
    }

    private static Change change(String fact, String value) throws FtpException {
        switch (fact.toLowerCase(Locale.ROOT)) {
            case "modify" -> {
                Instant time = FactTime.parse(value);
                return (files, path) -> files.setModified(path, time);
            }
            case "unix.mode" -> {
                int mode = mode(value);
                return (files, path) -> files.setMode(path, mode);
            }
            default -> throw new FtpException(504, "Only modify and UNIX.mode can be changed.");
        }
    }

    private static int mode(String octal) throws FtpException {
        if (!MODE.matcher(octal).matches()) {
            throw new FtpException(501, "A mode is an octal number, such as 644.");
        }
        int mode = Integer.parseInt(octal, 8);
        if ((mode & ~PERMISSIONS) != 0) {
            throw new FtpException(504, "A mode goes from 0 to 777.");
        }
        return mode;
    }

    private static void changeMode(FtpRequest request) throws FtpException {
        String[] words = words(request);
        int mode = mode(words[0]);
        VirtualPath path = request.session().resolve(words[1]);
        VirtualFilesystem files = request.session().files();
        request.work(() -> {
            files.setMode(path, mode);
            return FtpReply.of(200, "SITE CHMOD command successful.");
        });
    }

    private static void setTimes(FtpRequest request) throws FtpException {
        Matcher times = PATH_AND_TIMES.matcher(request.argument());
        Matcher time = TIME_AND_PATH.matcher(request.argument());
        Matcher minutes = SHORT_TIME_AND_PATH.matcher(request.argument());
        if (times.matches()) {
            changeTime(request, 200, times.group(2), times.group(1));
        } else if (time.matches()) {
            changeTime(request, 200, time.group(1), time.group(2));
        } else if (minutes.matches()) {
            changeTime(request, 200, minutes.group(1) + "00", minutes.group(2));
        } else {
            throw new FtpException(501, "This is how it is used: SITE " + request.command().usage());
        }
    }

    private static void room(FtpRequest request) throws FtpException {
        VirtualPath path = request.path();
        FtpSession session = request.session();
        VirtualFilesystem files = session.files();
        Runnable ask = () -> request.work(() -> {
            OptionalLong room = files.room(path);
            return room.isPresent()
                    ? FtpReply.of(213, Long.toString(room.getAsLong()))
                    : FtpReply.of(550, "Nobody knows how much room there is.");
        });
        if (session.tree().ready(session.user(), path, () -> session.channel().execute(ask))) {
            ask.run();
        }
    }
}
