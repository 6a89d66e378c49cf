package medusa.filesystem;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.OptionalLong;

/// Attributes as `java.nio` tells them.
final class FileAttributes {
    /// Whether files have modes, owners and numbers.
    static final boolean UNIX = FileSystems.getDefault().supportedFileAttributeViews().contains("unix");

    private FileAttributes() {}

    /// Null for a link.
    static Attributes read(Path path) throws IOException {
        BasicFileAttributes basic = Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (basic.isSymbolicLink()) {
            return null;
        }
        if (!UNIX || path.getFileSystem() != FileSystems.getDefault()) {
            return of(basic);
        }
        Map<String, Object> unix = Files.readAttributes(path, "unix:ino,dev,mode,uid,gid,size,lastModifiedTime",
                LinkOption.NOFOLLOW_LINKS);
        long identity = (Long) unix.get("ino") * 31 + (Long) unix.get("dev");
        Attributes.Kind kind = kind(basic);
        return new Attributes(kind, kind == Attributes.Kind.FILE ? (Long) unix.get("size") : 0,
                ((FileTime) unix.get("lastModifiedTime")).toInstant(), identity, (Integer) unix.get("mode") & 07777,
                (Integer) unix.get("uid"), (Integer) unix.get("gid"));
    }

    /// What this user can still write on the disk of a path of the machine. By the old class, since the file stores of `java.nio` look
    /// for a mount of that name, which what is reached by a descriptor has not.
    static OptionalLong room(Path path) {
        File file = path.toFile();
        long usable = file.getUsableSpace();
        return usable > 0 || file.getTotalSpace() > 0 ? OptionalLong.of(usable) : OptionalLong.empty();
    }

    static Attributes of(BasicFileAttributes basic) {
        Attributes.Kind kind = kind(basic);
        long size = kind == Attributes.Kind.FILE ? basic.size() : 0;
        long identity = basic.fileKey() == null ? 0 : basic.fileKey().hashCode();
        return new Attributes(kind, size, basic.lastModifiedTime().toInstant(), identity, -1, -1, -1);
    }

    private static Attributes.Kind kind(BasicFileAttributes basic) {
        if (basic.isRegularFile()) {
            return Attributes.Kind.FILE;
        }
        return basic.isDirectory() ? Attributes.Kind.FOLDER : Attributes.Kind.SPECIAL;
    }
}
