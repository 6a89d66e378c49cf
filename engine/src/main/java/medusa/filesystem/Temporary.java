package medusa.filesystem;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Locale;

/// The names under which uploads are written until they are complete. No client may see, open or give such a name.
final class Temporary {
    private static final String PREFIX = ".medusa-upload-";
    private static final int RANDOM_BYTES = 16;

    private Temporary() {}

    /// A name that nobody can guess.
    static String name() {
        byte[] random = new byte[RANDOM_BYTES];
        Source.RANDOM.nextBytes(random);
        return PREFIX + HexFormat.of().formatHex(random);
    }

    /// Upper and lower case alike, since they are to some disks.
    static boolean is(String name) {
        return name.startsWith(".") && name.toLowerCase(Locale.ROOT).startsWith(PREFIX);
    }

    /// Whether any name in `path` is one.
    static boolean in(VirtualPath path) {
        for (String name : path.names()) {
            if (is(name)) {
                return true;
            }
        }
        return false;
    }

    /// Not needed by a server that takes no uploads.
    private static final class Source {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
