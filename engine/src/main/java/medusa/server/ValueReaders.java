package medusa.server;

import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import org.slf4j.event.Level;

import medusa.metrics.ByteSize;
import medusa.metrics.Printable;
import medusa.reactor.AddressRange;

/// How one value of the configuration becomes an object, by the type of the record component that takes it. Readers
/// throw [IllegalArgumentException] with a message of the form `expected …, found …`.
final class ValueReaders {
    private static final Map<Class<?>, Function<Object, Object>> READERS = Map.ofEntries(//
            Map.entry(String.class, value -> text(value, "text between quotes")),
            Map.entry(int.class, ValueReaders::integer),
            Map.entry(boolean.class, ValueReaders::truth),
            Map.entry(Path.class, ValueReaders::path),
            Map.entry(Duration.class, value -> Durations.parse(text(value, "a duration such as \"30s\""))),
            Map.entry(ByteSize.class, ValueReaders::size),
            Map.entry(Listen.class, ValueReaders::listen),
            Map.entry(AddressRange.class,
                    value -> AddressRange.parse(text(value, "an address range such as \"10.0.0.0/8\""))),
            Map.entry(InetAddress.class, ValueReaders::address),
            Map.entry(PortRange.class, value -> PortRange.parse(text(value, "ports such as \"50000-50100\""))),
            Map.entry(AccessLogSetting.class,
                    value -> AccessLogSetting.parse(text(value, "\"on\", \"off\" or the path of a file"))),
            Map.entry(Level.class, ValueReaders::level));

    private ValueReaders() {}

    /// Whether values of `type` are read here; other types are records or containers.
    static boolean knows(Class<?> type) {
        return READERS.containsKey(type) || type.isEnum() || type == Boolean.class;
    }

    static Object read(Class<?> type, Object value) {
        Function<Object, Object> reader = READERS.get(type == Boolean.class ? boolean.class : type);
        return reader == null ? word(type, value) : reader.apply(value);
    }

    /// A constant of an enum, in small letters.
    private static Object word(Class<?> type, Object value) {
        List<String> words = Arrays.stream(type.getEnumConstants())
                .map(each -> each.toString().toLowerCase(Locale.ROOT).replace('_', '-')).toList();
        int i = value instanceof String text ? words.indexOf(text) : -1;
        if (i < 0) {
            throw expected("\"" + String.join("\", \"", words) + "\"", value);
        }
        return type.getEnumConstants()[i];
    }

    static IllegalArgumentException expected(String what, Object found) {
        String shown = switch (found) {
            case String text -> Printable.quoted(text);
            case Map<?, ?> _ -> "a table";
            case List<?> _ -> "a list";
            default -> Printable.shortened(found.toString());
        };
        return new IllegalArgumentException("expected " + what + ", found " + shown);
    }

    private static String text(Object value, String what) {
        if (value instanceof String text) {
            return text;
        }
        throw expected(what, value);
    }

    private static Object integer(Object value) {
        return switch (value) {
            case Integer number -> number;
            case Long number -> throw expected("a number below 2147483648", number);
            case BigInteger number -> throw expected("a number below 2147483648", number);
            default -> throw expected("a whole number", value);
        };
    }

    private static Object truth(Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        throw expected("true or false", value);
    }

    private static Object path(Object value) {
        String text = text(value, "a path between quotes");
        try {
            if (!text.isEmpty()) {
                return Path.of(text);
            }
        } catch (InvalidPathException e) {
            // said below
        }
        throw expected("a path", text);
    }

    private static Object size(Object value) {
        return switch (value) {
            case Integer bytes -> new ByteSize(bytes);
            case Long bytes -> new ByteSize(bytes);
            default -> ByteSize.parse(text(value, "a size such as \"64 KiB\""));
        };
    }

    private static Object listen(Object value) {
        String what = "an address such as \"127.0.0.1:8080\", a list of them, or \"off\"";
        return value instanceof List<?> list
                ? Listen.parse(list.stream().map(each -> text(each, what)).toList())
                : Listen.parse(text(value, what));
    }

    /// Never asks the name service: what a name stands for may change while the server runs.
    private static Object address(Object value) {
        String text = text(value, "an address such as \"203.0.113.5\"");
        InetAddress address = AddressRange.literal(text);
        if (address == null) {
            throw expected("an address such as \"203.0.113.5\"", text);
        }
        return address;
    }

    private static Object level(Object value) {
        String text = text(value, "a level such as \"info\"");
        try {
            return Level.valueOf(text.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw expected("error, warn, info, debug or trace", text);
        }
    }
}
