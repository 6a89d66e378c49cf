package medusa.installer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

import medusa.installer.Distribution.Server;

/// The packaged server with FTP alone and one user who may do everything, and clients that are run by shell scripts: a script has
/// `$PORT`, `$URL` with name and password in it, and `$ROOT`, which is the server's; it is run in `here`, which is the client's.
/// Names within scripts are UTF-8, whatever the locale of the tests is.
final class FtpSite implements AutoCloseable {
    static final String USER = "anna";
    static final String PASSWORD = "Secret-12";
    /// Makes a folder full of names that are hard to write, and of contents that are easily spoiled.
    private static final String TREE = """
            mkdir -p "$1/sub folder/deeper" "$1/empty"
            cd "$1"
            : > nothing
            printf x > one
            printf 'a\\r\\nb\\nc\\r\\0d' > text.txt
            seq 1 500000 > large
            gzip -n < large > 'binary #1.gz'
            printf u > 'gr\u00fcn \u6f22\u5b57.txt'
            printf q > 'quotes "two" and '\\''one'\\'
            printf d > ./-dash
            printf p > '100%25 & more+=;,!$(x)'
            i=0
            while [ $i -lt 40 ]; do i=$((i + 1)); echo $i > "sub folder/deeper/file $i"; done
            """;

    final Path folder;
    final Path root;
    final Path here;
    final Server server;

    /// @param folder an empty one
    FtpSite(Path folder, String... more) throws Exception {
        this.folder = folder;
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x")); // for whom the server becomes
        root = folder.resolve("root");
        if (!Files.exists(root)) { // unless there was a server before
            Distribution.give(Files.createDirectory(root));
            Files.createDirectory(folder.resolve("home"));
            Files.createDirectory(folder.resolve("here"));
            Path users = folder.resolve("users");
            Distribution.passwd(users, USER, PASSWORD);
            Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-r--r--")); // root's, for nobody
        }
        here = folder.resolve("here");
        List<String> options = new ArrayList<>(List.of("--root", root.toString(), "--http", "off", "--ftp",
                "127.0.0.1:0", "--users", folder.resolve("users").toString(), "--writable"));
        options.addAll(List.of(more));
        server = new Server(folder, options.toArray(String[]::new));
    }

    int port() {
        return server.port("ftp");
    }

    /// What the script has written.
    ///
    /// @throws AssertionError if any command of it fails
    String sh(String script) throws Exception {
        return sh(script, new String[0]);
    }

    private String sh(String script, String... arguments) throws Exception {
        Path file = Files.writeString(folder.resolve("script"), "set -eu\n" + script);
        List<String> command = new ArrayList<>(List.of("LC_ALL=C.UTF-8", "HOME=" + folder.resolve("home"),
                "PORT=" + port(), "URL=ftp://" + USER + ":" + PASSWORD + "@127.0.0.1:" + port(), "ROOT=" + root, "sh",
                file.toString()));
        command.addAll(List.of(arguments));
        try {
            return Tool.require("env").run(here, command.toArray(String[]::new));
        } catch (AssertionError e) {
            throw new AssertionError(script + "\n" + server.log(), e);
        }
    }

    /// Makes a tree in a folder that is not there yet.
    void plant(Path tree) throws Exception {
        sh(TREE, tree.toString());
        if (tree.startsWith(root)) {
            giveAll(tree);
        }
    }

    /// Gives the server all that is there.
    void giveAll(Path tree) throws Exception {
        if ("root".equals(System.getProperty("user.name"))) {
            Tool.require("chown").run(folder, "-R", "nobody", tree.toString());
        }
    }

    /// A line for each file below a folder, with its digest, and for each folder.
    String digest(Path tree) throws Exception {
        return sh("""
                cd "$1"
                find . -type d | LC_ALL=C sort
                find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum
                """, tree.toString());
    }

    /// The same for one file.
    String digestOf(Path file) throws Exception {
        return sh("sha256sum < \"$1\"", file.toString());
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
