package medusa.auth;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;

import medusa.state.OwnFile;

/// What [UnknownUsers] are made of, kept so that they stay the same when the server starts again: otherwise whoever asks
/// before and after would see which users there are.
public final class LoginSecret {
    private static final String FILE = "login-secret";
    private static final String REMEDY = "remove it, and another is made";

    private LoginSecret() {}

    /// The one that is kept in `folder`, made if it is missing. Blocks.
    ///
    /// @throws IOException if it cannot be read or made, or others could read it; see [OwnFile#reason]
    public static byte[] in(Path folder) throws IOException {
        Path file = folder.resolve(FILE);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            OwnFile.check(file, new OwnFile.Rule(false, Optional.of(OwnFile.processUser()), OwnFile.OPEN_TO_OTHERS,
                    REMEDY, REMEDY));
            byte[] kept = OwnFile.read(file, UnknownUsers.SECRET_BYTES);
            if (kept.length == UnknownUsers.SECRET_BYTES) {
                return kept;
            }
        }
        byte[] made = new byte[UnknownUsers.SECRET_BYTES];
        new SecureRandom().nextBytes(made);
        OwnFile.makeFolders(folder, false);
        OwnFile.write(file, made, Optional.empty());
        return made;
    }
}
