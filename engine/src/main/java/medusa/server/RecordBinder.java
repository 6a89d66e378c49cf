package medusa.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import medusa.http.ExtensionBlock;
import medusa.http.ExtensionType;
import medusa.http.Setting;
import medusa.http.SettingException;
import medusa.metrics.Printable;
import medusa.metrics.Spelling;

/// Fills records from tables, strictly: every setting of the table must be a component of the record, called the same
/// in kebab case, and every component must be set, except an [Optional], for which absent and `""` both mean empty, and
/// one whose [Setting] has a default.
///
/// The records are the schema. Unlike Jackson's mapper, this finds every problem in one go, knows the key of each, and
/// costs a third of the time at start.
final class RecordBinder {
    private final Function<String, ExtensionCatalog> catalog;
    private final BiConsumer<String, Supplier<String>> problems;
    private Class<?> root;
    /// Of the extensions that have been read within the one at hand.
    private List<ExtensionType<?>> types = new ArrayList<>();
    private boolean broken;

    /// @param catalog  the types of extensions that may be asked for, given the name of one that is
    /// @param problems takes the key and the text of each problem
    RecordBinder(Function<String, ExtensionCatalog> catalog, BiConsumer<String, Supplier<String>> problems) {
        this.catalog = catalog;
        this.problems = problems;
    }

    /// Reads a whole table; the answer is null if there was any problem.
    <T extends Record> T bind(Class<T> type, Map<String, Object> table) {
        root = type;
        return type.cast(record("", type, table));
    }

