package medusa.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

import medusa.metrics.Printable;

/// The text of a configuration, and where its keys stand.
final class ConfigText {
    /// What places in the defaults begin with.
    static final String DEFAULTS = "defaults.toml";

    /// Settings that a person wrote are a thousand times smaller; what is larger is some other file given by mistake.
    private static final int LARGEST = 1024 * 1024;

    private final String name;
    private final String text;
    private final KeyLines lines;

    private ConfigText(String name, String text) {
        this.name = name;
        this.text = text;
        this.lines = new KeyLines(text);
    }

    /// Every setting, its default and what it is for.
    static ConfigText defaults() {
        try (InputStream in = ConfigText.class.getResourceAsStream(DEFAULTS)) {
            return new ConfigText(DEFAULTS, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A user's file.
    ///
    /// @throws ConfigException if it cannot be read, is too large or is not text
    static ConfigText read(Path file) throws ConfigException {
        String name = Printable.line(file.toString());
        try {
            return new ConfigText(name, text(file));
        } catch (CharacterCodingException e) {
            throw new ConfigException(List.of(name + ": expected text in UTF-8, found another encoding"));
        } catch (NoSuchFileException e) {
            throw new ConfigException(List.of(name + ": no such file"));
        } catch (AccessDeniedException e) {
            throw new ConfigException(List.of(name + ": this user may not read it"));
        } catch (IOException e) {
            throw new ConfigException(List.of(name + ": cannot be read: " + Printable.shortened(e.getMessage())));
        }
    }

    private static String text(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IOException("it is a folder");
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LARGEST + 1);
            if (bytes.length > LARGEST) {
                throw new IOException("it is larger than 1 MiB");
            }
            String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            // Some editors begin a file with a byte order mark, which TOML does not know.
            return text.startsWith("\ufeff") ? text.substring(1) : text;
        }
    }

    String text() {
        return text;
    }

    /// What a message about `key` starts with: `medusa.toml:12: limits.idle`.
    String place(String key) {
        return name + ":" + lines.line(key) + ": " + key;
    }

    /// What a message about a line starts with, with the key that stands there if there is one.
    String place(int line) {
        String key = lines.keyOn(line);
        return name + ":" + Math.max(1, line) + ": " + (key.isEmpty() ? "" : key + ": ");
    }
}
