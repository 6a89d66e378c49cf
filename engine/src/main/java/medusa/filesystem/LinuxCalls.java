package medusa.filesystem;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/// The system calls of Linux that work below an open folder, which `java.nio` has not got or not without a race.
///
/// They go through the one function `syscall`, since C libraries know openat2 by no name, and the persona of a thread is not
/// their business. To load this class takes a tenth of a second, and only [LinuxTree#KNOWN] machines can. Paths and names have one character for each byte. Any thread; may block for as long as the disk does.
final class LinuxCalls {
    private static final boolean ARM = LinuxTree.ARM;

    private static final int OPENAT2 = 437;
    private static final int CLOSE = ARM ? 57 : 3;
    private static final int STATX = ARM ? 291 : 332;
    private static final int READLINKAT = ARM ? 78 : 267;
    private static final int MKDIRAT = ARM ? 34 : 258;
    private static final int UNLINKAT = ARM ? 35 : 263;
    private static final int LINKAT = ARM ? 37 : 265;
    private static final int RENAMEAT2 = ARM ? 276 : 316;
    private static final int UTIMENSAT = ARM ? 88 : 280;

    /// Pins a file or folder without opening it: nothing can be read or written through it, and no device or FIFO notices.
    static final int PIN = 010000000;
    static final int FOLDER_ONLY = ARM ? 040000 : 0200000;
    /// If the last name is a link, the link itself is meant.
    static final int NO_FOLLOW = ARM ? 0100000 : 0400000;
    private static final int CREATE_NEW = 01 | 0100 | 0200; // for writing
    private static final int CLOSE_ON_EXEC = 02000000;

    private static final int RESOLVE_NO_MAGIC_LINKS = 0x02;
    private static final int RESOLVE_BENEATH = 0x08;
    private static final int OPEN_HOW_SIZE = 24;

    private static final int CURRENT_FOLDER = -100;
    private static final int LINK_ITSELF = 0x100;
    private static final int REMOVE_FOLDER = 0x200;
    private static final int EMPTY_PATH = 0x1000;
    private static final int NO_REPLACE = 1;
    private static final int LONGEST_PATH = 4096;

    private static final int STAT_SIZE = 256;
    /// More than `struct passwd` and `struct group` have.
    private static final int RECORD_SIZE = 128;
    /// For the strings in them; a group with too many members for it stays without its name.
    private static final int STRINGS_SIZE = 64 << 10;
    private static final int STAT_BASIC_AND_BIRTH = 0xfff;
    private static final int STAT_BIRTH = 0x800;

