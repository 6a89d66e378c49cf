package medusa.filesystem;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// The ways to find files, which must behave alike.
enum Finder {
    /// openat2
    LINUX,
    /// real paths
    PORTABLE;

    RootedFilesystem open(Path root) throws IOException {
        if (this == PORTABLE) {
            return new RootedFilesystem(new PortableTree(root));
        }
        Optional<Tree> tree = LinuxTree.open(root);
        if (tree.isEmpty()) {
            if ("true".equals(System.getenv("CI"))) {
                fail("needs openat2");
            }
            abort("needs openat2");
        }
        return new RootedFilesystem(tree.get());
    }
}
