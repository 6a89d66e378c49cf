package medusa.server;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Extensions that other settings would be of no use without: whoever names a file of users wants them to log in, whoever lets
/// somebody write wants to take uploads. They stand behind all that the configuration asks for (but log-ins before uploads), unless
/// it has one of that type or name itself, be it disabled.
final class ImpliedExtensions {
    private static final String LIST = "extensions";

    private ImpliedExtensions() {}

    /// @param settings a whole configuration as it was read, right or wrong
    static Map<String, Object> add(Map<String, Object> settings) {
        if (!(settings.get(LIST) instanceof List<?> asked)) {
            return settings;
        }
        List<Object> extensions = new ArrayList<>(asked);
        if (settings.get("users") instanceof String file && !file.isEmpty()) {
            add("auth", extensions, firstOf("upload", extensions));
        }
        if (isWritable(settings)) {
            add("upload", extensions, extensions.size());
        }
        Map<String, Object> result = new LinkedHashMap<>(settings);
        result.put(LIST, extensions);
        return result;
    }

    /// Who wants to know the users has to stand behind what asks for them.
    private static int firstOf(String type, List<Object> extensions) {
        for (int i = 0; i < extensions.size(); i++) {
            if (extensions.get(i) instanceof Map<?, ?> block && type.equals(block.get("type"))) {
                return i;
            }
        }
        return extensions.size();
    }

    private static void add(String type, List<Object> extensions, int at) {
        if (extensions.stream().noneMatch(
                each -> each instanceof Map<?, ?> block && (type.equals(block.get("type"))
                        || type.equals(block.get("name"))))) {
            extensions.add(at, Map.of("type", type));
        }
    }

    private static boolean isWritable(Map<String, Object> settings) {
        return Boolean.TRUE.equals(settings.get("writable")) || settings.get("rights") instanceof List<?> rules
                && rules.stream().anyMatch(rule -> rule instanceof Map<?, ?> table
                        && table.get("may") instanceof List<?> may
                        && (may.contains("write") || may.contains("delete")));
    }
}
