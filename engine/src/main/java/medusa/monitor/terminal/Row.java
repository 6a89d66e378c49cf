package medusa.monitor.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// An object that a server has sent, which need not be what it should be: what is missing or of another kind is empty or zero.
record Row(Map<?, ?> members) {

    static Row of(Object value) {
        return new Row(value instanceof Map<?, ?> members ? members : Map.of());
    }

    String text(String name) {
        Object value = members.get(name);
        return value == null ? "" : value.toString();
    }

    long number(String name) {
        return members.get(name) instanceof Number number ? number.longValue() : 0;
    }

    double decimal(String name) {
        return members.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    boolean flag(String name) {
        return Boolean.TRUE.equals(members.get(name));
    }

    boolean has(String name) {
        return members.get(name) != null;
    }

    Row row(String name) {
        return of(members.get(name));
    }

    List<Row> rows(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(Row::of).toList() : List.of();
    }

    List<String> texts(String name) {
        return members.get(name) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    Optional<Instant> instant(String name) {
        try {
            return Optional.of(Instant.parse(text(name)));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /// How long ago `name` was; `-` if it is unknown.
    String age(String name, Instant now) {
        return instant(name).map(then -> Units.duration(Duration.between(then, now))).orElse("-");
    }
}
