package medusa.server;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import medusa.metrics.Printable;

/// Reads the sources of a configuration, lays them over each other, and checks the result.
final class ConfigLoader {
    /// Deeper than any setting lies.
    private static final int DEEPEST_SET = 8;

    private final ConfigSources sources;
    private final List<String> problems = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final JarExtensions jars;
    /// With the JARs; null until a type is asked for that is not built in.
    private ExtensionCatalog catalog;
    private boolean typeMissing;

    private ConfigLoader(ConfigSources sources, JarExtensions jars) {
        this.sources = sources;
        this.jars = jars;
    }

    /// @throws ConfigException with every problem that could be found at once
    static ServerConfig load(ConfigSources sources) throws ConfigException {
        return load(sources, new JarExtensions());
    }

    /// @param jars looked at only if a type is asked for that is not built in; or read again, if that has happened before
    /// @throws ConfigException with every problem that could be found at once
    static ServerConfig load(ConfigSources sources, JarExtensions jars) throws ConfigException {
        return new ConfigLoader(sources, jars).load();
    }

    private ServerConfig load() throws ConfigException {
        readLayers();
        Map<String, Object> table = ImpliedExtensions.add(Layer.merge(layers));
        lookForJars(table.get("extensions-folder"));
        // Also when a source cannot be read: what is wrong with the others is wrong all the same.
        ServerConfig config = new RecordBinder(this::types, this::report).bind(ServerConfig.class, table);
        if (typeMissing) {
            problems.addAll(jars.problems()); // it may be in one of these
        }
        failIfBroken();
        new ConfigChecks(config, this::isAskedFor, this::report).check();
        new RightsChecks(config, this::report).check(sources.file());
        failIfBroken();
        return config;
    }

    /// A configuration that is right.
    ///
    /// @param places where a setting is written: `medusa.toml:12: rights[0]`
    record Checked(ServerConfig config, UnaryOperator<String> places) {}

    /// Like [#load], and reads what the configuration names, as a start would; makes nothing.
    ///
    /// @param warnings takes a line for each thing that a start would warn of
    /// @throws ConfigException with every problem that could be found at once
    static Checked check(ConfigSources sources, JarExtensions jars, Consumer<String> warnings)
            throws ConfigException {
        ConfigLoader loader = new ConfigLoader(sources, jars);
        ServerConfig config = loader.load();
        new CertificateChecks(config, InstantSource.system(), loader::report, warnings).check();
        loader.failIfBroken();
        return new Checked(config, loader::place);
    }

    /// The types are needed while the table is read, so that this setting is looked up before all others.
    private void lookForJars(Object folder) {
        try {
            jars.lookIn(JarExtensions.folder(Optional.ofNullable(folder).filter(text -> !text.equals(""))
                    .map(text -> (Path) ValueReaders.read(Path.class, text))));
        } catch (IllegalArgumentException e) {
            jars.lookIn(Optional.empty()); // said when its turn comes
        }
        if (jars.isRead()) {
            catalog = jars.read();
        }
    }

    /// What there is to choose from, for who wants the type of that name.
    private ExtensionCatalog types(String name) {
        ExtensionCatalog builtIn = ExtensionCatalog.builtIn();
        if (catalog == null && builtIn.type(name).isPresent()) {
            return builtIn;
        }
        if (catalog == null) {
            catalog = jars.read();
        }
        typeMissing |= catalog.type(name).isEmpty();
        return catalog;
    }

    private void readLayers() {
        addText(ConfigText.defaults());
        sources.file().ifPresent(file -> {
            try {
                addText(ConfigText.read(file));
            } catch (ConfigException e) {
                problems.addAll(e.problems());
            }
        });
        for (ConfigSources.Override option : sources.options()) {
            layers.add(new Layer(nested(option.key(), option.value()), _ -> option.option()));
        }
        sources.sets().forEach(this::addSet);
    }

    private void addText(ConfigText source) {
        try {
            layers.add(new Layer(Toml.parse(source.text()), source::place));
        } catch (Toml.SyntaxException e) {
            problems.add(source.place(e.line()) + e.getMessage());
        }
    }

    private void addSet(String setting) {
        int equals = setting.indexOf('=');
        String key = setting.substring(0, Math.max(0, equals)).strip();
        String value = setting.substring(equals + 1).strip();
        List<String> names = List.of(key.split("\\.", -1));
        if (names.size() <= DEEPEST_SET && names.stream().allMatch(Keys::bare)) {
            layers.add(new Layer(nested(key, tomlOrText(value)), name -> "--set: " + name));
        } else {
            problems.add("--set: expected KEY=VALUE, such as limits.idle=2m, found " + Printable.quoted(setting));
        }
    }

    /// What is no TOML value is text, so that nobody has to quote twice: `--set limits.idle=2m`.
    private static Object tomlOrText(String value) {
        try {
            Map<String, Object> table = Toml.parse("value = " + value);
            return table.size() == 1 ? table.get("value") : value;
        } catch (Toml.SyntaxException e) {
            return value;
        }
    }

    private static Map<String, Object> nested(String key, Object value) {
        int dot = key.indexOf('.');
        Map<String, Object> table = new LinkedHashMap<>();
        if (dot < 0) {
            table.put(key, value);
        } else {
            table.put(key.substring(0, dot), nested(key.substring(dot + 1), value));
        }
        return table;
    }

    /// Whether any source above the defaults sets `key`.
    private boolean isAskedFor(String key) {
        return layers.stream().skip(1).anyMatch(layer -> layer.has(key));
    }

    private void report(String key, Supplier<String> text) {
        // Finding the place takes time, and nobody reads thousands of problems.
        problems.add(problems.size() < ConfigException.MOST_SHOWN ? place(key) + ": " + text.get() : "");
    }

    /// The source whose word counts: the last that sets the key, or else the section around it.
    private String place(String key) {
        for (String near = key; !near.isEmpty(); near = Keys.parent(near)) {
            for (Layer layer : layers.reversed()) {
                if (layer.has(near)) {
                    return layer.place().apply(key);
                }
            }
        }
        return key;
    }

    private void failIfBroken() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
