package medusa.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Dates as HTTP writes them (RFC 9110 §5.6.7), to the second, in GMT.
public final class HttpDate {
    private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
    private static final List<String> LONG_DAYS = List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday",
            "Saturday",
            "Sunday");
    private static final List<String> MONTHS = List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep",
            "Oct",
            "Nov", "Dec");
    private static final long EARLIEST = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);
    private static final long LATEST = LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

    /// The shapes of the formats: `0` is a digit, `_` a digit or a space, `?` a letter of a name, which is looked up later.
    private static final String IMF = "???, 00 ??? 0000 00:00:00 GMT";
    private static final String RFC850 = ", 00-???-00 00:00:00 GMT";
    private static final String ASCTIME = "??? ??? _0 00:00:00 0000";

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private HttpDate() {}

    /// An IMF-fixdate: `Sun, 06 Nov 1994 08:49:37 GMT`. A time outside the years 1 to 9999, as a broken filesystem may have,
    /// is moved to their nearest end.
    public static String format(Instant time) {
        return new String(format(time.getEpochSecond()), StandardCharsets.ISO_8859_1);
    }

    static byte[] format(long epochSecond) {
        LocalDateTime time = LocalDateTime.ofEpochSecond(Math.clamp(epochSecond, EARLIEST, LATEST), 0, ZoneOffset.UTC);
        byte[] text = new byte[IMF.length()];
        put(text, 0, DAYS.get(time.getDayOfWeek().getValue() - 1));
        put(text, 3, ", ");
        put(text, 5, time.getDayOfMonth());
        put(text, 7, " ");
        put(text, 8, MONTHS.get(time.getMonthValue() - 1));
        put(text, 11, " ");
        put(text, 12, time.getYear() / 100);
        put(text, 14, time.getYear() % 100);
        put(text, 16, " ");
        put(text, 17, time.getHour());
        put(text, 19, ":");
        put(text, 20, time.getMinute());
        put(text, 22, ":");
        put(text, 23, time.getSecond());
        put(text, 25, " GMT");
        return text;
    }

    private static void put(byte[] text, int at, String part) {
        for (int i = 0; i < part.length(); i++) {
            text[at + i] = (byte) part.charAt(i);
        }
    }

    private static void put(byte[] text, int at, int twoDigits) {
        text[at] = (byte) ('0' + twoDigits / 10);
        text[at + 1] = (byte) ('0' + twoDigits % 10);
    }

    /// Reads any of the three formats: IMF-fixdate, that of RFC 850, and that of C's asctime. Strict: the day of the week
    /// must be the right one, and no white space may be more or less. A leap second is the second behind it.
    ///
    /// @param now decides the century of the two-digit year of RFC 850: never more than 50 years ahead
    /// @return empty for anything else
    public static Optional<Instant> parse(String text, Instant now) {
        if (isLike(IMF, text, 0)) {
            return time(text, 17, DAYS.indexOf(text.substring(0, 3)), number(text, 12, 4), text.substring(8, 11),
                    number(text, 5, 2));
        }
        if (isLike(ASCTIME, text, 0)) {
            return time(text, 11, DAYS.indexOf(text.substring(0, 3)), number(text, 20, 4), text.substring(4, 7),
                    number(text, 8, 2));
        }
        int comma = text.indexOf(',');
        if (comma > 0 && isLike(RFC850, text, comma)) {
            return rfc850(text, comma, now);
        }
        return Optional.empty();
    }

    private static Optional<Instant> rfc850(String text, int comma, Instant now) {
        LocalDateTime latest = LocalDateTime.ofInstant(now, ZoneOffset.UTC).plusYears(50);
        int year = latest.getYear() / 100 * 100 + number(text, comma + 9, 2);
        String month = text.substring(comma + 5, comma + 8);
        int day = number(text, comma + 2, 2);
        if (isAfter(latest, year, MONTHS.indexOf(month) + 1, day, text.substring(comma + 12, comma + 20))) {
            year -= 100;
        }
        return time(text, comma + 12, LONG_DAYS.indexOf(text.substring(0, comma)), year, month, day);
    }

    /// Compares field by field, since it is the year that decides whether there is such a day at all.
    private static boolean isAfter(LocalDateTime limit, int year, int month, int day, String clock) {
        long date = (year * 100L + month) * 100 + day;
        long last = (limit.getYear() * 100L + limit.getMonthValue()) * 100 + limit.getDayOfMonth();
        return date > last || date == last && clock.compareTo(limit.toLocalTime().format(CLOCK)) > 0;
    }

    /// Whether `text` from `from` on has the shape of `pattern`, names aside, and nothing behind it.
    private static boolean isLike(String pattern, String text, int from) {
        if (text.length() - from != pattern.length()) {
            return false;
        }
        for (int i = 0; i < pattern.length(); i++) {
            char wanted = pattern.charAt(i);
            char c = text.charAt(from + i);
            boolean fits = switch (wanted) {
                case '0' -> ByteSet.DIGIT.contains(c);
                case '_' -> ByteSet.DIGIT.contains(c) || c == ' ';
                case '?' -> true;
                default -> c == wanted;
            };
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int at, int digits) {
        int number = 0;
        for (int i = at; i < at + digits; i++) {
            number = number * 10 + (text.charAt(i) == ' ' ? 0 : text.charAt(i) - '0');
        }
        return number;
    }

    /// @param clock where `00:00:00` begins
    /// @param weekday from 0, Monday; -1 if it is none
    private static Optional<Instant> time(String text, int clock, int weekday, int year, String monthName, int day) {
        int month = MONTHS.indexOf(monthName) + 1;
        int hour = number(text, clock, 2);
        int minute = number(text, clock + 3, 2);
        int second = number(text, clock + 6, 2);
        if (weekday < 0 || month == 0 || day == 0 || day > YearMonth.of(year, month).lengthOfMonth() || hour > 23
                || minute > 59 || second > 60) {
            return Optional.empty();
        }
        LocalDateTime time = LocalDateTime.of(year, month, day, hour, minute);
        return time.getDayOfWeek().getValue() - 1 == weekday
                ? Optional.of(time.toInstant(ZoneOffset.UTC).plusSeconds(second))
                : Optional.empty();
    }
}
