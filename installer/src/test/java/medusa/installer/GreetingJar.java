package medusa.installer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/// The example of the programming guide, built into a JAR as it says there.
final class GreetingJar {
    private static final Path SOURCE = Path.of("../engine/examples/medusa/examples/GreetingType.java");

    private GreetingJar() {}

    static String source() throws IOException {
        return Files.readString(SOURCE);
    }

    /// @param folder for what comes in between
    /// @param least  the Medusa that it says it needs
    static void build(Path folder, String text, String least, Path target) throws IOException {
        Path source = Files.writeString(folder.resolve("GreetingType.java"), text);
        Path classes = Files.createDirectories(folder.resolve("classes"));
        StringWriter complaints = new StringWriter();
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            assertThat(compiler.getTask(complaints, files, null,
                    List.of("-proc:none", "-classpath", libraries(), "-d", classes.toString()), null,
                    files.getJavaFileObjects(source)).call()).as(complaints.toString()).isTrue();
        }
        Path services = Files.createDirectories(classes.resolve("META-INF/services"));
        Files.writeString(services.resolve("medusa.http.ExtensionType"), "medusa.examples.GreetingType\n");
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Medusa-Version", least);
        Path aside = folder.resolve("aside");
        try (OutputStream out = Files.newOutputStream(aside);
                JarOutputStream jar = new JarOutputStream(out, manifest)) {
            Files.walkFileTree(classes, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes facts) throws IOException {
                    jar.putNextEntry(new ZipEntry(classes.relativize(file).toString()));
                    Files.copy(file, jar);
                    return FileVisitResult.CONTINUE;
                }
            });
        }
        Files.move(aside, target, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String libraries() throws IOException {
        Path lib = Path.of(System.getProperty("medusa.launcher")).resolveSibling("../lib").normalize();
        try (Stream<Path> jars = Files.list(lib)) {
            return jars.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        }
    }
}
