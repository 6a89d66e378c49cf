package medusa.monitor;

import java.util.List;
import java.util.Map;

import medusa.metrics.Printable;

/// One parameter of a method.
///
/// @param required whether a call without it is an error
/// @param about    what it is for; with its default, if it has one
record Param(String name, Type type, boolean required, String about) {

    /// What JSON it takes.
    enum Type {
        TEXT("text", String.class),
        NUMBER("a whole number", Long.class),
        FLAG("true or false", Boolean.class),
        ID("text or a whole number", Object.class) {
            @Override
            boolean takes(Object value) {
                return TEXT.takes(value) || NUMBER.takes(value);
            }
        },
        LIST("a list", List.class),
        TABLE("an object", Map.class);

        private final String words;
        private final Class<?> java;

        Type(String words, Class<?> java) {
            this.words = words;
            this.java = java;
        }

        String words() {
            return words;
        }

        boolean takes(Object value) {
            return java.isInstance(value);
        }
    }

    static Param required(String name, Type type, String about) {
        return new Param(name, type, true, about);
    }

    static Param optional(String name, Type type, String about) {
        return new Param(name, type, false, about);
    }

    /// @throws MonitorException if `value` is not what it should be
    void check(Object value) throws MonitorException {
        if (value == null ? required : !type.takes(value)) {
            throw wrong(type.words(), value);
        }
    }

    /// An error that says what was wanted, and what was found.
    MonitorException wrong(String expected, Object found) {
        return new MonitorException(Fault.INVALID_PARAMS,
                "params." + name + ": expected " + expected + ", found " + shown(found));
    }

    private static String shown(Object found) {
        return switch (found) {
            case null -> "nothing";
            case String text -> Printable.quoted(text);
            case Map<?, ?> _ -> "an object";
            case List<?> _ -> "a list";
            default -> found.toString();
        };
    }
}
