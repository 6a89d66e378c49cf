package medusa.gui.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import medusa.metrics.Printable;

/// What a server tells, read without trust: what is missing or of another kind is as good as not told, texts are lines that can
/// be shown, and neither they nor lists are longer than anybody needs.
record Told(Map<?, ?> members) {
    private static final int LONGEST_TEXT = 4_096;
    private static final int LONGEST_LIST = 200_000;
    private static final int MOST_TEXTS = 1_000;
    private static final Instant LAST = Instant.parse("9999-12-31T00:00:00Z");

    String text(String name) {
        return members.get(name) instanceof String text ? line(text) : "";
    }

    Optional<String> optionalText(String name) {
        return members.get(name) instanceof String text ? Optional.of(line(text)) : Optional.empty();
    }

    long number(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : 0;
    }

    OptionalLong optionalNumber(String name) {
        return members.get(name) instanceof Number number
                ? OptionalLong.of(number.longValue())
                : OptionalLong.empty();
    }

    double fraction(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    /// At most `LONGEST_TEXT` characters, with all that would break the line or turn it round made visible.
    static String line(String text) {
        return Printable.line(text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…");
    }

    /// The beginning of time if it is none, or too far away to reckon with.
    Instant instant(String name) {
        try {
            Instant told = Instant.parse(text(name));
            return told.isBefore(Instant.EPOCH) || told.isAfter(LAST) ? Instant.EPOCH : told;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    Told object(String name) {
        return new Told(members.get(name) instanceof Map<?, ?> map ? map : Map.of());
    }

    Stream<Told> objects(String name) {
        return list(name).stream().filter(Map.class::isInstance).map(each -> new Told((Map<?, ?>) each));
    }

    List<String> texts(String name) {
        return list(name).stream().limit(MOST_TEXTS).map(each -> line(String.valueOf(each))).toList();
    }

    List<Long> numbers(String name) {
        return list(name).stream().filter(Number.class::isInstance).map(each -> ((Number) each).longValue()).toList();
    }

    private List<?> list(String name) {
        return members.get(name) instanceof List<?> list
                ? list.subList(0, Math.min(list.size(), LONGEST_LIST))
                : List.of();
    }
}
