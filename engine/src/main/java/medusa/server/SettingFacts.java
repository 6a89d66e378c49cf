package medusa.server;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

import medusa.http.ExtensionBlock;
import medusa.http.Setting;
import medusa.metrics.ByteSize;
import medusa.reactor.AddressRange;

/// One setting of a type of extension, for forms and documentation.
///
/// @param kind     `text`, `whole number`, `list of path`, …
/// @param standard written as in TOML
record SettingFacts(String name, String kind, boolean required, Optional<String> standard, String about) {
    private static final Map<Class<?>, String> KINDS = Map.of(String.class, "text", int.class, "whole number",
            boolean.class, "true or false", Boolean.class, "true or false", Path.class, "path", Duration.class,
            "duration", ByteSize.class, "size", AddressRange.class, "address range", ExtensionBlock.class,
            "extension");

    /// Those of a record of settings.
    static List<SettingFacts> of(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents()).map(SettingFacts::of).toList();
    }

    private static SettingFacts of(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        String standard = setting == null ? "" : setting.standard();
        boolean optional = component.getType() == Optional.class;
        return new SettingFacts(Keys.kebab(component.getName()), kind(component.getGenericType(), false),
                !optional && standard.isEmpty(), Optional.of(standard).filter(text -> !optional && !text.isEmpty()),
                setting == null ? "" : setting.about());
    }

    /// Whether values of `type` are written as one, though it may be a record.
    static boolean isOne(Class<?> type) {
        return KINDS.containsKey(type);
    }

    /// Whether a record of settings, or one within it, names a place on the disk.
    static boolean namesPaths(Class<?> settings) {
        return Arrays.stream(settings.getRecordComponents())
                .flatMap(component -> parts(component.getGenericType()).stream())
                .anyMatch(type -> type == Path.class || type instanceof Class<?> inner && inner.isRecord()
                        && !isOne(inner) && !ValueReaders.knows(inner) && namesPaths(inner));
    }

    /// What `type` is made of, down to what is no container.
    static List<Type> parts(Type type) {
        return type instanceof ParameterizedType generic
                ? Arrays.stream(generic.getActualTypeArguments()).flatMap(each -> parts(each).stream()).toList()
                : List.of(type);
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
            case Class<?> known when KINDS.containsKey(known) -> KINDS.get(known) + (several ? "s" : "");
            case Class<?> record when record.isRecord() -> several ? "tables" : "table";
            default -> "value"; // of a JAR whose settings could not be read
        };
    }
}
