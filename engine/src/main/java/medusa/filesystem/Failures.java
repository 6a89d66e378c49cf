package medusa.filesystem;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import medusa.filesystem.FilesystemException.Reason;

/// Turns the failures of system calls and of `java.nio` into [FilesystemException]s, in this one place.
final class Failures {
    /// What `java.nio` has no exception of its own for, it tells in the words of the C library.
    private static final Map<String, Reason> ENGLISH = Stream.of(Errno.Code.values())
            .collect(Collectors.toUnmodifiableMap(code -> code.text, code -> code.reason));

    private Failures() {}

    static FilesystemException of(Exception failure, VirtualPath path) {
        if (failure instanceof FilesystemException known) {
            return known;
        }
        return new FilesystemException(reason(failure), path, failure);
    }

    static FilesystemException of(Reason reason, VirtualPath path) {
        return new FilesystemException(reason, path, null);
    }

    private static Reason reason(Exception failure) {
        return switch (failure) {
            case Errno errno -> errno.reason();
            case NoSuchFileException _,FileSystemLoopException _ -> Reason.NOT_FOUND;
            case AccessDeniedException _ -> Reason.DENIED;
            case FileAlreadyExistsException _ -> Reason.EXISTS;
            case DirectoryNotEmptyException _ -> Reason.NOT_EMPTY;
            case NotDirectoryException _ -> Reason.NOT_A_FOLDER;
            case FileSystemException known -> told(known.getReason());
            case IOException other -> told(other.getMessage());
            case ReadOnlyFileSystemException _,UnsupportedOperationException _ -> Reason.READ_ONLY;
            default -> Reason.FAILED;
        };
    }

    private static Reason told(String text) {
        if (text == null) {
            return Reason.FAILED;
        }
        Reason reason = find(ENGLISH, text);
        return reason != null ? reason : Objects.requireNonNullElse(find(LocalTexts.REASONS, text), Reason.FAILED);
    }

    /// The JDK adds words of its own to some.
    private static Reason find(Map<String, Reason> texts, String text) {
        return texts.entrySet().stream().filter(known -> text.startsWith(known.getKey())).map(Map.Entry::getValue)
                .findFirst().orElse(null);
    }

    /// The same texts in the language that the process runs in.
    private static final class LocalTexts {
        static final Map<String, Reason> REASONS = read();

        private static Map<String, Reason> read() {
            if (!LinuxTree.KNOWN) {
                return Map.of();
            }
            try {
                return Stream.of(Errno.Code.values())
                        .collect(Collectors.toMap(code -> LinuxCalls.text(code.number), code -> code.reason,
                                (a, _) -> a));
            } catch (RuntimeException | LinkageError e) {
                return Map.of(); // native access is not allowed: English alone then
            }
        }
    }
}
