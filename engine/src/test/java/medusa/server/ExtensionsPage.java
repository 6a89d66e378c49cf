package medusa.server;

import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.Map;

import medusa.http.ExtensionType;

/// The documentation of the types of extensions, as Markdown, made from nothing but themselves.
final class ExtensionsPage {
    private final StringBuilder page = new StringBuilder();

    private ExtensionsPage() {}

    static String of(ExtensionCatalog catalog) {
        ExtensionsPage made = new ExtensionsPage();
        made.page
                .append("""
                        # Extensions

                        What a configuration can ask for. Each is a block, and they are asked in the order in which they stand, before the
                        files of `root`: what is to hold for the replies of others stands before them.

                        ```toml
                        [[extensions]]
                        type = "health"
                        path = "/up"
                        ```

                        Beside its own settings each has `name` (its type, if none is given; unique among its neighbours) and `enabled`
                        (true). Durations are written as "30s" or "5m", sizes as "64 KiB", address ranges as "10.0.0.0/8". A changed
                        configuration is followed without a restart (SIGHUP): a block that is the same goes on with what it knows.

                        This page is made from the types themselves.
                        """);
        catalog.types().forEach(made::add);
        return made.page.toString();
    }

    private void add(ExtensionType<?> type) {
        page.append("\n## ").append(type.name()).append("\n\nIt ").append(type.about()).append(".\n");
        records(type.settings()).forEach((key, record) -> {
            page.append(key.isEmpty() ? "" : "\nEach of `" + key + "`:\n")
                    .append("\n| setting | value | default | what for |\n|---|---|---|---|\n");
            SettingFacts.of(record).forEach(this::row);
        });
    }

    private void row(SettingFacts setting) {
        String standard = setting.standard().map(text -> "`" + text + "`")
                .orElse(setting.required() ? "must be set" : "none");
        page.append("| `").append(setting.name()).append("` | ").append(setting.kind()).append(" | ")
                .append(cell(standard)).append(" | ").append(cell(setting.about())).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    /// The records of a type's settings by their keys, the outermost first under the empty one.
    static Map<String, Class<?>> records(Class<?> settings) {
        Map<String, Class<?>> found = new LinkedHashMap<>();
        collect("", settings, found);
        return found;
    }

    private static void collect(String key, Class<?> record, Map<String, Class<?>> found) {
        found.put(key, record);
        for (RecordComponent component : record.getRecordComponents()) {
            for (Type type : SettingFacts.parts(component.getGenericType())) {
                if (type instanceof Class<?> inner && inner.isRecord() && !SettingFacts.isOne(inner)
                        && !ValueReaders.knows(inner)) {
                    collect(Keys.child(key, Keys.kebab(component.getName())), inner, found);
                }
            }
        }
    }
}
