package medusa.filesystem;

import static medusa.filesystem.Trees.names;
import static medusa.filesystem.Trees.path;
import static medusa.filesystem.Trees.refused;
import static medusa.filesystem.Trees.write;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.FilesystemException.Reason;
import medusa.filesystem.VirtualFilesystem.WriteMode;

class DotlessFilesystemTest {
    @TempDir
    Path root;
    private VirtualFilesystem files;

    @BeforeEach
    void plant() throws Exception {
        for (String folder : new String[]{".git", "open/.deep", "empty"}) {
            Files.createDirectories(root.resolve(folder));
            Files.writeString(root.resolve(folder + "/file"), "x");
        }
        Files.createSymbolicLink(root.resolve("open/link"), Path.of("../.git/file"));
        Files.createSymbolicLink(root.resolve("open/other"), Path.of("../empty/file"));
        files = new DotlessFilesystem(new RootedFilesystem(root));
    }

    @Test
    void listsNoneOfThem() throws Exception {
        assertThat(names(files, "/")).containsExactly("empty", "open");
        assertThat(names(files, "/open")).containsExactly("link", "other");
        try (Listing listing = files.list(path("/open"))) {
            listing.forEachRemaining(entry -> assertThat(entry.link())
                    .isEqualTo(entry.name().equals("link") ? "" : "../empty/file"));
        }
        assertThat(Trees.read(files, "/open/link")).isEqualTo("x");
    }

    @Test
    void findsNoneOfThem() {
        for (String name : new String[]{"/.git", "/.git/file", "/open/.deep/file", "/.none"}) {
            VirtualPath path = path(name);
            refused(Reason.NOT_FOUND, () -> files.attributes(path));
            refused(Reason.NOT_FOUND, () -> files.locate(path));
            refused(Reason.NOT_FOUND, () -> files.list(path));
            refused(Reason.NOT_FOUND, () -> files.open(path));
            refused(Reason.NOT_FOUND, () -> files.usage(path));
            refused(Reason.NOT_FOUND, () -> files.room(path));
            refused(Reason.NOT_FOUND, () -> files.deleteFile(path));
            refused(Reason.NOT_FOUND, () -> files.deleteFolder(path));
            refused(Reason.NOT_FOUND, () -> files.rename(path, path("/taken"), true));
            refused(Reason.NOT_FOUND, () -> files.setModified(path, Instant.EPOCH));
            refused(Reason.NOT_FOUND, () -> files.setMode(path, 0777));
        }
    }

    @Test
    void makesNoneOfThem() throws Exception {
        for (WriteMode mode : WriteMode.values()) {
            refused(Reason.DENIED, () -> write(files, "/.new", mode, "x"));
            refused(Reason.DENIED, () -> write(files, "/.git/file", mode, "y"));
        }
        refused(Reason.DENIED, () -> files.createFolder(path("/.new")));
        refused(Reason.DENIED, () -> files.rename(path("/empty/file"), path("/.file"), true));
        write(files, "/new", WriteMode.CREATE, "x");
        assertThat(names(files, "/")).containsExactly("empty", "new", "open");
        assertThat(root.resolve(".git/file")).hasContent("x");
    }
}
