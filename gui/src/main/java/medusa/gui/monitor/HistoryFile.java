package medusa.gui.monitor;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// Snippets in a file that nobody but the user may read, since they may hold what nobody else is to see: one a line, the newest
/// last, with `\n` for the end of a line in it and `\\` for a backslash. Windows that share it add to its end. What cannot be
/// read or written is forgotten. Blocks.
final class HistoryFile {
    private static final Logger log = LoggerFactory.getLogger(HistoryFile.class);
    private static final int MOST_BYTES = 16 << 20;
    private static final int LONGEST = 16 << 10;

    private final Path file;

    HistoryFile(Path file) {
        this.file = file;
    }

    /// That of the server at `address`, in `folder`.
    static HistoryFile of(Path folder, String address) {
        String name = address.replaceAll("[^A-Za-z0-9.-]", "_");
        String end = Integer.toHexString(address.hashCode()); // two addresses may come to the same name
        return new HistoryFile(folder.resolve("history")
                .resolve(name.substring(Math.max(0, name.length() - 80)) + "-" + end));
    }

    /// The last snippets, oldest first. Makes a file that has grown far longer short again.
    List<String> read(int most) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try {
            List<String> all = new String(OwnFile.read(file, MOST_BYTES), StandardCharsets.UTF_8).lines()
                    .filter(line -> !line.isBlank()).map(HistoryFile::plain).toList();
            List<String> last = all.subList(Math.max(0, all.size() - most), all.size());
            if (all.size() > 2 * most) {
                write(last);
            }
            return last;
        } catch (IOException e) {
            log.warn("the history of the monitor cannot be read: {}", OwnFile.reason(e));
            return List.of();
        }
    }

    /// Adds one at the end.
    void add(String snippet) {
        if (snippet.length() > LONGEST) {
            return;
        }
        try {
            OwnFile.makeFolders(file.getParent(), false);
            try (SeekableByteChannel channel = Files.newByteChannel(file, Set.of(StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND, LinkOption.NOFOLLOW_LINKS), OwnFile.fileMode(file))) {
                channel.write(ByteBuffer.wrap(line(snippet).getBytes(StandardCharsets.UTF_8)));
            }
        } catch (IOException e) {
            log.warn("the history of the monitor cannot be written: {}", OwnFile.reason(e));
        }
    }

    /// Makes it hold these.
    void write(List<String> snippets) {
        String text = snippets.stream().filter(each -> each.length() <= LONGEST).map(HistoryFile::line)
                .collect(Collectors.joining());
        try {
            OwnFile.makeFolders(file.getParent(), false);
            OwnFile.write(file, text.getBytes(StandardCharsets.UTF_8), Optional.empty());
        } catch (IOException e) {
            log.warn("the history of the monitor cannot be written: {}", OwnFile.reason(e));
        }
    }

    /// Removes it.
    void remove() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            log.warn("the history of the monitor cannot be removed: {}", OwnFile.reason(e));
        }
    }

    private static String line(String snippet) {
        return snippet.replace("\\", "\\\\").replace("\r", "").replace("\n", "\\n") + "\n";
    }

    private static String plain(String line) {
        StringBuilder plain = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                i++;
                plain.append(line.charAt(i) == 'n' ? '\n' : line.charAt(i));
            } else {
                plain.append(c);
            }
        }
        return plain.toString();
    }
}
