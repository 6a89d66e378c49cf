package medusa.unix;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

import medusa.auth.Privileges.Account;

/// The system's users and groups, wherever it keeps them (files, LDAP, …): the C library's name service knows.
final class UserDatabase {
    private static final int MAX_ENTRY = 1 << 20;
    private static final int MAX_GROUPS = 1 << 16; // the kernel's own limit

    private UserDatabase() {}

    static Optional<Account> find(String name) throws IOException {
        if (name.indexOf('\0') >= 0) {
            return Optional.empty(); // to the C library "root\0x" would be root
        }
        for (int size = 4096; size <= MAX_ENTRY; size *= 4) {
            // struct passwd of Linux: name, password, uid, gid, gecos, home, shell
            try (Memory passwd = new Memory(5L * Native.POINTER_SIZE + 8); Memory strings = new Memory(size)) {
                PointerByReference found = new PointerByReference();
                int error = lookUp(name, passwd, strings, found);
                if (error == Libc.ERANGE) {
                    continue;
                }
                // getpwnam(3): several implementations answer "no such user" with one of these
                boolean unknown = error == 0 || error == Libc.ENOENT || error == Libc.ESRCH;
                if (found.getValue() == null && unknown) {
                    return Optional.empty();
                }
                if (error != 0) {
                    throw new IOException("cannot look up user " + name + ": " + Libc.strerror(error));
                }
                return Optional.of(account(passwd));
            }
        }
        throw new IOException("cannot look up user " + name + ": its entry is longer than " + MAX_ENTRY + " bytes");
    }

    private static int lookUp(String name, Memory passwd, Memory strings, PointerByReference found) {
        int error;
        do {
            error = Libc.getpwnam_r(name, passwd, strings, new NativeLong(strings.size()), found);
        } while (error == Libc.EINTR);
        return error;
    }

    private static Account account(Memory passwd) throws IOException {
        long pointer = Native.POINTER_SIZE;
        String name = passwd.getPointer(0).getString(0);
        int uid = passwd.getInt(2 * pointer);
        int gid = passwd.getInt(2 * pointer + 4);
        Pointer home = passwd.getPointer(3 * pointer + 8);
        return new Account(name, uid, gid, groups(name, gid), folder(name, home == null ? "" : home.getString(0)));
    }

    private static Path folder(String user, String home) throws IOException {
        try {
            return Path.of(home.isEmpty() ? "/" : home);
        } catch (InvalidPathException unnameable) { // letters that the process's locale does not have
            throw new IOException("the home of user " + user + " cannot be named here: " + home, unnameable);
        }
    }

    private static List<Integer> groups(String name, int gid) throws IOException {
        IntByReference count = new IntByReference(64);
        int[] groups;
        do {
            groups = new int[count.getValue()];
            if (Libc.getgrouplist(name, gid, groups, count) >= 0) {
                return Arrays.stream(groups, 0, count.getValue()).boxed().toList();
            }
        } while (count.getValue() > groups.length && count.getValue() <= MAX_GROUPS);
        throw new IOException("cannot list the groups of user " + name);
    }
}
