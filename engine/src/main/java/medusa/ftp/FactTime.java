package medusa.ftp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;

/// Times as RFC 3659 §2.3 has them: UTC, by fourteen digits. Fractions of a second are taken, and never told: some clients stumble over
/// them.
final class FactTime {
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMddHHmmss")
            .withResolverStyle(ResolverStyle.STRICT).withZone(ZoneOffset.UTC);
    private static final int DIGITS = 14;

    private FactTime() {}

    static String text(Instant time) {
        return FORM.format(time);
    }

    /// @throws FtpException if it is none
    static Instant parse(String text) throws FtpException {
        if (!text.matches("\\d{14}(\\.\\d{1,9})?")) {
            throw wrong();
        }
        try {
            Instant seconds = LocalDateTime.parse(text.substring(0, DIGITS), FORM).toInstant(ZoneOffset.UTC);
            String fraction = text.length() > DIGITS ? text.substring(DIGITS + 1) : "";
            return seconds.plusNanos(Long.parseLong((fraction + "000000000").substring(0, 9)));
        } catch (DateTimeException e) {
            throw wrong();
        }
    }

    private static FtpException wrong() {
        return new FtpException(501, "A time is written YYYYMMDDHHMMSS, in UTC.");
    }
}
