package medusa.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.filesystem.FilesystemException;
import medusa.filesystem.VirtualFilesystem;
import medusa.filesystem.VirtualPath;

/// CWD, CDUP, PWD, MKD, RMD, DELE, RNFR and RNTO (RFC 959 §4.1, RFC 775).
class TreeCommandsTest {
    private static final String DENIED = "550 Permission denied.";
    private static final String NOTHING = "550 No such file or folder.";

    @TempDir
    Path root;
    private FtpBench ftp;
    private FtpBench.Client anna;

    @BeforeEach
    void start() throws Exception {
        ftp = new FtpBench(root);
        Files.createDirectories(root.resolve("a/b"));
        ftp.write("a/file", "content");
        anna = ftp.login("anna");
        ftp.events.clear();
    }

    @AfterEach
    void stop() throws Exception {
        ftp.close();
    }

    @Test
    void onePathAfterTheOther() throws Exception {
        anna.ask("PWD", "257 \"/\" is the current directory.");
        anna.ask("CWD a", "250 CWD command successful.").ask("CWD b/", "250 CWD command successful.");
        anna.ask("PWD", "257 \"/a/b\" is the current directory.");
        anna.ask("CWD ../../a/./b//..", "250 CWD command successful.");
        anna.ask("XPWD", "257 \"/a\" is the current directory.");
        anna.ask("CDUP", "250 CDUP command successful.").ask("XCUP", "250 XCUP command successful.");
        anna.ask("CWD ../..", "250 CWD command successful.");
        anna.ask("PWD", "257 \"/\" is the current directory.");
        anna.ask("CWD nothing", NOTHING).ask("CWD a/file", "550 It is not a folder.").ask("XCWD shut", DENIED);
        anna.ask("CWD a/file/b", NOTHING);
        anna.ask("PWD", "257 \"/\" is the current directory.");
    }

    @Test
    void foldersAreMadeAndRemoved() throws Exception {
        anna.ask("MKD new", "257 \"/new\" is made.").ask("XMKD new/sub", "257 \"/new/sub\" is made.");
        anna.ask("MKD say \"hi\"", "257 \"/say \"\"hi\"\"\" is made.");
        anna.ask("MKD new", "550 There is something of this name already.");
        anna.ask("MKD a/file", "550 There is something of this name already.");
        anna.ask("MKD /", "550 There is something of this name already.");
        anna.ask("MKD none/sub", NOTHING).ask("MKD a/file/sub", NOTHING);
        anna.ask("RMD new", "550 The folder is not empty.").ask("RMD a/file", "550 It is not a folder.");
        anna.ask("RMD none", NOTHING).ask("RMD /", DENIED);
        anna.ask("RMD new/sub/", "250 RMD command successful.").ask("XRMD new", "250 XRMD command successful.");
        assertThat(root.resolve("new")).doesNotExist();
        assertThat(ftp.events).hasSize(5).contains(
                new FtpEvent.Deleted(ftp.events.getFirst().client(), VirtualPath.parse("/new"), true));
    }

    @Test
    void aFolderThatIsGoneIsNoPlaceToBe() throws Exception {
        anna.ask("CWD a/b", "250 CWD command successful.").ask("RMD .", "250 RMD command successful.");
        anna.ask("PWD", "257 \"/a/b\" is the current directory.").ask("MKD x", NOTHING);
        anna.ask("CDUP", "250 CDUP command successful.").ask("DELE file", "250 DELE command successful.");
    }

    @Test
    void aSlashAtTheEndIsNoFiles() throws Exception {
        for (String command : List.of("RETR a/file/", "STOR a/file/", "STOR a/new/", "APPE a/file/", "SIZE a/file/",
                "DELE a/file/", "HASH a/file/")) {
            anna.passive();
            anna.ask(command, "550 The name of a file has no slash at its end.");
        }
        assertThat(ftp.read("a/file")).isEqualTo("content");
    }

