package medusa.server;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

import medusa.metrics.Printable;

/// What a JAR of extensions says that it needs, in the main section of its manifest, and whether that is here. It is looked at
/// before any of the JAR's code runs.
///
/// | attribute | what has to be there |
/// |---|---|
/// | `Medusa-Version: 0.6` | at least this Medusa |
/// | `Medusa-Java: 26` | at least this Java; also without it, the Java for which its classes were compiled |
/// | `Medusa-Modules: java.sql java.net.http` | these modules, of those of Java that Medusa itself may do without |
final class JarRequirements {
    private static final int MAGIC = 0xcafebabe;
    /// The version in a class file is by so much greater than that of its Java.
    private static final int CLASS_FILE_OFFSET = 44;

    /// By attribute, what is missing of its value.
    private final Map<String, Function<String, Optional<String>>> checks = new LinkedHashMap<>();

    /// @param medusa the version that is here; what does not begin with a number, as that of a development build, is enough for
    ///               everything
    JarRequirements(String medusa) {
        checks.put("Medusa-Version", least -> older("Medusa-Version", medusa, least)
                ? Optional.of("it needs Medusa " + least + " or later; this is " + medusa)
                : Optional.empty());
        checks.put("Medusa-Java", least -> older("Medusa-Java", "" + Runtime.version().feature(), least)
                ? Optional.of(java(least))
                : Optional.empty());
        checks.put("Medusa-Modules", JarRequirements::modules);
    }

    /// What is missing for `jar`, as one line for the administrator.
    Optional<String> missing(JarContents jar) {
        try {
            return checks.entrySet().stream().filter(check -> jar.attributes().getValue(check.getKey()) != null)
                    .map(check -> check.getValue().apply(jar.attributes().getValue(check.getKey()).strip()))
                    .flatMap(Optional::stream).findFirst().or(() -> compiledFor(jar));
        } catch (IllegalArgumentException e) {
            return Optional.of(e.getMessage());
        }
    }

    private static Optional<String> compiledFor(JarContents jar) {
        int newest = 0;
        for (Map.Entry<String, byte[]> entry : jar.classes()) {
            byte[] bytes = entry.getValue();
            if (bytes.length < 8 || ByteBuffer.wrap(bytes).getInt() != MAGIC) {
                return Optional.of(Printable.shortened(entry.getKey()) + " in it is no class");
            }
            newest = Math.max(newest, ByteBuffer.wrap(bytes).getShort(6) - CLASS_FILE_OFFSET);
        }
        return newest > Runtime.version().feature() ? Optional.of(java("" + newest)) : Optional.empty();
    }

    private static String java(String least) {
        return "it needs Java " + least + " or later; this is Java " + Runtime.version().feature();
    }

    private static Optional<String> modules(String names) {
        ModuleLayer here = Optional.ofNullable(JarRequirements.class.getModule().getLayer()).orElse(ModuleLayer.boot());
        return Stream.of(names.split("[ ,]+")).filter(name -> here.findModule(name).isEmpty()).findFirst()
                .map(name -> "it needs the module " + Printable.shortened(name)
                        + ", which is not here; if Java has it, start with MEDUSA_JAVA_OPTIONS=--add-modules="
                        + Printable.shortened(name));
    }

    /// Whether `here` comes before `least`; each is compared by the numbers that it begins with.
    private static boolean older(String attribute, String here, String least) {
        if (!least.matches("\\d{1,6}(\\.\\d{1,6})*")) {
            throw new IllegalArgumentException("expected a version such as 25 or 0.6 as its " + attribute + ", found "
                    + Printable.quoted(least));
        }
        String known = here.replaceFirst("[^0-9.].*", "");
        int[] a = numbers(known);
        int[] b = numbers(least);
        for (int i = 0; !known.isEmpty() && i < b.length; i++) {
            int part = i < a.length ? a[i] : 0;
            if (part != b[i]) {
                return part < b[i];
            }
        }
        return false;
    }

    private static int[] numbers(String version) {
        return Stream.of(version.split("\\.")).filter(part -> !part.isEmpty()).mapToInt(Integer::parseInt).toArray();
    }
}
