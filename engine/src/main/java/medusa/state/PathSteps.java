package medusa.state;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The way that the kernel takes to a path, symbolic links followed.
///
/// @param steps in order; each but the last leads into a folder, or is a link
/// @param end   where the path leads, no link any more
public record PathSteps(List<Step> steps, Path end) {
    /// As many links as Linux follows in one path.
    private static final int MAX_LINKS = 40;

    /// @param folder where it is looked for, without links in it
    /// @param entry  what is found there, perhaps a link
    public record Step(Path folder, Path entry) {}

    /// @param steps copied
    public PathSteps {
        steps = List.copyOf(steps);
    }

    /// Finds the way. What is missing counts as being there.
    ///
    /// @throws IOException if links lead in a circle, or one cannot be read
    public static PathSteps to(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        Deque<Path> names = new ArrayDeque<>();
        absolute.forEach(names::addLast);
        Path at = absolute.getRoot();
        List<Step> steps = new ArrayList<>();
        int links = 0;
        while (!names.isEmpty()) {
            Path next = step(at, names.removeFirst());
            steps.add(new Step(at, next));
            if (!Files.isSymbolicLink(next)) {
                at = next;
                continue;
            }
            if (++links > MAX_LINKS) {
                throw new FileSystemLoopException(path.toString());
            }
            Path target = Files.readSymbolicLink(next);
            at = target.isAbsolute() ? target.getRoot() : at;
            for (int i = target.getNameCount() - 1; i >= 0; i--) {
                names.addFirst(target.getName(i));
            }
        }
        return new PathSteps(steps, at);
    }

    private static Path step(Path at, Path name) {
        return switch (name.toString()) {
            case "", "." -> at;
            case ".." -> at.getParent() == null ? at : at.getParent();
            default -> at.resolve(name);
        };
    }
}