    @Test
    void filesAreDeletedAndLinksNotFollowed() throws Exception {
        Files.createSymbolicLink(root.resolve("link"), Path.of("a/file"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("none"));
        Files.createSymbolicLink(root.resolve("folder"), Path.of("a"));
        anna.ask("DELE a/b", "550 It is a folder.").ask("DELE none", NOTHING).ask("DELE a", "550 It is a folder.");
        anna.ask("DELE a/file/", "550 The name of a file has no slash at its end.");
        for (String link : List.of("link", "dangling", "folder")) {
            anna.ask("DELE " + link, "250 DELE command successful.");
        }
        assertThat(ftp.read("a/file")).isEqualTo("content");
        anna.ask("DELE a/file", "250 DELE command successful.");
        assertThat(root.resolve("a/file")).doesNotExist();
    }

    private void rename(String from, String to, String reply) throws Exception {
        anna.ask("RNFR " + from, "350 RNFR file exists, ready for destination name.").ask("RNTO " + to, reply);
    }

    @Test
    void filesAndFoldersAreRenamed() throws Exception {
        rename("a/file", "a/b/moved", "250 RNTO command successful.");
        rename("a", "c", "250 RNTO command successful.");
        assertThat(ftp.read("c/b/moved")).isEqualTo("content");
        ftp.write("old", "old");
        rename("c/b/moved", "old", "250 RNTO command successful.");
        assertThat(ftp.read("old")).isEqualTo("content");
        rename("old", "old", "250 RNTO command successful.");
        assertThat(ftp.read("old")).isEqualTo("content");
        assertThat(ftp.events).hasSize(4).allMatch(FtpEvent.Renamed.class::isInstance);
    }

    @Test
    void whatCannotBeRenamedStays() throws Exception {
        Files.createDirectory(root.resolve("empty"));
        rename("a/file", "empty", "550 There is something of this name already.");
        rename("a", "empty", "550 There is something of this name already.");
        rename("a", "a/b/a", "553 Nothing can be moved into itself.");
        rename("a", "none/a", NOTHING);
        rename("a", "shut/a", DENIED);
        rename("a/file", ".medusa-upload-1", DENIED);
        rename("a/file", "x".repeat(300), "553 The name is too long.");
        anna.ask("RNFR none", NOTHING).ask("RNFR /", "550 The top of the tree stays where it is.");
        anna.ask("RNFR a/file/", "550 The name of a file has no slash at its end.");
        anna.ask("RNTO x", "503 RNTO command unexpected: RNFR has to come right before it.");
        anna.ask("RNFR a/file", "350 RNFR file exists, ready for destination name.")
                .ask("PWD", "257 \"/\" is the current directory.")
                .ask("RNTO x", "503 RNTO command unexpected: RNFR has to come right before it.");
        assertThat(ftp.read("a/file")).isEqualTo("content");
        assertThat(ftp.events).isEmpty();
    }

    @Test
    void whoMayNotIsRefusedBeforeAnythingIsSaid() throws Exception {
        FtpBench.Client guest = ftp.guest();
        ftp.write("box/there", "");
        for (String command : List.of("MKD x", "RMD a/b", "DELE a/file", "DELE none", "RNFR a/file", "RNFR box/there",
                "DELE box/there", "MKD shut/x", "RNTO x")) {
            guest.ask(command, DENIED);
        }
        guest.ask("MKD box/new", "257 \"/box/new\" is made.");
    }

    @Test
    void namesThatTheServerKeepsForItselfAreNobodys() throws Exception {
        ftp.write("a/.medusa-upload-x", "half");
        anna.ask("MKD .medusa-upload-y", DENIED).ask("DELE a/.medusa-upload-x", NOTHING);
        anna.ask("RNFR a/.medusa-upload-x", NOTHING).ask("CWD a/.medusa-upload-x", NOTHING);
        anna.ask("SIZE a/.medusa-upload-x", NOTHING);
        assertThat(anna.fetch("NLST -a a")).isEqualTo("a/.\r\na/..\r\na/b\r\na/file\r\n");
    }

    /// As the system does for a folder whose mode lets others see that it is there, and no more.
    @Test
    void whatMayNotBeEnteredIsNoPlaceToBe() throws Exception {
        try (FtpBench closed = new FtpBench(root, FtpBench.RIGHTS, TreeCommandsTest::closed)) {
            closed.login("anna").ask("CWD a", DENIED).ask("CWD box", "250 CWD command successful.").ask("PWD",
                    "257 \"/box\" is the current directory.");
        }
    }

    /// Lets nobody into `/a`.
    private static VirtualFilesystem closed(VirtualFilesystem files) {
        return (VirtualFilesystem) Proxy.newProxyInstance(VirtualFilesystem.class.getClassLoader(),
                new Class<?>[]{VirtualFilesystem.class}, (_, method, arguments) -> {
                    if (method.getName().equals("attributes")
                            && ((VirtualPath) arguments[0]).parent().equals(VirtualPath.parse("/a"))) {
                        throw new FilesystemException(FilesystemException.Reason.DENIED, (VirtualPath) arguments[0],
                                null);
                    }
                    try {
                        return method.invoke(files, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
