package medusa.filesystem;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.net.URI;

/// Between the bytes of a [VirtualPath]'s names and `java.nio` paths.
///
/// The JDK turns text into the bytes of a name by the locale, which under `LC_ALL=C` knows ASCII alone. A `file:` URI
/// carries any byte there and back.
final class Names {
    private static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");
    /// Nothing is below it, so that [Path#toUri], which looks whether a path is a folder, finds out without touching a disk.
    private static final Path NOWHERE = Path.of("/dev/null");

    private Names() {}

    /// The relative path of one name.
    ///
    /// @throws NoSuchFileException if `files` cannot have such a name
    static Path path(FileSystem files, String name) throws NoSuchFileException {
        try {
            Path path;
            if (ascii(name)) {
                path = files.getPath(name);
            } else if (UNIX && files == FileSystems.getDefault()) {
                path = Path.of(URI.create("file:///" + VirtualPath.encode(name))).getFileName();
            } else {
                path = files.getPath(utf8(name));
            }
            if (path.isAbsolute() || path.getNameCount() != 1) {
                throw new NoSuchFileException(name); // "C:" or "a\b" on Windows
            }
            return path;
        } catch (InvalidPathException | CharacterCodingException e) {
            throw new NoSuchFileException(name);
        }
    }

    /// The bytes of a relative path, or of an absolute one without its first slash; names are separated by slashes.
    static String bytes(Path path) {
        String text = path.toString();
        if (path.getFileSystem() != FileSystems.getDefault() || !UNIX) {
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            String separator = path.getFileSystem().getSeparator();
            return strip(separator.equals("/") ? bytes : bytes.replace(separator, "/"));
        }
        if (ascii(text)) {
            return strip(text);
        }
        Path relative = path.isAbsolute() ? path.subpath(0, path.getNameCount()) : path;
        return decode(NOWHERE.resolve(relative).toUri().getRawPath().substring(NOWHERE.toString().length() + 1));
    }

    private static String strip(String path) {
        int end = path.length() > 1 && path.endsWith("/") ? path.length() - 1 : path.length(); // a folder in a zip file
        return path.substring(path.startsWith("/") ? 1 : 0, end);
    }

    private static boolean ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    private static String utf8(String name) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder()
                .decode(ByteBuffer.wrap(name.getBytes(StandardCharsets.ISO_8859_1))).toString();
    }

    private static String decode(String raw) {
        StringBuilder bytes = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.append((char) Integer.parseInt(raw, i + 1, i + 3, 16));
                i += 2;
            } else {
                bytes.append(c);
            }
        }
        return bytes.toString();
    }
}
