package medusa.server;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;

import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

import medusa.http.ExtensionType;

/// A JAR of extensions, built by a test from source text.
final class JarKit {
    private static final String SERVICE = "META-INF/services/" + ExtensionType.class.getName();
    /// What tests ask for and about: it tells who made it, and has something long to say.
    private static final String HELLO = """
            package sample;

            import java.nio.ByteBuffer;
            import medusa.http.*;
            import medusa.producer.Producer;

            public final class Type implements ExtensionType<Type.Settings> {
                public record Settings(
                        @Setting(about = "Where it answers.", standard = "\\"/NAME\\"") String path,
                        @Setting(about = "Refused if it is bad.", standard = "\\"good\\"") String mood) {
                    public Settings {
                        if (mood.equals("bad")) {
                            throw new IllegalArgumentException("expected a good mood, found \\"bad\\"");
                        }
                    }
                }

                public String name() { return "NAME"; }
                public String about() { return "greets"; }
                public Class<Settings> settings() { return Settings.class; }

                public Extension create(Settings settings, ExtensionContext context) {
                    if (settings.mood().equals("ugly")) {
                        throw new NoClassDefFoundError("sample/Missing");
                    }
                    return new Hello(settings);
                }

                record Hello(Settings settings) implements Extension {
                    public boolean match(HttpRequest request) {
                        return request.path().startsWith(settings.path());
                    }

                    public void handle(HttpRequest request) throws Exception {
                        HttpReply reply = request.reply(200).header("X-Made-By", "NAME VERSION");
                        switch (request.path().substring(settings.path().length())) {
                            case "/long" -> reply.send(new Long(), Long.LENGTH);
                            case "/text" -> {
                                try (var in = Type.class.getResourceAsStream("text")) {
                                    reply.send(in.readAllBytes());
                                }
                            }
                            default -> reply.send("NAME VERSION\\n");
                        }
                    }
                }

                static final class Long implements Producer {
                    static final int LENGTH = 12 << 20;
                    private int left = LENGTH;

                    public Next more(ByteBuffer into) {
                        for (; left > 0 && into.hasRemaining(); left--) {
                            into.put((byte) "VERSION".charAt(0));
                        }
                        return left == 0 ? Next.END : Next.MORE;
                    }
                }
            }
            """;

    private final Map<String, byte[]> entries = new LinkedHashMap<>();
    private final Manifest manifest = new Manifest();

    JarKit() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /// A JAR with the type `name`, whose extensions answer `name version` below `/name`.
    ///
    /// @param version of one letter or more; the first is what its long answer is made of
    static JarKit hello(String name, String version) {
        return new JarKit().entry("sample/text", "text of " + version + "\n").provider("sample.Type")
                .source(HELLO.replace("NAME", name).replace("VERSION", version));
    }

    JarKit entry(String name, String text) {
        return entry(name, text.getBytes(StandardCharsets.UTF_8));
    }

    JarKit entry(String name, byte[] content) {
        entries.put(name, content);
        return this;
    }

    JarKit provider(String className) {
        return entry(SERVICE, className + "\n");
    }

    JarKit attribute(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    /// Pretends that its classes were compiled for another Java.
    JarKit compiledFor(int java) {
        entries.forEach((name, bytes) -> {
            if (name.endsWith(".class")) {
                bytes[6] = 0;
                bytes[7] = (byte) (java + 44);
            }
        });
        return this;
    }

    /// Compiles the class `sample.Type`, and what it has inside.
    JarKit source(String text) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter complaints = new StringWriter();
        var source = new SimpleJavaFileObject(URI.create("string:///sample/Type.java"), JavaFileObject.Kind.SOURCE) {
            @Override
            public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                return text;
            }
        };
        try (var memory = new Memory(compiler.getStandardFileManager(null, null, null))) {
            List<String> options = List.of("-proc:none", "-implicit:none", "-classpath", ownClasses());
            if (!compiler.getTask(complaints, memory, null, options, null, List.of(source)).call()) {
                throw new AssertionError(complaints);
            }
            memory.made.forEach((name, bytes) -> entry(name.replace('.', '/') + ".class", bytes.toByteArray()));
            return this;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String ownClasses() {
        return Path.of(URI.create(ExtensionType.class.getProtectionDomain().getCodeSource().getLocation().toString()))
                .toString();
    }

    private static final class Memory extends ForwardingJavaFileManager<JavaFileManager> {
        private final Map<String, ByteArrayOutputStream> made = new LinkedHashMap<>();

        Memory(JavaFileManager around) {
            super(around);
        }

        @Override
        public JavaFileObject getJavaFileForOutput(Location location, String className, JavaFileObject.Kind kind,
                FileObject sibling) {
            return new SimpleJavaFileObject(URI.create("memory:///" + className), kind) {
                @Override
                public OutputStream openOutputStream() {
                    return made.computeIfAbsent(className, _ -> new ByteArrayOutputStream());
                }
            };
        }
    }

    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes, manifest)) {
            for (var entry : entries.entrySet()) {
                jar.putNextEntry(new ZipEntry(entry.getKey()));
                jar.write(entry.getValue());
                jar.closeEntry();
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    /// Writes it as a careful administrator does: aside, and then all at once in the place of another.
    Path write(Path folder, String name) throws IOException {
        Path aside = Files.write(folder.resolve(name + ".new"), bytes());
        return Files.move(aside, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
}
