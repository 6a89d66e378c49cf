package medusa.interpreter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.stream.Collectors;

import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;

/// What snippets compile against: exactly what they will find when they run, from modules (in files, or in the runtime
/// itself where that is an image with the server in it) or from a class path.
final class Surroundings {
    private Surroundings() {}

    private static boolean modules() {
        return Surroundings.class.getModule().isNamed();
    }

    /// Options for the compiler.
    static List<String> options() {
        if (!modules()) {
            return List.of();
        }
        String names = ModuleLayer.boot().modules().stream().map(Module::getName).sorted()
                .collect(Collectors.joining(","));
        // The limit keeps what the runtime could offer but has not loaded from being compiled against.
        List<String> resolved = List.of("--add-modules", names, "--limit-modules", names);
        String path = System.getProperty("jdk.module.path");
        return path == null
                ? resolved
                : List.of("--add-modules", names, "--limit-modules", names, "--module-path", path);
    }

    /// Takes away the compiler's defaults: without a class path it would look into the current folder, which may be the
    /// one that is served, and compile what lies there.
    static StandardJavaFileManager confined(StandardJavaFileManager files) {
        try {
            files.setLocation(StandardLocation.SOURCE_PATH, List.of());
            if (modules()) {
                files.setLocation(StandardLocation.CLASS_PATH, List.of());
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
