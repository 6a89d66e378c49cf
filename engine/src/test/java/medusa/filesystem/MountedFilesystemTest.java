package medusa.filesystem;

import static medusa.filesystem.Trees.names;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.read;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

class MountedFilesystemTest {
    @TempDir
    Path top;

    private MountedFilesystem files;

    @BeforeEach
    void mount() throws IOException {
        Files.writeString(folder("base").resolve("file"), "base");
        Files.writeString(folder("base/docs").resolve("hidden"), "hidden");
        Files.writeString(folder("docs").resolve("file"), "docs");
        Files.writeString(folder("docs/old").resolve("hidden"), "hidden");
        Files.writeString(folder("old").resolve("file"), "old");
        Files.writeString(folder("far").resolve("file"), "far");
        files = new MountedFilesystem(new RootedFilesystem(top.resolve("base")),
                Map.of(path("/docs"), new RootedFilesystem(top.resolve("docs")),
                        path("/docs/old"), new ReadOnlyFilesystem(new RootedFilesystem(top.resolve("old"))),
                        path("/a/b/far"), new RootedFilesystem(top.resolve("far"))),
                Instant.EPOCH);
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(top.resolve(name));
    }

    @Test
    void theLongestMountCounts() throws Exception {
        assertThat(read(files, "/file")).isEqualTo("base");
        assertThat(read(files, "/docs/file")).isEqualTo("docs");
        assertThat(read(files, "/docs/old/file")).isEqualTo("old");
        assertThat(read(files, "/a/b/far/file")).isEqualTo("far");
        refused(Reason.NOT_FOUND, () -> files.open(path("/docs/hidden")));
        refused(Reason.NOT_FOUND, () -> files.open(path("/docs/old/hidden")));
        refused(Reason.NOT_FOUND, () -> files.attributes(path("/docsx")));
    }

    @Test
    void mountsAreFoldersInTheListingsAboveThem() throws Exception {
        assertThat(names(files, "/")).containsExactly("a", "docs", "file");
        assertThat(names(files, "/docs")).containsExactly("file", "old");
        assertThat(names(files, "/a")).containsExactly("b");
        assertThat(names(files, "/a/b")).containsExactly("far");
        assertThat(names(files, "/a/b/far")).containsExactly("file");
        assertThat(files.attributes(path("/a"))).isEqualTo(Attributes.of(Attributes.Kind.FOLDER, 0, Instant.EPOCH));
        assertThat(files.attributes(path("/docs/old")).isFolder()).isTrue();
        refused(Reason.IS_A_FOLDER, () -> files.open(path("/a/b")));
        refused(Reason.IS_A_FOLDER, () -> files.open(path("/docs")));
    }

    @Test
    void writesGoWhereTheyBelong() throws Exception {
        write(files, "/docs/new", WriteMode.CREATE, "new");
        assertThat(top.resolve("docs/new")).hasContent("new");
        files.rename(path("/docs/new"), path("/docs/newer"), false);
        files.createFolder(path("/docs/sub"));
        files.setModified(path("/docs/sub"), Instant.EPOCH);
        files.setMode(path("/docs/sub"), 0700);
        assertThat(files.attributes(path("/docs/sub")).mode()).isEqualTo(0700);
        assertThat(files.room(path("/docs/sub"))).isPresent();
        assertThat(files.room(path("/a"))).isEmpty();
        files.deleteFolder(path("/docs/sub"));
        files.deleteFile(path("/docs/newer"));
        refused(Reason.READ_ONLY, () -> files.deleteFile(path("/docs/old/file")));
        refused(Reason.NOT_FOUND, () -> files.createFolder(path("/a/new")));
    }

    @Test
    void mountsCannotBeRemovedOrCrossed() {
        for (String fixed : new String[]{"/docs", "/docs/old", "/a", "/a/b", "/a/b/far"}) {
            refused(Reason.DENIED, () -> files.deleteFolder(path(fixed)));
            refused(Reason.DENIED, () -> files.deleteFile(path(fixed)));
            refused(Reason.DENIED, () -> files.rename(path(fixed), path("/x"), false));
            refused(Reason.DENIED, () -> files.rename(path("/file"), path(fixed), true));
            refused(Reason.EXISTS, () -> files.createFolder(path(fixed)));
            refused(Reason.IS_A_FOLDER, () -> files.write(path(fixed), WriteMode.REPLACE));
        }
        refused(Reason.FAILED, () -> files.rename(path("/file"), path("/docs/moved"), false));
        refused(Reason.FAILED, () -> files.rename(path("/docs/file"), path("/docs/old/moved"), false));
    }

    @Test
    void failuresNameThePathThatTheClientUsed() {
        assertThatThrownBy(() -> files.open(path("/docs/none"))).hasMessage("/docs/none: not found");
        assertThatThrownBy(() -> files.list(path("/a/b/far/none"))).hasMessage("/a/b/far/none: not found");
    }
}
