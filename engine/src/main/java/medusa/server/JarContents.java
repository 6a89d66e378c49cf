package medusa.server;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipInputStream;

/// All that is in a JAR, read at once: a private copy that nobody can change under the code that runs from it, and that
/// leaves nothing behind. What has been checked is what is loaded.
record JarContents(Map<String, byte[]> entries, Attributes attributes) {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String VERSIONS = "META-INF/versions/";
    /// Extensions are a hundred times smaller; it all stays in memory.
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_UNPACKED = 256 << 20;
    private static final String NOT_WHOLE = "it is no JAR, or not all of one";
    private static final int END_OF_DIRECTORY = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int LONGEST_COMMENT = 0xffff;

    /// Blocks for as long as the disk does.
    ///
    /// @throws IOException whose message says what is wrong with the file; also if it is not whole, as while it is copied
    static JarContents read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException("it is no file"); // to open a pipe would take for ever
        }
        byte[] bytes;
        try (InputStream in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST + 1);
        }
        return of(bytes);
    }

    /// @throws IOException as [#read]
    static JarContents of(byte[] bytes) throws IOException {
        if (bytes.length > LARGEST) {
            throw new IOException("it is larger than 64 MiB");
        }
        Map<String, byte[]> entries = unpack(bytes);
        byte[] manifest = entries.getOrDefault(MANIFEST, new byte[0]);
        Attributes attributes = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
        if (Boolean.parseBoolean(attributes.getValue(Attributes.Name.MULTI_RELEASE))) {
            chooseVersions(entries);
        }
        return new JarContents(Map.copyOf(entries), attributes);
    }

    private static Map<String, byte[]> unpack(byte[] bytes) throws IOException {
        Map<String, byte[]> entries = new HashMap<>();
        int count = 0;
        int left = LARGEST_UNPACKED;
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                byte[] content = zip.readNBytes(left + 1);
                left -= content.length;
                if (left < 0) {
                    throw new IOException("there is more than 256 MiB in it");
                }
                count++;
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), content);
                }
            }
        } catch (EOFException e) {
            throw new IOException(NOT_WHOLE, e);
        } catch (ZipException | IllegalArgumentException e) { // the latter for names that are no UTF-8
            throw new IOException("it is no JAR, or a broken one: " + e.getMessage(), e);
        }
        if (count == 0 || (count & 0xffff) != announced(bytes)) {
            throw new IOException(NOT_WHOLE);
        }
        return entries;
    }

    /// How many entries its directory says it has, which stands at the end, before a comment; -1 if it is not there.
    private static int announced(byte[] bytes) {
        ByteBuffer data = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int last = bytes.length - END_LENGTH;
        for (int at = last; at >= Math.max(0, last - LONGEST_COMMENT); at--) {
            if (data.getInt(at) == END_OF_DIRECTORY) {
                return Short.toUnsignedInt(data.getShort(at + 10));
            }
        }
        return -1;
    }

    /// Classes may be there for several versions of Java (JEP 238); a later one counts, if it is not later than this Java.
    private static void chooseVersions(Map<String, byte[]> entries) {
        for (int version = 9; version <= Runtime.version().feature(); version++) {
            String prefix = VERSIONS + version + "/";
            entries.keySet().stream().filter(name -> name.startsWith(prefix)).toList()
                    .forEach(name -> entries.put(name.substring(prefix.length()), entries.get(name)));
        }
    }

    /// The classes that this Java would use, by the names of their entries.
    Iterable<Map.Entry<String, byte[]>> classes() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(".class")
                        && !entry.getKey().startsWith("META-INF/"))::iterator;
    }

    /// Whether the same is in both: a JAR that was built again from the same classes has not changed.
    boolean isSameAs(JarContents other) {
        return entries.keySet().equals(other.entries.keySet()) && entries.entrySet().stream()
                .allMatch(entry -> Arrays.equals(entry.getValue(), other.entries.get(entry.getKey())));
    }
}
