package medusa.monitor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What the classic monitor asks of who comes: a time stamp as its greeting, and the MD5 of that with the password as the
/// answer. Whoever has listened can try passwords at leisure, so this is for the machine's own network at most.
final class ClassicGreeting {
    private final InstantSource clock;
    /// Hundredths of a second that stamps may be in the future. What is ahead of the clock could come again after a restart.
    private static final int MOST_AHEAD = 100;

    /// In hundredths of a second.
    private long last = Long.MIN_VALUE;

    ClassicGreeting(InstantSource clock) {
        this.clock = clock;
    }

    /// Seconds since 1970 as the original writes them, with one or two decimals. No two are the same, since the answer to one
    /// would be the answer to the other.
    ///
    /// @return empty if more have come than there are hundredths of a second, or the clock was put back
    Optional<String> next() {
        long now = Math.floorDiv(clock.millis() + 5, 10);
        if (last >= now + MOST_AHEAD) {
            return Optional.empty();
        }
        last = Math.max(last + 1, now);
        long hundredths = last % 100;
        String decimals = (hundredths < 10 ? "0" : "") + hundredths;
        return Optional.of(last / 100 + "." + (hundredths % 10 == 0 ? decimals.substring(0, 1) : decimals));
    }

    /// Whether `answer` is the digest of `stamp` and `password`, in lower case, each byte of it with or without a leading zero: the
    /// original leaves it out. Takes as long for every answer of a length.
    static boolean isAnswered(String stamp, String password, String answer) {
        byte[] given = answer.getBytes(StandardCharsets.ISO_8859_1);
        boolean found = false;
        for (String form : forms(md5().digest((stamp + password).getBytes(StandardCharsets.UTF_8)))) {
            found |= MessageDigest.isEqual(given, form.getBytes(StandardCharsets.ISO_8859_1));
        }
        return found;
    }

    /// A few: one byte in sixteen has a leading zero, which doubles them.
    private static List<String> forms(byte[] digest) {
        List<String> forms = List.of("");
        for (byte b : digest) {
            String two = HexFormat.of().toHexDigits(b);
            List<String> longer = new ArrayList<>();
            for (String form : forms) {
                longer.add(form + two);
                if (two.startsWith("0")) {
                    longer.add(form + two.substring(1));
                }
            }
            forms = longer;
        }
        return forms;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java has MD5", e);
        }
    }
}
