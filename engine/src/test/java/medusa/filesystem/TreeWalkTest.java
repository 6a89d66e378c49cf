package medusa.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a walk through a large tree takes.
class TreeWalkTest {
    private static final TreeWalk.Bounds FEW = new TreeWalk.Bounds(3, 4);

    @TempDir
    private Path root;
    private Tree tree;
    private int open;
    private int mostOpen;
    private final List<String> seen = new ArrayList<>();

    @BeforeEach
    void open() throws IOException {
        Tree disk = LinuxTree.open(root).orElseGet(() -> {
            try {
                return new PortableTree(root);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        tree = watched(Tree.class, disk);
    }

    /// Counts the folders that are held.
    private <T> T watched(Class<T> type, Object inner) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, arguments) -> {
            Object result;
            try {
                result = method.invoke(inner, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
            if (result instanceof Tree.Node) {
                mostOpen = Math.max(mostOpen, ++open);
                return watched(Tree.Node.class, result);
            }
            open -= method.getName().equals("close") ? 1 : 0;
            return result;
        }));
    }

    private boolean walk(TreeWalk.Bounds bounds, int most) {
        return new TreeWalk(tree, (_, name, _) -> seen.add(name), bounds).run(VirtualPath.ROOT, most);
    }

    @Test
    void aWideTreeIsNotHeldAtOnce() throws IOException {
        for (int i = 0; i < 100; i++) {
            Files.createDirectories(root.resolve(i + "/inner"));
        }
        assertThat(walk(FEW, 1000)).isTrue();
        assertThat(seen).hasSize(200);
        assertThat(mostOpen).isEqualTo(3);
        assertThat(open).isZero();
    }

    @Test
    void aDeepTreeIsWalkedToItsEnd() throws IOException {
        String deep = String.join("/", IntStream.range(0, 200).mapToObj(Integer::toString).toList());
        Files.createDirectories(root.resolve(deep));
        Files.writeString(root.resolve(deep).resolve("end"), "");
        assertThat(walk(FEW, 1000)).isTrue();
        assertThat(seen).hasSize(201).contains("end");
        assertThat(mostOpen).isEqualTo(3);
        assertThat(open).isZero();
    }

    @Test
    void aTreeThatIsBothIsGivenUp() throws IOException {
        for (int i = 0; i < 4; i++) {
            Files.createDirectories(root.resolve("a/b/" + i));
        }
        assertThat(walk(FEW, 1000)).isTrue();
        assertThat(seen).hasSize(6);
        Files.createDirectories(root.resolve("a/b/more"));
        assertThat(walk(FEW, 1000)).isFalse();
        assertThat(open).isZero();
    }

    @Test
    void aWalkEndsAfterSoMany() throws IOException {
        for (int i = 0; i < 5; i++) {
            Files.writeString(root.resolve("file" + i), "");
        }
        assertThat(walk(FEW, 5)).isTrue();
        seen.clear();
        assertThat(walk(FEW, 4)).isFalse();
        assertThat(seen).hasSize(4);
    }
}
