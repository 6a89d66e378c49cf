package medusa.http;

/// A kind of extension that a configuration can ask for with a block of settings:
///
/// ```toml
/// [[extensions]]
/// type = "hello"
/// greeting = "Good morning"
/// ```
///
/// Those in JARs are found through [java.util.ServiceLoader].
///
/// @param <S> its settings: each component has a [Setting], and its type is one that configurations know (text, numbers,
///            truth, paths, durations, sizes, enums, and lists, maps, optionals and records of these). What the types cannot
///            say the record's constructor checks, with an [IllegalArgumentException] of the form `expected …, found …`
public interface ExtensionType<S extends Record> {

    /// What a configuration calls it; in small letters, with hyphens.
    String name();

    /// What it does, in one sentence.
    String about();

    /// The record of its settings.
    Class<S> settings();

    /// A new extension. Any thread; may read files.
    ///
    /// @throws Exception whose message, in one line, tells an administrator what is wrong
    Extension create(S settings, ExtensionContext context) throws Exception;

    /// What makes an extension of its settings.
    ///
    /// @param <S> the settings
    @FunctionalInterface
    interface Maker<S extends Record> {
        /// See [ExtensionType#create].
        Extension create(S settings, ExtensionContext context) throws Exception;
    }

    /// A type of these parts.
    static <S extends Record> ExtensionType<S> of(String name, String about, Class<S> settings, Maker<S> maker) {
        record Parts<S extends Record>(String name, String about, Class<S> settings, Maker<S> maker)
                implements
                    ExtensionType<S> {
            @Override
            public Extension create(S settings, ExtensionContext context) throws Exception {
                return maker.create(settings, context);
            }
        }
        return new Parts<>(name, about, settings, maker);
    }
}
