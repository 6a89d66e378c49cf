package medusa.interpreter;

import java.lang.reflect.Array;
import java.util.function.Function;

/// The text of a value as JShell would make it, but bounded: a slip such as `new byte[100_000_000]` must not hold up the
/// server for seconds. To be made on the thread that the value belongs to, since its `toString` runs.
final class ValueText {
    private static final int MOST = 64 << 10;
    private static final int DEEPEST = 50; // an array may contain itself
    private static final String MARK = "… (cut)";

    private final Function<Object, String> plain;
    private final StringBuilder text = new StringBuilder();

    private ValueText(Function<Object, String> plain) {
        this.plain = plain;
    }

    /// @param plain the text of a value that is no array
    @SuppressWarnings("removal")
    static String of(Object value, Function<Object, String> plain) {
        ValueText one = new ValueText(plain);
        try {
            one.append(value, 0);
        } catch (ThreadDeath e) { // how the woven check ends a snippet, and its toString too
            throw e;
        } catch (Throwable e) { // an overflowing stack or a full heap too; asking for the value did no harm by itself
            return "(no text: " + e.getClass().getName() + " in toString)";
        }
        return one.text.length() <= MOST ? one.text.toString() : one.text.substring(0, MOST) + MARK;
    }

    private void append(Object value, int depth) {
        if (value != null && value.getClass().isArray()) {
            appendArray(value, depth);
        } else if (value instanceof String string && string.length() > MOST) {
            text.append(plain.apply(string.substring(0, MOST)));
        } else {
            text.append(plain.apply(value));
        }
    }

    private void appendArray(Object array, int depth) {
        int length = Array.getLength(array);
        Class<?> element = array.getClass().getComponentType();
        StringBuilder dimensions = new StringBuilder("[" + length + "]");
        for (; element.isArray(); element = element.getComponentType()) {
            dimensions.append("[]");
        }
        String name = element.getTypeName();
        text.append(name.substring(name.lastIndexOf('.') + 1)).append(dimensions).append(" { ");
        for (int i = 0; i < length && text.length() <= MOST; i++) {
            text.append(i == 0 ? "" : ", ");
            if (depth < DEEPEST) {
                append(Array.get(array, i), depth + 1);
            } else {
                text.append("…");
            }
        }
        text.append(" }");
    }
}