    /// The answer is null, here and below, if there was a problem: it has been reported then.
    private Object record(String key, Class<?> type, Map<String, Object> table) {
        RecordComponent[] components = type.getRecordComponents();
        List<String> names = Arrays.stream(components).map(each -> Keys.kebab(each.getName())).toList();
        for (String name : table.keySet()) {
            if (!names.contains(name)) {
                problem(Keys.child(key, name), () -> unknown(key, name, names));
            }
        }
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            Object value = table.get(names.get(i));
            values[i] = component(Keys.child(key, names.get(i)), components[i].getGenericType(),
                    value == null ? standard(components[i]) : value);
        }
        return broken ? null : construct(type, values);
    }

    private Object component(String key, Type type, Object value) {
        try {
            return switch (type) {
                case ParameterizedType generic when generic.getRawType() == Optional.class ->
                    value == null || value.equals("")
                            ? Optional.empty()
                            : Optional.ofNullable(component(key, generic.getActualTypeArguments()[0], value));
                case Type _ when value == null -> problem(key, () -> "is missing");
                case ParameterizedType generic when generic.getRawType() == Map.class ->
                    map(key, generic.getActualTypeArguments()[1], value);
                case ParameterizedType generic -> list(key, generic.getActualTypeArguments()[0], value);
                case Class<?> block when block == ExtensionBlock.class -> extension(key, value);
                case Class<?> known when ValueReaders.knows(known) -> ValueReaders.read(known, value);
                case Class<?> section when value instanceof Map<?, ?> table -> record(key, section, Layer.table(table));
                default -> throw ValueReaders.expected(sectionText(key), value);
            };
        } catch (SettingException e) {
            return problem(e.names().stream().reduce(key, Keys::child), e::getMessage);
        } catch (IllegalArgumentException e) {
            return problem(key, e::getMessage);
        }
    }

    private Object list(String key, Type element, Object value) {
        if (!(value instanceof List<?> list)) {
            throw ValueReaders.expected("a list between [ and ]", value);
        }
        List<Object> elements = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            elements.add(component(Keys.element(key, i), element, list.get(i)));
        }
        return broken ? null : elements;
    }

    private Object map(String key, Type element, Object value) {
        if (!(value instanceof Map<?, ?> table)) {
            throw ValueReaders.expected("a table between { and }", value);
        }
        Map<String, Object> elements = new LinkedHashMap<>();
        Layer.table(table).forEach((name, one) -> elements.put(name, component(Keys.child(key, name), element, one)));
        return broken ? null : elements;
    }

    /// The table of one extension: `type`, `name`, `enabled`, and what the type's own record asks for.
    private Object extension(String key, Object value) {
        if (!(value instanceof Map<?, ?> block)) {
            throw ValueReaders.expected("a table with a type", value);
        }
        Map<String, Object> table = new LinkedHashMap<>(Layer.table(block));
        Object named = component(Keys.child(key, "type"), String.class, table.remove("type"));
        if (!(named instanceof String typeName)) {
            return null;
        }
        ExtensionCatalog known = catalog.apply(typeName);
        ExtensionType<?> type = known.type(typeName).orElse(null);
        if (type == null) {
            return problem(Keys.child(key, "type"), () -> unknownType(typeName, known));
        }
        Object name = component(Keys.child(key, "name"), String.class, table.getOrDefault("name", typeName));
        Object enabled = component(Keys.child(key, "enabled"), boolean.class, table.getOrDefault("enabled", true));
        table.remove("name");
        table.remove("enabled");
        List<ExtensionType<?>> around = types;
        types = new ArrayList<>(List.of(type));
        Object settings = settings(key, type, table);
        List<ExtensionType<?>> used = types;
        around.addAll(used);
        types = around;
        return broken
                ? null
                : new ExtensionBlock(type, (String) name, (Boolean) enabled, (Record) settings, table, used);
    }

    /// The record of a JAR is other people's code, which must not take the configuration down with it.
    private Object settings(String key, ExtensionType<?> type, Map<String, Object> table) {
        Class<?> outer = root;
        try {
            root = type.settings();
            return record(key, type.settings(), table);
        } catch (IllegalArgumentException e) {
            throw e; // what its constructor says about the values
        } catch (RuntimeException | LinkageError | StackOverflowError | AssertionError e) {
            return problem(key, () -> "the settings of type \"" + type.name() + "\" cannot be made: "
                    + ExtensionJar
                            .reason(e instanceof IllegalStateException && e.getCause() != null ? e.getCause() : e));
        } finally {
            root = outer;
        }
    }

    private static String unknownType(String found, ExtensionCatalog types) {
        List<String> names = types.types().stream().map(ExtensionType::name).toList();
        return "expected " + Spelling.closest(found, names).map(close -> "\"" + close + "\"")
                .orElseGet(() -> "one of " + String.join(", ", names)) + ", found " + Printable.quoted(found);
    }

    /// The default of a component that has one.
    private static Object standard(RecordComponent component) {
        Setting setting = component.getAnnotation(Setting.class);
        if (setting == null || setting.standard().isEmpty()) {
            return null;
        }
        try {
            return Toml.parse("value = " + setting.standard()).get("value");
        } catch (Toml.SyntaxException e) {
            throw new IllegalStateException(component + ": its default is not TOML", e);
        }
    }

    private static String sectionText(String key) {
        return key.endsWith("]") ? "a table between { and }" : "a section [" + key + "]";
    }

    /// Says what may have been meant: a neighbour spelled alike, or else the settings of that name in other sections.
    private String unknown(String section, String name, List<String> names) {
        return "unknown setting; " + Spelling.closest(name, names).map(close -> Keys.child(section, close))
                .or(() -> elsewhere(name))
                .or(() -> Spelling.closest(Keys.child(section, name), names("", root).toList()))
                .map(close -> "did you mean " + close + "?")
                .orElseGet(
                        () -> (section.isEmpty() ? "known" : "known in " + section) + ": " + String.join(", ", names));
    }

    /// Where there are settings of that name.
    private Optional<String> elsewhere(String name) {
        return Optional.of(names("", root).filter(each -> ("." + each).endsWith("." + name))
                .collect(Collectors.joining(" or "))).filter(all -> !all.isEmpty());
    }

    /// The settings that `type` and the records in it hold; those in lists have no name of their own.
    private static Stream<String> names(String key, Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).flatMap(component -> {
            String name = Keys.child(key, Keys.kebab(component.getName()));
            return component.getType().isRecord() && !ValueReaders.knows(component.getType())
                    ? names(name, component.getType())
                    : Stream.of(name);
        });
    }

    private Object problem(String key, Supplier<String> text) {
        broken = true;
        problems.accept(key, text);
        return null;
    }

    private static Object construct(Class<?> type, Object[] values) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            canonical.setAccessible(true); // an extension's settings may be nobody else's business
            return canonical.newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /// What `record` holds; null if it will not tell, which some JAR's record may not.
    static Object value(RecordComponent component, Record record) {
        try {
            component.getAccessor().setAccessible(true); // as above
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return null;
        }
    }
}
