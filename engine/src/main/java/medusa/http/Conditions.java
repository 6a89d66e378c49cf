package medusa.http;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Conditional requests (RFC 9110 §13): what a request wants to be true of a resource before it is answered.
public final class Conditions {

    /// What is to be done.
    public enum Outcome {
        /// Answer as if there were no condition.
        PROCEED,
        /// Answer 304.
        NOT_MODIFIED,
        /// Answer 412, and change nothing.
        PRECONDITION_FAILED
    }

    private static final Set<String> READING = Set.of("GET", "HEAD");
    /// Methods without a selected representation (RFC 9110 §13.2.1).
    private static final Set<String> WITHOUT = Set.of("OPTIONS", "TRACE", "CONNECT");

    private Conditions() {}

    /// Evaluates the conditions in the order of RFC 9110 §13.2.2. To be asked only where the answer would otherwise be 2xx,
    /// and, for GET and HEAD of something that is not there, not at all: that is 404.
    ///
    /// A date that cannot be read, or comes twice, is no condition, and a list that cannot be read has no tags behind the
    /// fault; but a method that may change something then fails, since nobody can say what its client wanted to protect.
    ///
    /// @param now to read a date with a two-digit year
    public static Outcome evaluate(RequestHead head, Validators current, Instant now) {
        Headers headers = head.headers();
        if (WITHOUT.contains(head.method())) {
            return Outcome.PROCEED;
        }
        boolean reading = READING.contains(head.method());
        List<String> match = headers.all("if-match");
        if (match.isEmpty() ? isModifiedSince(headers, current, now) : !matches(match, current)) {
            return Outcome.PRECONDITION_FAILED;
        }
        List<String> noneMatch = headers.all("if-none-match");
        if (!noneMatch.isEmpty()) {
            return matchesNone(noneMatch, current, reading) ? Outcome.PROCEED
                    : reading ? Outcome.NOT_MODIFIED : Outcome.PRECONDITION_FAILED;
        }
        return reading && isUnmodified(headers, current, now) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
    }

    /// If-Match (RFC 9110 §13.1.1): strong comparison.
    private static boolean matches(List<String> lines, Validators current) {
        EntityTags tags = EntityTags.read(lines);
        return tags.any() ? current.exists() : tags.tags().stream().anyMatch(current::matchesStrongly);
    }

    /// If-None-Match (RFC 9110 §13.1.2): weak comparison.
    private static boolean matchesNone(List<String> lines, Validators current, boolean reading) {
        EntityTags tags = EntityTags.read(lines);
        if (tags.any()) {
            return !current.exists();
        }
        return (reading || tags.wellFormed()) && tags.tags().stream().noneMatch(current::matchesWeakly);
    }

    /// If-Unmodified-Since (RFC 9110 §13.1.4).
    private static boolean isModifiedSince(Headers headers, Validators current, Instant now) {
        return date(headers, "if-unmodified-since", current, now)
                .filter(since -> seconds(current.lastModified()).isAfter(since)).isPresent();
    }

    /// If-Modified-Since (RFC 9110 §13.1.3).
    private static boolean isUnmodified(Headers headers, Validators current, Instant now) {
        return date(headers, "if-modified-since", current, now)
                .filter(since -> !seconds(current.lastModified()).isAfter(since)).isPresent();
    }

    private static Optional<Instant> date(Headers headers, String name, Validators current, Instant now) {
        if (current.lastModified() == null || !headers.contains(name)) {
            return Optional.empty();
        }
        List<String> lines = headers.all(name);
        return lines.size() == 1 ? HttpDate.parse(lines.getFirst(), now) : Optional.empty();
    }

    static Instant seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS);
    }
}