    private static final ValueLayout.OfInt ERRNO = JAVA_INT;
    private static final MethodHandle SYSCALL = function("syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG,
                    JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1),
            Linker.Option.captureCallState("errno"));

    private LinuxCalls() {}

    /// Does what the first call would have to wait for.
    static void load() {
        try {
            close(-1);
        } catch (LinkageError | IllegalCallerException e) {
            // Whoever makes the first real call finds out too.
        }
    }

    /// What `statx` tells.
    ///
    /// @param link whether it is a symbolic link, which only a look without following one finds
    record Stat(Attributes attributes, boolean link) {}

    /// Opens a folder by its path in the whole machine, as [#PIN].
    static int pinFolder(String path) throws Errno {
        return open(CURRENT_FOLDER, path, PIN | FOLDER_ONLY, 0, 0);
    }

    /// Opens what `path` leads to; links are followed unless they lead above `folder`.
    static int open(int folder, String path, int flags) throws Errno {
        return open(folder, path, flags, 0, RESOLVE_BENEATH | RESOLVE_NO_MAGIC_LINKS);
    }

    /// Makes a file, open for writing; fails if there is anything of this name.
    static int create(int folder, String name, int mode) throws Errno {
        return open(folder, name, CREATE_NEW | NO_FOLLOW, mode, RESOLVE_BENEATH | RESOLVE_NO_MAGIC_LINKS);
    }

    private static int open(int folder, String path, int flags, int mode, int resolve) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment how = arena.allocate(JAVA_LONG, 3);
            how.setAtIndex(JAVA_LONG, 0, flags | CLOSE_ON_EXEC);
            how.setAtIndex(JAVA_LONG, 1, mode);
            how.setAtIndex(JAVA_LONG, 2, resolve);
            return (int) call(arena, "openat2", OPENAT2, folder, string(arena, path), how.address(), OPEN_HOW_SIZE, 0);
        }
    }

    /// Never to be called twice: the number may be another's by then.
    static void close(int descriptor) {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "close", CLOSE, descriptor, 0, 0, 0, 0);
        } catch (Errno e) {
            // Linux frees the number whatever it says, and a pinned file has nothing to lose.
        }
    }

    /// Of an open file, or if `name` is not empty, of what has this name in an open folder, a link not followed.
    static Stat stat(int descriptor, String name) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(STAT_SIZE, Long.BYTES);
            call(arena, "statx", STATX, descriptor, string(arena, name), EMPTY_PATH | LINK_ITSELF, STAT_BASIC_AND_BIRTH,
                    into.address());
            return decode(into);
        }
    }

    /// The layout of `struct statx`.
    private static Stat decode(MemorySegment stat) {
        int mode = Short.toUnsignedInt(stat.get(JAVA_SHORT, 28));
        Attributes.Kind kind = switch (mode & 0170000) {
            case 0100000 -> Attributes.Kind.FILE;
            case 0040000 -> Attributes.Kind.FOLDER;
            default -> Attributes.Kind.SPECIAL;
        };
        long identity = stat.get(JAVA_LONG, 32) * 31 + stat.get(JAVA_LONG, 136);
        if ((stat.get(JAVA_INT, 0) & STAT_BIRTH) != 0) {
            // A file system gives the number of a deleted file to the next one.
            identity = (identity * 31 + stat.get(JAVA_LONG, 80)) * 31 + stat.get(JAVA_INT, 88);
        }
        Attributes attributes = new Attributes(kind, kind == Attributes.Kind.FILE ? stat.get(JAVA_LONG, 40) : 0,
                Instant.ofEpochSecond(stat.get(JAVA_LONG, 112), stat.get(JAVA_INT, 120)), identity, mode & 07777,
                stat.get(JAVA_INT, 20), stat.get(JAVA_INT, 24));
        return new Stat(attributes, (mode & 0170000) == 0120000);
    }

    /// Where a link leads.
    static String readLink(int folder, String name) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment into = arena.allocate(LONGEST_PATH);
            long length = call(arena, "readlinkat", READLINKAT, folder, string(arena, name), into.address(),
                    LONGEST_PATH,
                    0);
            return new String(into.asSlice(0, length).toArray(JAVA_BYTE), StandardCharsets.ISO_8859_1);
        }
    }

    static void createFolder(int folder, String name, int mode) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "mkdirat", MKDIRAT, folder, string(arena, name), mode, 0, 0);
        }
    }

    static void removeFile(int folder, String name) throws Errno {
        remove(folder, name, 0);
    }

    static void removeFolder(int folder, String name) throws Errno {
        remove(folder, name, REMOVE_FOLDER);
    }

    private static void remove(int folder, String name, int flags) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "unlinkat", UNLINKAT, folder, string(arena, name), flags, 0, 0);
        }
    }

    /// A second name for the same file; fails if there is anything of this name.
    static void link(int folder, String name, int toFolder, String toName) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "linkat", LINKAT, folder, string(arena, name), toFolder, string(arena, toName), 0);
        }
    }

    /// @param replace otherwise it fails if there is anything of this name, and with EINVAL where the file system cannot tell
    static void rename(int folder, String name, int toFolder, String toName, boolean replace) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            call(arena, "renameat2", RENAMEAT2, folder, string(arena, name), toFolder, string(arena, toName),
                    replace ? 0 : NO_REPLACE);
        }
    }

    /// Sets the time of last modification, and leaves that of the last access.
    static void setModified(String path, Instant time) throws Errno {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment times = arena.allocate(JAVA_LONG, 4);
            times.setAtIndex(JAVA_LONG, 1, (1L << 30) - 2); // UTIME_OMIT
            times.setAtIndex(JAVA_LONG, 2, time.getEpochSecond());
            times.setAtIndex(JAVA_LONG, 3, time.getNano());
            call(arena, "utimensat", UTIMENSAT, CURRENT_FOLDER, string(arena, path), times.address(), 0, 0);
        }
    }

    /// The name of a user or a group, as whatever the C library asks knows it; null for none.
    ///
    /// @param function `getpwuid_r` or `getgrgid_r`: what both find begins with the name
    static String name(String function, int id) {
        MethodHandle look = function(function,
                FunctionDescriptor.of(JAVA_INT, JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment record = arena.allocate(RECORD_SIZE, Long.BYTES);
            MemorySegment found = arena.allocate(ADDRESS);
            int error = (int) look.invokeExact(id, record, arena.allocate(STRINGS_SIZE), (long) STRINGS_SIZE, found);
            boolean none = error != 0 || found.get(ADDRESS, 0).address() == 0;
            return none ? null : cString(record.get(ADDRESS, 0));
        } catch (Throwable e) {
            throw new LinkageError(function, e);
        }
    }

    /// What the C library says of an error number, in the language of the process: the words that `java.nio` uses.
    static String text(int errno) {
        MethodHandle strerror = function("strerror", FunctionDescriptor.of(ADDRESS, JAVA_INT));
        try {
            return cString((MemorySegment) strerror.invokeExact(errno));
        } catch (Throwable e) {
            throw new LinkageError("strerror", e);
        }
    }

    @SuppressWarnings("restricted")
    private static String cString(MemorySegment text) {
        return text.reinterpret(LONGEST_PATH).getString(0, Charset.forName(System.getProperty("sun.jnu.encoding")));
    }

    private static long string(Arena arena, String bytes) {
        return arena.allocateFrom(bytes, StandardCharsets.ISO_8859_1).address();
    }

    private static long call(Arena arena, String name, long number, long a, long b, long c, long d, long e)
            throws Errno {
        MemorySegment errno = arena.allocate(ERRNO);
        long result;
        try {
            result = (long) SYSCALL.invokeExact(errno, number, a, b, c, d, e);
        } catch (Throwable impossible) {
            throw new LinkageError(name, impossible); // a system call throws nothing
        }
        if (result < 0) {
            throw new Errno(name, errno.get(ERRNO, 0));
        }
        return result;
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options) {
        Linker linker = Linker.nativeLinker();
        return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), type, options);
    }
}
