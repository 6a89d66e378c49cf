package medusa.monitor;

import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;

import medusa.metrics.Printable;

/// JSON texts as plain objects: maps, lists, strings, booleans, [Long], [Double] and null. Records are written as objects with
/// their components, without those that are null or empty optionals; enums in small letters with hyphens; instants in ISO 8601.
///
/// This is all that the monitor needs of data binding, which would cost the reactor a tenth of a second at the first message.
final class Json {
    private static final int MOST_DEPTH = 32;
    private static final int LONGEST_NUMBER = 40;
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MOST_DEPTH)
                    .maxNumberLength(LONGEST_NUMBER).build())
            .build();
    private static final ClassValue<RecordComponent[]> COMPONENTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            RecordComponent[] components = type.getRecordComponents();
            for (RecordComponent component : components) {
                component.getAccessor().setAccessible(true); // the record itself need not be public
            }
            return components;
        }
    };

    private Json() {}

    /// An object with two members, in this order.
    static Map<String, Object> object(String first, Object value, String second, Object other) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put(first, value);
        members.put(second, other);
        return members;
    }

    /// Reads one text.
    ///
    /// @throws IOException if it is not one, has anything behind it, or names a member twice
    static Object read(byte[] utf8) throws IOException {
        try (JsonParser parser = FACTORY.createParser(utf8)) {
            parser.nextToken();
            Object value = value(parser);
            if (parser.nextToken() != null) {
                throw new IOException("something stands behind the JSON text");
            }
            return value;
        } catch (JsonProcessingException e) {
            throw new IOException(words(e), e);
        } catch (CharConversionException e) {
            throw new IOException("it is no UTF-8", e);
        }
    }

    /// The library's own words name its classes, which are nobody's business.
    private static String words(JsonProcessingException e) {
        return switch (e) {
            case StreamConstraintsException _ -> "it is nested deeper than " + MOST_DEPTH
                    + ", or has a number of more than " + LONGEST_NUMBER + " digits or a text that is too long";
            case JsonEOFException _ -> "it ends too early";
            default -> "it goes wrong in column " + e.getLocation().getColumnNr();
        };
    }

    private static Object value(JsonParser parser) throws IOException {
        JsonToken token = parser.currentToken();
        return switch (token) {
            case START_OBJECT -> object(parser);
            case START_ARRAY -> array(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> integer(parser);
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_TRUE -> Boolean.TRUE;
            case VALUE_FALSE -> Boolean.FALSE;
            case VALUE_NULL -> null;
            case null, default -> throw new IOException("there is no JSON text");
        };
    }

    private static Object integer(JsonParser parser) throws IOException {
        return parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
                ? (Object) parser.getDoubleValue()
                : (Object) parser.getLongValue();
    }

    private static Map<String, Object> object(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            if (members.containsKey(name)) {
                throw new IOException("the member " + Printable.quoted(name) + " is there twice");
            }
            parser.nextToken();
            members.put(name, value(parser));
        }
        return members;
    }

    private static List<Object> array(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            elements.add(value(parser));
        }
        return elements;
    }

    /// `value` as one line of UTF-8 with its end.
    static byte[] line(Object value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        try (JsonGenerator generator = FACTORY.createGenerator(out)) {
            write(generator, value);
            generator.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e); // memory does not fail
        }
        return out.toByteArray();
    }

    private static void write(JsonGenerator out, Object value) throws IOException {
        switch (value) {
            case null -> out.writeNull();
            case String text -> out.writeString(text);
            case Integer number -> out.writeNumber(number);
            case Long number -> out.writeNumber(number);
            case Double number -> writeNumber(out, number);
            case Boolean flag -> out.writeBoolean(flag);
            case Enum<?> constant -> out.writeString(label(constant));
            case Instant time -> out.writeString(time.toString());
            case Optional<?> optional -> write(out, optional.orElse(null));
            case Map<?, ?> members -> {
                out.writeStartObject();
                for (Map.Entry<?, ?> member : members.entrySet()) {
                    out.writeFieldName(String.valueOf(member.getKey()));
                    write(out, member.getValue());
                }
                out.writeEndObject();
            }
            case Iterable<?> elements -> {
                out.writeStartArray();
                for (Object element : elements) {
                    write(out, element);
                }
                out.writeEndArray();
            }
            case Record row -> writeRecord(out, row);
            default -> throw new IllegalArgumentException("no JSON for " + value.getClass());
        }
    }

    private static void writeNumber(JsonGenerator out, double number) throws IOException {
        if (Double.isFinite(number)) {
            out.writeNumber(number);
        } else {
            out.writeNull(); // JSON has no word for it
        }
    }

    private static void writeRecord(JsonGenerator out, Record row) throws IOException {
        out.writeStartObject();
        for (RecordComponent component : COMPONENTS.get(row.getClass())) {
            Object value = present(component, row);
            if (value != null) {
                out.writeFieldName(component.getName());
                write(out, value);
            }
        }
        out.writeEndObject();
    }

    private static Object present(RecordComponent component, Record row) {
        try {
            Object value = component.getAccessor().invoke(row);
            return switch (value) {
                case Optional<?> optional -> optional.orElse(null);
                case OptionalLong number -> number.isPresent() ? (Object) number.getAsLong() : null;
                case null, default -> value;
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
