package medusa.ftp;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import medusa.auth.Logins;
import medusa.auth.User;
import medusa.auth.UserNames;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Who the client is (RFC 959 §4.1.1).
final class AccessCommands {
    /// Of what somebody without a password gives as one, mostly an address, for the log.
    private static final int LONGEST_SHOWN = 100;
    private static final FtpReply INCORRECT = FtpReply.of(530, "Login incorrect.");

    /// What USER has begun.
    private record Claim(String name) {}

    /// How often a client has failed; this stays for as long as he does.
    static final class Tries {
        private int failed;
    }

    private AccessCommands() {}

    static List<FtpCommand> all() {
        return List.of(
                FtpCommand.named("USER", AccessCommands::user).with("name").forAll()
                        .help("says who you are", "RFC 959 §4.1.1"),
                FtpCommand.named("PASS", AccessCommands::pass).withOptional("password").forAll().secret()
                        .help("proves it", "RFC 959 §4.1.1"),
                FtpCommand.named("ACCT", request -> request.reply(202, "Nobody needs an account here."))
                        .with("account").forAll().secret().help("is not needed", "RFC 959 §4.1.1"),
                FtpCommand.named("REIN", AccessCommands::reinitialize).forAll()
                        .help("logs out, and begins anew", "RFC 959 §4.1.1"),
                FtpCommand.named("QUIT", request -> request.leave(FtpReply.of(221, "Goodbye."))).forAll()
                        .help("ends the connection", "RFC 959 §4.1.1"));
    }

    /// The same to everybody: whether there is such a user is nobody's business (RFC 2577 §6).
    private static void user(FtpRequest request) {
        request.session().reset();
        request.session().begin(new Claim(text(request.argument())));
        request.reply(331, "Password required.");
    }

    private static void pass(FtpRequest request) throws FtpException {
        FtpSession session = request.session();
        String name = request.begun(Claim.class)
                .orElseThrow(() -> new FtpException(503, "Say who you are by USER first.")).name();
        String password = text(request.argument());
        Optional<User> guest = session.server().guest(name);
        if (guest.isPresent()) {
            enter(request, guest.get(), password.substring(0, Math.min(password.length(), LONGEST_SHOWN)));
            return;
        }
        Logins logins = session.server().logins();
        Consumer<Logins.Answer> then = answer -> session.channel().execute(() -> answered(request, answer));
        Optional<Logins.Answer.Later> banned = logins.refuses(origin(session));
        if (banned.isPresent()) {
            answered(request, banned.get());
        } else if (UserNames.isAnonymous(name)) { // whom others than FTP would take without a password
            logins.failed(origin(session), name, "nobody comes by FTP without a password", then);
        } else {
            logins.check(origin(session), name, password.toCharArray(), then);
        }
    }

    private static Logins.Origin origin(FtpSession session) {
        return new Logins.Origin("ftp", session.address());
    }

    private static void answered(FtpRequest request, Logins.Answer answer) {
        if (!request.session().channel().isOpen()) {
            return; // he has been sent away meanwhile
        }
        switch (answer) {
            case Logins.Answer.LoggedIn(User user) -> enter(request, user, "");
            case Logins.Answer.Refused() -> refuse(request);
            case Logins.Answer.Later later -> dismiss(request, later.banned()
                    ? "Too many log-ins have failed; try again later."
                    : "The server is busy; try again soon.");
        }
    }

    private static void enter(FtpRequest request, User user, String password) {
        FtpSession session = request.session();
        Optional<String> refusal = session.server().admission().refuses(user);
        if (refusal.isPresent()) {
            dismiss(request, refusal.get());
            return;
        }
        session.loggedIn(user, password);
        goHome(request, user, FtpReply.of(230, "You are logged in."));
    }

    /// To the folder nearest to his home that is there and may be entered: who has none yet can still work elsewhere.
    private static void goHome(FtpRequest request, User user, FtpReply welcome) {
        FtpSession session = request.session();
        VirtualPath home = VirtualPath.parse(user.home());
        if (home.isRoot()) {
            request.reply(welcome);
            return;
        }
        VirtualFilesystem seen = session.tree().as(user);
        AtomicReference<VirtualPath> nearest = new AtomicReference<>(home);
        request.work(() -> {
            nearest.set(nearestFolder(seen, home));
            return welcome;
        }, () -> {
            if (session.isOf(user)) {
                session.directory(nearest.get());
            }
        });
    }

    private static VirtualPath nearestFolder(VirtualFilesystem files, VirtualPath path) {
        VirtualPath folder = path;
        while (!folder.isRoot() && !isFolder(files, folder)) {
            folder = folder.parent();
        }
        return folder;
    }

    private static boolean isFolder(VirtualFilesystem files, VirtualPath path) {
        try {
            return files.attributes(path).isFolder();
        } catch (FilesystemException e) {
            return false;
        }
    }

    private static void refuse(FtpRequest request) {
        FtpSession session = request.session();
        if (++session.tries().failed >= session.server().settings().limits().tries()) {
            request.leave(INCORRECT, FtpReply.of(421, "Too many log-ins have failed; goodbye."));
        } else {
            request.reply(INCORRECT);
        }
    }

    private static void dismiss(FtpRequest request, String why) {
        request.leave(FtpReply.of(421, why));
    }

    private static void reinitialize(FtpRequest request) {
        request.session().reset();
        request.reply(220, "Ready for another user.");
    }

    /// Names and passwords are text: UTF-8 (RFC 2640 §2.2), or what older clients have instead.
    private static String text(String bytes) {
        byte[] raw = bytes.getBytes(StandardCharsets.ISO_8859_1);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(raw)).toString();
        } catch (CharacterCodingException e) {
            return bytes;
        }
    }
}
