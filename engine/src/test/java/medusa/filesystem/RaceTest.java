package medusa.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.reactor.Descriptors;

/// Nothing outside of the root is read, listed or written, whatever is exchanged meanwhile. The profile `nightly` runs it
/// for a million operations.
class RaceTest {
    private static final int OPERATIONS = Integer.getInteger("medusa.race.operations", 20_000);
    /// The control needs some hundred at most; what it needs otherwise is never reached.
    private static final int BOUND = 3_000_000;

    @TempDir
    Path top;

    @Test
    void nothingLeadsOutside() throws Exception {
        Race race = new Race(top);
        RootedFilesystem files = Finder.LINUX.open(race.root());
        long before = Descriptors.inUse().orElse(0);
        assertThat(race.run(files, OPERATIONS, true)).isEmpty();
        assertThat(race.worked).as("operations that worked").hasPositiveValue();
        assertThat(race.refused).as("operations that were refused").hasPositiveValue();
        assertThat(race.swaps).as("swaps").hasPositiveValue();
        assertThat(Descriptors.inUse().orElse(0)).as("descriptors").isLessThanOrEqualTo(before);
        try (Stream<Path> all = Files.walk(top)) {
            assertThat(all.map(Path::getFileName).map(Path::toString)).noneMatch(Temporary::is);
        }
    }

    /// The control: the same race catches a filesystem that checks a path first and opens it later.
    @Test
    void theRaceCatchesACheckBeforeTheUse() throws Exception {
        Race race = new Race(top);
        List<String> leaks = race.run(new CheckThenOpen(race.root()), BOUND, false);
        assertThat(leaks).isNotEmpty().noneMatch(leak -> leak.startsWith("broke") || leak.startsWith("swapping"));
    }

    /// As many servers do it.
    private record CheckThenOpen(Path root) implements VirtualFilesystem {

        private Path check(VirtualPath path) throws FilesystemException {
            return Tree.Work.on(path, () -> {
                Path real = root.resolve(path.toString().substring(1));
                if (!real.toRealPath().startsWith(root.toRealPath())) {
                    throw Failures.of(FilesystemException.Reason.NOT_FOUND, path);
                }
                return real;
            });
        }

        @Override
        public Attributes attributes(VirtualPath path) throws FilesystemException {
            Path real = check(path);
            return Tree.Work.on(path, () -> FileAttributes
                    .of(Files.readAttributes(real, java.nio.file.attribute.BasicFileAttributes.class)));
        }

        @Override
        public Listing list(VirtualPath folder) throws FilesystemException {
            Path real = check(folder);
            return Tree.Work.on(folder, () -> {
                try (Stream<Path> entries = Files.list(real)) {
                    return Listing.of(entries.map(entry -> new Listing.Entry(entry.getFileName().toString(),
                            Attributes.of(Attributes.Kind.FILE, 0, java.time.Instant.EPOCH))).toList());
                }
            });
        }

        @Override
        public OpenFile open(VirtualPath file) throws FilesystemException {
            Path real = check(file);
            return Tree.Work.on(file, () -> {
                if (!Files.isRegularFile(real)) {
                    throw Failures.of(FilesystemException.Reason.SPECIAL, file);
                }
                try (FileChannel channel = FileChannel.open(real)) {
                    Attributes attributes = Attributes.of(Attributes.Kind.FILE, channel.size(),
                            java.time.Instant.EPOCH);
                    return OpenFile.of(attributes, Files.readAllBytes(real));
                } catch (IOException e) {
                    throw Failures.of(e, file);
                }
            });
        }
    }
}
