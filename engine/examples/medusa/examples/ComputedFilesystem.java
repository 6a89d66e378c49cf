package medusa.examples;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import medusa.filesystem.Attributes;
import medusa.filesystem.FilesystemException;
import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.Listing;
import medusa.filesystem.OpenFile;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// Files that are on no disk: `/primes.txt`, and `/times/7.txt` for each number up to twelve. Each is computed when it is
/// asked for; HTTP and FTP serve it like any other. What it does not override refuses: nobody can write here.
public final class ComputedFilesystem implements VirtualFilesystem {
    private final Instant started = Instant.now();
    private final Map<VirtualPath, Supplier<String>> files = new LinkedHashMap<>();

    /// All the files there are.
    public ComputedFilesystem() {
        files.put(VirtualPath.parse("/primes.txt"), () -> lines(IntStream.range(2, 1000)
                .filter(n -> IntStream.range(2, n).noneMatch(d -> n % d == 0)).mapToObj(n -> "" + n).toList()));
        for (int i = 1; i <= 12; i++) {
            int n = i;
            files.put(VirtualPath.parse("/times/" + n + ".txt"), () -> lines(
                    IntStream.rangeClosed(1, 12).mapToObj(m -> m + " x " + n + " = " + m * n).toList()));
        }
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    @Override
    public Attributes attributes(VirtualPath path) throws FilesystemException {
        if (files.containsKey(path)) {
            return open(path).attributes();
        }
        if (files.keySet().stream().anyMatch(file -> file.startsWith(path))) {
            return Attributes.of(Attributes.Kind.FOLDER, 0, started);
        }
        throw new FilesystemException(Reason.NOT_FOUND, path, null);
    }

    @Override
    public Listing list(VirtualPath folder) throws FilesystemException {
        if (!attributes(folder).isFolder()) {
            throw new FilesystemException(Reason.NOT_A_FOLDER, folder, null);
        }
        Map<String, Attributes> entries = new TreeMap<>();
        for (VirtualPath file : files.keySet()) {
            if (file.startsWith(folder)) {
                String name = file.below(folder).names().getFirst();
                entries.put(name, attributes(folder.resolve(name)));
            }
        }
        return Listing.of(entries.entrySet().stream().map(e -> new Listing.Entry(e.getKey(), e.getValue())).toList());
    }

    @Override
    public OpenFile open(VirtualPath file) throws FilesystemException {
        if (!files.containsKey(file)) {
            throw new FilesystemException(attributes(file).isFolder() ? Reason.IS_A_FOLDER : Reason.NOT_FOUND, file, null);
        }
        byte[] text = files.get(file).get().getBytes(StandardCharsets.UTF_8);
        return OpenFile.of(Attributes.of(Attributes.Kind.FILE, text.length, started), text);
    }
}
