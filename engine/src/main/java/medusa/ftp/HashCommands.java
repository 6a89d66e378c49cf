package medusa.ftp;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import medusa.auth.Right;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualPath;

/// Tells digests of files (draft-bryan-ftpext-hash), also to clients who know only the commands that there were before.
final class HashCommands {
    /// A path and the bytes of it that count: the first, and the one behind the last.
    private static final Pattern QUOTED = Pattern.compile(
            "\"((?:[^\"]++|\"\")++)\"(?: +(\\d{1,18})(?: +(\\d{1,18}))?)?",
            Pattern.DOTALL);
    private static final Pattern BETWEEN = Pattern.compile("(.+) (\\d{1,18}) (\\d{1,18})", Pattern.DOTALL);
    private static final Pattern FROM = Pattern.compile("(.+) (\\d{1,18})()", Pattern.DOTALL);

    /// One thread is as much as a disk likes.
    private final Lanes lanes = new Lanes(new Lane("medusa-ftp-digest", 1, 64),
            new Lane("medusa-ftp-digest-anonymous", 1, 8));

    private HashCommands() {}

    static List<FtpCommand> all() {
        HashCommands commands = new HashCommands();
        List<FtpCommand> all = new ArrayList<>(List.of(
                FtpCommand.named("HASH", commands::hash).withPath().needs(Right.READ).feature(HashCommands::feature)
                        .help("tells a digest of a file, as OPTS HASH has chosen it", "draft-bryan-ftpext-hash §3"),
                FtpCommand.named("MD5", commands::md5).withPath().needs(Right.READ).feature("MD5")
                        .help("tells the MD5 of a file", "draft-twine-ftpmd5 §3")));
        all.add(commands.simple("XCRC", Digest.Algorithm.CRC32));
        all.add(commands.simple("XMD5", Digest.Algorithm.MD5));
        all.add(commands.simple("XSHA", Digest.Algorithm.SHA_1));
        all.add(commands.simple("XSHA1", Digest.Algorithm.SHA_1));
        all.add(commands.simple("XSHA256", Digest.Algorithm.SHA_256));
        all.add(commands.simple("XSHA512", Digest.Algorithm.SHA_512));
        return all;
    }

    static List<FtpCommand> options() {
        return List.of(FtpCommand.named("HASH", HashCommands::choose).withOptional("algorithm")
                .help("says which digest HASH is to tell", "draft-bryan-ftpext-hash §3.2"));
    }

    private FtpCommand simple(String name, Digest.Algorithm algorithm) {
        return FtpCommand.named(name, request -> simple(request, algorithm)).with("path [start [end]]").feature(name)
                .help("tells the " + algorithm.label() + " of a file, or of a part of it", "as other servers have it");
    }

    private static Digest.Algorithm chosen(FtpSession session) {
        return session.note(Digest.Algorithm.class, () -> Digest.Algorithm.values()[0]);
    }

    private static String feature(FtpSession session) {
        Digest.Algorithm chosen = chosen(session);
        return Arrays.stream(Digest.Algorithm.values())
                .map(algorithm -> algorithm.label() + (algorithm == chosen ? "*" : ""))
                .collect(Collectors.joining(";", "HASH ", ""));
    }

    private static void choose(FtpRequest request) throws FtpException {
        FtpSession session = request.session();
        if (!request.argument().isBlank()) {
            session.keep(Digest.Algorithm.class, Arrays.stream(Digest.Algorithm.values())
                    .filter(algorithm -> algorithm.label().equalsIgnoreCase(request.argument().strip())).findFirst()
                    .orElseThrow(() -> new FtpException(501, "That digest is not known; FEAT lists those that are.")));
        }
        request.reply(200, chosen(session).label());
    }

    private void hash(FtpRequest request) throws FtpException {
        TransferCommands.Range range = TransferCommands.Range.of(request);
        DigestJob.Range bytes = new DigestJob.Range(range.first(), range.isOpen() ? Long.MAX_VALUE : range.last() + 1);
        DigestJob.Task task = new DigestJob.Task(request.file(), chosen(request.session()), bytes);
        Function<DigestJob.Result, FtpReply> answer = result -> FtpReply.of(213, task.algorithm().label() + ' '
                + task.range().start() + '-' + result.last() + ' ' + result.hex() + ' ' + request.argument());
        new DigestJob(request, lanes, task, answer).begin();
    }

    private void md5(FtpRequest request) throws FtpException {
        DigestJob.Task task = new DigestJob.Task(request.file(), Digest.Algorithm.MD5, DigestJob.Range.ALL);
        new DigestJob(request, lanes, task, result -> FtpReply.of(251, request.argument() + ' ' + result.hex()))
                .begin();
    }

    private void simple(FtpRequest request, Digest.Algorithm algorithm) throws FtpException {
        new DigestJob(request, lanes, task(request, algorithm), result -> FtpReply.of(250, result.hex())).begin();
    }

    /// A file that is called exactly so comes first, whatever its name ends with.
    private static DigestJob.Task task(FtpRequest request, Digest.Algorithm algorithm) throws FtpException {
        String argument = request.argument();
        VirtualPath whole = request.file();
        if (!isThere(request.session(), whole)) {
            for (Pattern form : List.of(QUOTED, BETWEEN, FROM)) {
                Matcher parts = form.matcher(argument);
                if (parts.matches()) {
                    String path = form == QUOTED ? parts.group(1).replace("\"\"", "\"") : parts.group(1);
                    return new DigestJob.Task(request.session().resolve(path), algorithm,
                            range(parts.group(2), parts.group(3)));
                }
            }
        }
        return new DigestJob.Task(whole, algorithm, DigestJob.Range.ALL);
    }

    private static boolean isThere(FtpSession session, VirtualPath path) {
        try {
            session.files().attributes(path);
            return true;
        } catch (FilesystemException e) {
            return false;
        }
    }

    private static DigestJob.Range range(String start, String end) throws FtpException {
        long from = start == null ? 0 : Long.parseLong(start);
        long to = end == null || end.isEmpty() ? Long.MAX_VALUE : Long.parseLong(end);
        if (to < from) {
            throw new FtpException(501, "That range ends before it begins.");
        }
        return new DigestJob.Range(from, to);
    }
}
