package medusa.server;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/// The settings of one source.
///
/// @param values tables as maps, as [Toml] reads them
/// @param place says for one of its keys what a message starts with: `medusa.toml:12: limits.idle`, `--http`
record Layer(Map<String, Object> values, UnaryOperator<String> place) {

    /// Whether this source says anything about `key`, a name in the form of [Keys].
    boolean has(String key) {
        return has(values, "", key);
    }

    private static boolean has(Object value, String name, String key) {
        if (name.equals(key)) {
            return true;
        }
        if (!key.startsWith(name)) {
            return false;
        }
        return switch (value) {
            case Map<?, ?> table -> table.entrySet().stream()
                    .anyMatch(entry -> has(entry.getValue(), Keys.child(name, (String) entry.getKey()), key));
            case List<?> list -> IntStream.range(0, list.size())
                    .anyMatch(i -> has(list.get(i), Keys.element(name, i), key));
            default -> false;
        };
    }

    /// One table of all layers, in which later ones win. Tables are merged, all else is replaced.
    static Map<String, Object> merge(List<Layer> layers) {
        Map<String, Object> merged = new LinkedHashMap<>();
        layers.forEach(layer -> merge(merged, layer.values));
        return merged;
    }

    private static void merge(Map<String, Object> target, Map<String, Object> source) {
        source.forEach((name, value) -> {
            if (value instanceof Map<?, ?> table) {
                Map<String, Object> copy = new LinkedHashMap<>();
                if (target.get(name) instanceof Map<?, ?> existing) {
                    merge(copy, table(existing));
                }
                merge(copy, table(table));
                target.put(name, copy);
            } else {
                target.put(name, value);
            }
        });
    }

    @SuppressWarnings("unchecked") // all tables have text for names
    static Map<String, Object> table(Map<?, ?> table) {
        return (Map<String, Object>) table;
    }
}
