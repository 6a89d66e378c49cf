package medusa.server;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

import medusa.http.ExtensionType;
import medusa.metrics.Printable;

/// One JAR with types of extensions, and the class loader of its own from which they come.
///
/// @param types what its `META-INF/services/medusa.http.ExtensionType` names; made once
record ExtensionJar(JarContents contents, List<ExtensionType<?>> types) {
    private static final int LONGEST_REASON = 300;

    /// @param types copied
    ExtensionJar {
        types = List.copyOf(types);
    }

    /// A JAR that cannot be used; the message says in one line why.
    static final class Refused extends Exception {
        private static final long serialVersionUID = 1;

        Refused(String message) {
            super(message);
        }
    }

    /// Checks what `contents` needs, and only then runs code of it, which makes its types.
    ///
    /// @param name of the file
    static ExtensionJar load(String name, JarContents contents) throws Refused {
        Optional<String> missing = new JarRequirements(Version.current()).missing(contents);
        if (missing.isPresent()) {
            throw new Refused(missing.get());
        }
        JarLoader loader = new JarLoader(name, contents.entries(), ExtensionJar.class.getClassLoader());
        List<ExtensionType<?>> types = new ArrayList<>();
        try {
            for (ServiceLoader.Provider<?> provider : providers(loader)) {
                types.add(usable((ExtensionType<?>) provider.get()));
            }
        } catch (Exception | LinkageError | ServiceConfigurationError | StackOverflowError | AssertionError e) {
            throw new Refused("its types of extensions cannot be made: " + reason(e));
        }
        if (types.isEmpty()) {
            throw new Refused("it names no type of extension in META-INF/services/" + ExtensionType.class.getName());
        }
        return new ExtensionJar(contents, types);
    }

    /// A service loader finds those of our own modules and class path too, which do not count here.
    @SuppressWarnings("rawtypes") // a class has no type arguments
    private static List<ServiceLoader.Provider<ExtensionType>> providers(JarLoader loader) {
        return ServiceLoader.load(ExtensionType.class, loader).stream()
                .filter(each -> each.type().getClassLoader() == loader).toList();
    }

    private static ExtensionType<?> usable(ExtensionType<?> type) {
        String name = type.name();
        if (name == null || !Keys.bare(name)) {
            throw new IllegalArgumentException("expected letters, digits, hyphens and underscores as the name of "
                    + type.getClass().getName() + ", found " + Printable.quoted(String.valueOf(name)));
        }
        if (type.settings() == null || !type.settings().isRecord()) {
            throw new IllegalArgumentException("the settings of " + name + " are no record");
        }
        return type;
    }

    /// Whether this type comes from a JAR, and not with Medusa.
    static boolean has(ExtensionType<?> type) {
        return type.getClass().getClassLoader() instanceof JarLoader;
    }

    /// Why a file cannot be read, in words.
    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException _ -> "it is gone";
            case AccessDeniedException _ -> "this user may not read it";
            default -> reason((Throwable) e);
        };
    }

    /// What is behind a failure of somebody else's code, in one line.
    static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null
                && (cause instanceof ServiceConfigurationError || cause instanceof ExceptionInInitializerError)) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        boolean speaks = message != null && (cause instanceof IllegalArgumentException || cause instanceof IOException);
        String text = speaks ? message : cause.toString();
        return Printable.line(text.length() <= LONGEST_REASON ? text : text.substring(0, LONGEST_REASON) + "…");
    }
}
