package medusa.gui.client;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What a server tells, read without trust: what is missing or of another kind is as good as not told.
record Told(Map<?, ?> members) {

    String text(String name) {
        return members.get(name) instanceof String text ? text : "";
    }

    Optional<String> optionalText(String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
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

    /// The beginning of time if it is none.
    Instant instant(String name) {
        try {
            return Instant.parse(text(name));
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
        return list(name).stream().map(String::valueOf).toList();
    }

    List<Long> numbers(String name) {
        return list(name).stream().filter(Number.class::isInstance).map(each -> ((Number) each).longValue()).toList();
    }

    private List<?> list(String name) {
        return members.get(name) instanceof List<?> list ? list : List.of();
    }
}
