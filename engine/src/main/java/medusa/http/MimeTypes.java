package medusa.http;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import medusa.metrics.Printable;

/// Media types by the names of files: the built-in table (`mime.types` beside this class), with an administrator's own
/// types over it. Immutable.
public final class MimeTypes {
    /// The type of bytes of which nothing is known: browsers save them instead of guessing.
    public static final String UNKNOWN = "application/octet-stream";

    private static final String TEXT = "text/plain; charset=utf-8";
    private static final Map<String, String> BUILT_IN = builtIn();

    /// Files without an extension that people read.
    private static final Set<String> TEXT_NAMES = Set.of("readme", "license", "licence", "copying", "copyright",
            "notice",
            "authors", "contributors", "maintainers", "changelog", "changes", "news", "history", "todo", "install",
            "version", "makefile", "dockerfile", "containerfile", "jenkinsfile", "vagrantfile", "procfile", "gemfile",
            "rakefile", "sha256sums", "sha512sums", "md5sums", ".gitignore", ".gitattributes", ".editorconfig");

    private static final String TOKEN = "[\\w!#$%&'*+.^`|~-]+";
    private static final Pattern SHAPE = Pattern
            .compile(TOKEN + "/" + TOKEN + "([ \\t]*;[ \\t]*" + TOKEN + "=(" + TOKEN + "|\"[^\"\\\\\\p{Cntrl}]*\"))*");

    private final Map<String, String> types;

    /// @param own extension (with or without its dot, in any case) → type, over the built-in ones. Text types without a
    ///            charset get UTF-8's.
    /// @throws IllegalArgumentException if a type does not look like one, with a message that shows it
    public MimeTypes(Map<String, String> own) {
        Map<String, String> all = new HashMap<>(BUILT_IN);
        own.forEach((extension, type) -> {
            if (!SHAPE.matcher(type).matches()) {
                throw new IllegalArgumentException("expected a media type such as \"text/plain\", found "
                        + Printable.quoted(type));
            }
            String bare = extension.startsWith(".") ? extension.substring(1) : extension;
            all.put(bare.toLowerCase(Locale.ROOT), withCharset(type));
        });
        types = Map.copyOf(all);
    }

    /// The value of the `Content-Type` field for a file.
    ///
    /// @param name its last name, without folders
    public String of(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        int dot = lower.lastIndexOf('.');
        String type = dot > 0 ? types.get(lower.substring(dot + 1)) : null;
        if (type != null) {
            return type;
        }
        return TEXT_NAMES.contains(lower) ? TEXT : UNKNOWN;
    }

    private static String withCharset(String type) {
        String lower = type.toLowerCase(Locale.ROOT);
        return lower.startsWith("text/") && !lower.contains("charset=") ? type + "; charset=utf-8" : type;
    }

    private static Map<String, String> builtIn() {
        Map<String, String> types = new HashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                MimeTypes.class.getResourceAsStream("mime.types"), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty() || line.startsWith("#")) {
                    continue;
                }
                String[] words = line.split(" +");
                String type = withCharset(words[0]);
                for (int i = 1; i < words.length; i++) {
                    types.put(words[i], type);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return types;
    }
}
