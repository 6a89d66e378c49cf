package medusa.filesystem;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import medusa.filesystem.FilesystemException.Reason;

/// A system call's own failure, before it is known which virtual path it belongs to. Without a stack trace, since a server
/// meets many and the [FilesystemException] made of it has one.
final class Errno extends IOException {
    private static final long serialVersionUID = 1;

    /// The numbers that mean something to a client; the same on every architecture that [LinuxCalls] knows.
    ///
    /// The texts are those of the C library, in which `java.nio` tells most of them.
    enum Code {
        EPERM(1, Reason.DENIED, "Operation not permitted"),
        ENOENT(2, Reason.NOT_FOUND, "No such file or directory"),
        EINTR(4, Reason.FAILED, "Interrupted system call"),
        EAGAIN(11, Reason.BUSY, "Resource temporarily unavailable"),
        EACCES(13, Reason.DENIED, "Permission denied"),
        EBUSY(16, Reason.DENIED, "Device or resource busy"),
        EEXIST(17, Reason.EXISTS, "File exists"),
        EXDEV(18, Reason.FAILED, "Invalid cross-device link"),
        ENOTDIR(20, Reason.NOT_A_FOLDER, "Not a directory"),
        EISDIR(21, Reason.IS_A_FOLDER, "Is a directory"),
        EINVAL(22, Reason.FAILED, "Invalid argument"),
        ENFILE(23, Reason.BUSY, "Too many open files in system"),
        EMFILE(24, Reason.BUSY, "Too many open files"),
        EFBIG(27, Reason.NO_SPACE, "File too large"),
        ENOSPC(28, Reason.NO_SPACE, "No space left on device"),
        EROFS(30, Reason.READ_ONLY, "Read-only file system"),
        ENAMETOOLONG(36, Reason.NAME_TOO_LONG, "File name too long"),
        ENOSYS(38, Reason.FAILED, "Function not implemented"),
        ENOTEMPTY(39, Reason.NOT_EMPTY, "Directory not empty"),
        ELOOP(40, Reason.NOT_FOUND, "Too many levels of symbolic links"),
        ESTALE(116, Reason.NOT_FOUND, "Stale file handle"),
        EDQUOT(122, Reason.NO_SPACE, "Disk quota exceeded");

        private static final Map<Integer, Code> BY_NUMBER = Arrays.stream(values())
                .collect(Collectors.toUnmodifiableMap(code -> code.number, Function.identity()));

        final int number;
        final Reason reason;
        final String text;

        Code(int number, Reason reason, String text) {
            this.number = number;
            this.reason = reason;
            this.text = text;
        }
    }

    private final int number;

    Errno(String call, int number) {
        super(call + ": " + describe(number));
        this.number = number;
    }

    private static String describe(int number) {
        Code code = Code.BY_NUMBER.get(number);
        return code == null ? "error " + number : code.text;
    }

    boolean is(Code code) {
        return number == code.number;
    }

    Reason reason() {
        Code code = Code.BY_NUMBER.get(number);
        return code == null ? Reason.FAILED : code.reason;
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
