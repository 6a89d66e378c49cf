package medusa.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final Instant RFC = Instant.parse("1994-11-06T08:49:37Z");

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT",
        "Sun Nov  6 08:49:37 1994",
        "Sun Nov 06 08:49:37 1994"})
    void readsTheThreeFormats(String text) {
        assertThat(HttpDate.parse(text, NOW)).contains(RFC);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Thu, 01 Jan 1970 00:00:00 GMT|1970-01-01T00:00:00Z",
        "Tue, 29 Feb 2000 23:59:59 GMT|2000-02-29T23:59:59Z", "Sat, 31 Dec 2016 23:59:60 GMT|2017-01-01T00:00:00Z",
        "Fri, 31 Dec 9999 23:59:59 GMT|9999-12-31T23:59:59Z", "Tue Nov 14 22:13:20 2023|2023-11-14T22:13:20Z"})
    void readsOthers(String text, Instant time) {
        assertThat(HttpDate.parse(text, NOW)).contains(time);
    }

    /// RFC 9110 §5.6.7: more than 50 years ahead is the past.
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"Monday, 23-Nov-26 12:00:00 GMT|2026-11-23T12:00:00Z|2026-11-23T12:00:00Z",
        "Monday, 23-Nov-76 12:00:00 GMT|2026-11-23T12:00:00Z|2076-11-23T12:00:00Z",
        "Tuesday, 23-Nov-76 12:00:01 GMT|2026-11-23T12:00:00Z|1976-11-23T12:00:01Z",
        "Wednesday, 24-Nov-76 00:00:00 GMT|2026-11-23T12:00:00Z|1976-11-24T00:00:00Z",
        "Friday, 31-Dec-99 00:00:00 GMT|2026-11-23T12:00:00Z|1999-12-31T00:00:00Z",
        "Saturday, 01-Jan-00 00:00:00 GMT|2026-11-23T12:00:00Z|2000-01-01T00:00:00Z",
        "Saturday, 01-Jan-01 00:00:00 GMT|2099-06-01T00:00:00Z|2101-01-01T00:00:00Z"})
    void picksTheCenturyOfATwoDigitYear(String text, Instant now, Instant time) {
        assertThat(HttpDate.parse(text, now)).contains(time);
    }

    @Test
    void aDayThatIsMissingInTheYearOfTheRuleIsNoDate() {
        Instant now = Instant.parse("2060-01-01T00:00:00Z");
        assertThat(HttpDate.parse("Tuesday, 29-Feb-00 00:00:00 GMT", now)).isEmpty(); // 2000 has it, 2100 not
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "garbage", "1700000000", "Tue, 14 Nov 2023", "Tue, 99 Foo 2023 00:00:00 GMT",
        "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sun, 6 Nov 1994 08:49:37 GMT", "sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 gmt", "Sun, 06 Nov 94 08:49:37 GMT", "Mon, 06 Nov 1994 08:49:37 GMT",
        "Sun, 06  Nov 1994 8:49:37 GMT", " Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 24:00:00 GMT", "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT",
        "Wed, 00 Nov 1994 08:49:37 GMT", "Thu, 31 Nov 1994 08:49:37 GMT", "Thu, 29 Feb 2001 00:00:00 GMT",
        "Sun, 06-Nov-1994 08:49:37 GMT", "Sun, 06 Nov -994 08:49:37 GMT", "Sunday, 06-Nov-1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT", "Sunday, 06 Nov 94 08:49:37 GMT", "Someday, 06-Nov-94 08:49:37 GMT",
        "Monday, 06-Nov-94 08:49:37 GMT", "Sunday, 6-Nov-94 08:49:37 GMT", "Sun Nov 6 08:49:37 1994",
        "Sun Nov  0 08:49:37 1994", "Sun Nov 6  08:49:37 1994", "Sun Nov  6 08:49:37 1994 GMT",
        "Sun Nov  6 08:49:37 94",
        "Sun, 06 Nov 1994 08:49:37 GMT, Sun, 06 Nov 1994 08:49:37 GMT", ", 06-Nov-94 08:49:37 GMT"})
    void nothingElseIsADate(String text) {
        assertThat(HttpDate.parse(text, NOW)).isEmpty();
    }

    @Test
    void writesWhatJavaWrites() {
        DateTimeFormatter java = DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US)
                .withZone(ZoneOffset.UTC);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 5_000; i++) {
            Instant time = Instant.ofEpochSecond(random.nextLong(-60_000_000_000L, 250_000_000_000L));
            String text = HttpDate.format(time);
            assertThat(text).isEqualTo(java.format(time));
            assertThat(HttpDate.parse(text, NOW)).contains(time);
        }
    }

    @Test
    void movesTimesBeyondTheCalendar() {
        assertThat(HttpDate.format(Instant.MAX)).isEqualTo("Fri, 31 Dec 9999 23:59:59 GMT");
        assertThat(HttpDate.format(Instant.MIN)).isEqualTo("Mon, 01 Jan 0001 00:00:00 GMT");
    }

    @Test
    void theDateHeaderIsMadeOnceASecond() {
        AtomicReference<Instant> clock = new AtomicReference<>(RFC);
        DateHeader date = new DateHeader(clock::get);
        assertThat(date).hasToString("Sun, 06 Nov 1994 08:49:37 GMT");
        byte[] first = date.bytes();
        clock.set(RFC.plusMillis(999));
        assertThat(date.bytes()).isSameAs(first);
        clock.set(RFC.plusMillis(1000));
        assertThat(date).hasToString("Sun, 06 Nov 1994 08:49:38 GMT");
        clock.set(RFC.minusMillis(1));
        assertThat(date).hasToString("Sun, 06 Nov 1994 08:49:36 GMT");
    }
}
