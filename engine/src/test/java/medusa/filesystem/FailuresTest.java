package medusa.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import medusa.filesystem.FilesystemException.Reason;

class FailuresTest {

    private static Reason reason(Exception failure) {
        return Failures.of(failure, VirtualPath.ROOT).reason();
    }

    private static Reason told(String text) {
        return reason(new FileSystemException("/secret/path", null, text));
    }

    @Test
    void systemCallsAndTheirWordsMeanTheSame() {
        for (Errno.Code code : Errno.Code.values()) {
            assertThat(reason(new Errno("call", code.number))).as(code.name()).isEqualTo(code.reason);
            assertThat(told(code.text)).as(code.name()).isEqualTo(code.reason);
        }
        assertThat(reason(new Errno("call", 9999))).isEqualTo(Reason.FAILED);
        assertThat(told("Too many open files in system")).isEqualTo(Reason.BUSY);
        assertThat(told("Aucun espace disponible")).isEqualTo(Reason.FAILED);
        assertThat(told(null)).isEqualTo(Reason.FAILED);
    }

    @Test
    void theWordsAreThoseOfTheLibrary() {
        if (LinuxTree.KNOWN) {
            assertThat(LinuxCalls.text(Errno.Code.ENOSPC.number)).isNotBlank()
                    .isNotEqualTo(LinuxCalls.text(Errno.Code.ENOENT.number));
        }
    }

    @Test
    void exceptionsOfTheLibraryHaveReasons() {
        assertThat(reason(new NoSuchFileException("x"))).isEqualTo(Reason.NOT_FOUND);
        assertThat(reason(new AccessDeniedException("x"))).isEqualTo(Reason.DENIED);
        assertThat(reason(new ReadOnlyFileSystemException())).isEqualTo(Reason.READ_ONLY);
        assertThat(reason(new IOException("No space left on device"))).isEqualTo(Reason.NO_SPACE);
        assertThat(reason(new IllegalStateException())).isEqualTo(Reason.FAILED);
    }

    @Test
    void theMessageNamesTheVirtualPathAlone() {
        assertThat(Failures.of(new NoSuchFileException("/secret/path"), VirtualPath.parse("/a\nb")))
                .hasMessage("/a\\nb: not found");
    }

    @Test
    void aFullDiskRemovesTheTemporaryFileAtOnce() throws Exception {
        List<String> calls = new ArrayList<>();
        SeekableByteChannel full = fake(SeekableByteChannel.class, "write", "No space left on device", null, calls);
        Tree.Node folder = fake(Tree.Node.class, "", "", full, calls);
        TemporaryUpload upload = new TemporaryUpload(VirtualPath.parse("/file"), folder, "file", false, false);
        Trees.refused(Reason.NO_SPACE, () -> upload.write(Trees.bytes("much")));
        upload.close();
        assertThat(calls).containsExactly("createFile", "write", "close", "removeFile", "close");
    }

    /// Notes its calls, fails in one of them, and answers `createFile`.
    private static <T> T fake(Class<T> type, String failing, String text, Object file, List<String> calls) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[]{type}, (_, method, _) -> {
            calls.add(method.getName());
            if (method.getName().equals(failing)) {
                throw new IOException(text);
            }
            return method.getName().equals("createFile") ? file : null;
        }));
    }
}
