package medusa.http;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The parts of a representation that a request asks for (RFC 9110 §14). Immutable.
///
/// @param kind what to answer
/// @param parts for [Kind#PARTIAL] one or more, none of which overlaps or touches another, in the order asked for
public record Ranges(Kind kind, List<Part> parts) {

    /// What to answer.
    public enum Kind {
        /// All of it, 200: no range, or one that is not understood, or too many.
        WHOLE,
        /// The parts, 206.
        PARTIAL,
        /// 416.
        UNSATISFIABLE
    }

    /// Bytes of a representation.
    ///
    /// @param first counted from 0
    /// @param last included
    public record Part(long first, long last) {
        /// How many bytes it has; at least one.
        public long length() {
            return last - first + 1;
        }
    }

    /// More than a reader of documents asks for at once, and too few to make work for the server: RFC 9110 §17.15.
    public static final int MOST = 32;

    private static final Ranges WHOLE = new Ranges(Kind.WHOLE, List.of());
    private static final Ranges UNSATISFIABLE = new Ranges(Kind.UNSATISFIABLE, List.of());
    private static final String UNIT = "bytes=";

    /// Copies the parts.
    public Ranges {
        parts = List.copyOf(parts);
    }

    /// What a request asks for, Range and If-Range together. To be asked once [Conditions] let the request through.
    ///
    /// @param length of the representation that would be sent whole, in bytes
    /// @param now decides whether a date is old enough to be a strong validator
    public static Ranges of(RequestHead head, Validators current, long length, Instant now) {
        if (!head.method().equals("GET") || !head.headers().contains("range")) {
            return WHOLE;
        }
        List<String> lines = head.headers().all("range");
        return lines.size() == 1 && isCurrent(head.headers().all("if-range"), current, now)
                ? parse(lines.getFirst(), length)
                : WHOLE;
    }

    /// If-Range (RFC 9110 §13.1.5): the very same, or the whole is sent.
    private static boolean isCurrent(List<String> lines, Validators current, Instant now) {
        if (lines.size() != 1) {
            return lines.isEmpty();
        }
        String validator = lines.getFirst();
        if (EntityTags.isTag(validator)) {
            return current.matchesStrongly(validator);
        }
        Instant modified = current.lastModified();
        // within the second of a change another one may follow, without a change of the date (RFC 9110 §8.8.2.2)
        return modified != null && !Conditions.seconds(modified).plusSeconds(1).isAfter(now)
                && HttpDate.parse(validator, now).filter(Conditions.seconds(modified)::equals).isPresent();
    }

    /// The value of a Range header.
    ///
    /// @return [Kind#WHOLE] for another unit, a malformed value and more than [#MOST] ranges
    static Ranges parse(String value, long length) {
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return WHOLE;
        }
        List<Part> parts = new ArrayList<>();
        int specs = 0;
        for (String element : value.substring(UNIT.length()).split(",", MOST * 4)) {
            String spec = Headers.trim(element);
            if (spec.isEmpty()) {
                continue; // RFC 9110 §5.6.1
            }
            if (++specs > MOST || !add(parts, spec, length)) {
                return WHOLE;
            }
        }
        if (specs == 0) {
            return WHOLE;
        }
        return parts.isEmpty() ? UNSATISFIABLE : new Ranges(Kind.PARTIAL, coalesce(parts));
    }

    /// Adds what a range means here, or nothing if it lies behind the end.
    ///
    /// @return false if it is malformed, or, as a suffix of nothing, cannot be said in a Content-Range
    private static boolean add(List<Part> parts, String spec, long length) {
        int dash = spec.indexOf('-');
        if (dash < 0) {
            return false;
        }
        String from = spec.substring(0, dash);
        String to = spec.substring(dash + 1);
        boolean hasFrom = ByteSet.DIGIT.spans(from);
        boolean hasTo = ByteSet.DIGIT.spans(to);
        if (!hasFrom && !from.isEmpty() || !hasTo && !to.isEmpty() || !hasFrom && !hasTo) {
            return false;
        }
        if (!hasFrom) {
            long suffix = number(to);
            if (suffix > 0 && length > 0) {
                parts.add(new Part(Math.max(0, length - suffix), length - 1));
            }
            return suffix == 0 || length > 0;
        }
        long first = number(from);
        long last = hasTo ? number(to) : Long.MAX_VALUE;
        if (last < first) {
            return false;
        }
        if (first < length) {
            parts.add(new Part(first, Math.min(last, length - 1)));
        }
        return true;
    }

    /// Of digits; more than a long holds is the largest one, which no file reaches.
    private static long number(String digits) {
        long number = 0;
        for (int i = 0; i < digits.length(); i++) {
            if (number > (Long.MAX_VALUE - 9) / 10) {
                return Long.MAX_VALUE;
            }
            number = number * 10 + digits.charAt(i) - '0';
        }
        return number;
    }

    /// Makes one of those that overlap or touch, where the first of them stood (RFC 9110 §15.3.7.2).
    private static List<Part> coalesce(List<Part> parts) {
        List<Part> merged = new ArrayList<>();
        List<Part> sorted = parts.stream().sorted(Comparator.comparingLong(Part::first)).toList();
        for (Part part : sorted) {
            Part before = merged.isEmpty() ? null : merged.getLast();
            if (before != null && part.first() <= before.last() + 1) {
                merged.set(merged.size() - 1, new Part(before.first(), Math.max(before.last(), part.last())));
            } else {
                merged.add(part);
            }
        }
        return parts.stream().map(part -> containing(merged, part)).distinct().toList();
    }

    private static Part containing(List<Part> merged, Part part) {
        return merged.stream().filter(m -> m.first() <= part.first() && part.last() <= m.last()).findFirst().orElseThrow();
    }
}
