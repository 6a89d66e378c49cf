package medusa.gui.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

import medusa.metrics.Printable;

/// What a server tells, read without trust: what is missing or of another kind is as good as not told, and what is longer than
/// anybody reads is cut. Texts are on one line, and without what changes the direction of others.
record Told(Map<?, ?> members) {

    /// In characters: as long as a path may be.
    private static final int LONGEST_TEXT = 4096;
    private static final int MOST_ELEMENTS = 10_000;
    private static final Instant NO_MORE_TIME = Instant.parse("9999-12-31T00:00:00Z");

    String text(String name) {
        return optionalText(name).orElse("");
    }

    Optional<String> optionalText(String name) {
        return members.get(name) instanceof String text ? Optional.of(safe(text)) : Optional.empty();
    }

    private static String safe(String text) {
        return cut(Printable.line(cut(text))); // what is not printable takes more room afterwards
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT - 1) + "…";
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

    /// The beginning of time if it is none, or one so far away that nobody can reckon with it.
    Instant instant(String name) {
        try {
            Instant instant = Instant.parse(text(name));
            return instant.isBefore(Instant.EPOCH) || instant.isAfter(NO_MORE_TIME) ? Instant.EPOCH : instant;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    Told object(String name) {
        return new Told(members.get(name) instanceof Map<?, ?> map ? map : Map.of());
    }

    Stream<Told> objects(String name) {
        return objects(name, MOST_ELEMENTS);
    }

    /// The first ones of what may be many.
    Stream<Told> objects(String name, int most) {
        return list(name).stream().limit(most).filter(Map.class::isInstance).map(each -> new Told((Map<?, ?>) each));
    }

    List<String> texts(String name) {
        return list(name).stream().limit(MOST_ELEMENTS).filter(String.class::isInstance)
                .map(each -> safe((String) each)).toList();
    }

    /// The first ones that have `room` characters in all, and are `most` at most.
    List<String> texts(String name, int most, int room) {
        List<String> texts = new ArrayList<>();
        int left = room;
        for (Object each : list(name).stream().limit(most).toList()) {
            String text = each instanceof String string ? safe(string) : "";
            left -= text.length();
            if (left < 0) {
                break;
            }
            texts.add(text);
        }
        return texts;
    }

    /// The first ones of what may be many.
    List<Long> numbers(String name, int most) {
        return list(name).stream().limit(most).filter(Number.class::isInstance).map(each -> ((Number) each).longValue())
                .toList();
    }

    private List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
