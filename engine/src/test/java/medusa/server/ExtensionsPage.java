package medusa.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import medusa.http.ExtensionBlock;
import medusa.http.ExtensionType;
import medusa.http.Setting;
import medusa.metrics.ByteSize;
import medusa.reactor.AddressRange;

/// The documentation of the types of extensions, as Markdown, made from nothing but themselves.
final class ExtensionsPage {
    private static final Map<Class<?>, String> KINDS = Map.of(String.class, "text", int.class, "whole number",
            boolean.class, "true or false", Boolean.class, "true or false", Path.class, "path", Duration.class,
            "duration", ByteSize.class, "size",
            AddressRange.class, "address range", ExtensionBlock.class, "extension");

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
            for (RecordComponent component : record.getRecordComponents()) {
                row(component);
            }
        });
    }

    private void row(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        String standard = component.getType() == Optional.class
                ? "none"
                : setting.standard().isEmpty() ? "must be set" : "`" + setting.standard() + "`";
        page.append("| `").append(Keys.kebab(component.getName())).append("` | ")
                .append(kind(component.getGenericType(), false)).append(" | ").append(cell(standard)).append(" | ")
                .append(cell(setting.about())).append(" |\n");
    }

    private static String cell(String text) {
        return text.replace("|", "\\|");
    }

    private static String kind(Type type, boolean several) {
        return switch (type) {
            case ParameterizedType generic when generic.getRawType() == Optional.class ->
                kind(generic.getActualTypeArguments()[0], several);
            case ParameterizedType generic when generic.getRawType() == Map.class ->
                "table of names and " + kind(generic.getActualTypeArguments()[1], true);
            case ParameterizedType generic -> "list of " + kind(generic.getActualTypeArguments()[0], true);
            case Class<?> word when word.isEnum() -> Arrays.stream(word.getEnumConstants())
                    .map(each -> "\"" + each.toString().toLowerCase(Locale.ROOT).replace('_', '-') + "\"")
                    .collect(Collectors.joining(" or "));
            case Class<?> known when KINDS.containsKey(known) ->
                KINDS.get(known) + (several ? "s" : "");
            case Class<?> record when record.isRecord() -> several ? "tables" : "table";
            default -> throw new IllegalArgumentException("no word for " + type);
        };
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
            for (Type type : parts(component.getGenericType())) {
                if (type instanceof Class<?> inner && inner.isRecord() && !KINDS.containsKey(inner)
                        && !ValueReaders.knows(inner)) {
                    collect(Keys.child(key, Keys.kebab(component.getName())), inner, found);
                }
            }
        }
    }

    /// What `type` is made of, down to what is no container.
    private static List<Type> parts(Type type) {
        return type instanceof ParameterizedType generic
                ? Arrays.stream(generic.getActualTypeArguments()).flatMap(each -> parts(each).stream()).toList()
                : List.of(type);
    }
}
