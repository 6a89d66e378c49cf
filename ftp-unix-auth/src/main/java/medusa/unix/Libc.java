package medusa.unix;

import java.io.IOException;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;

/// The C library's calls that identities need, mapped directly. [#load] comes before any other call.
///
/// They are the library's wrappers, not raw system calls: the kernel changes the ids of one thread only, and the wrappers
/// of `setgroups`, `setresgid` and `setresuid` carry the change to all threads (nptl(7)).
///
/// Ids are unsigned 32 bit numbers in Java's int; a `size_t` is a long on every Unix with Java.
final class Libc {
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int ERANGE = 34;
    /// "Leave it as it is" where an id is expected.
    static final int UNCHANGED = -1;

    private static boolean loaded;

    private Libc() {}

    /// Binds the calls, once. Costs about a tenth of a second, so nobody should call it who is not root.
    ///
    /// @throws IOException if JNA or its native part cannot be used here
    static synchronized void load() throws IOException {
        if (loaded) {
            return;
        }
        try {
            // The process itself: the C library is in it already, whatever its file is called here.
            Native.register(Libc.class, NativeLibrary.getProcess());
            loaded = true;
        } catch (LinkageError | RuntimeException failure) {
            String reason = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            throw new IOException("the C library cannot be called through JNA: " + reason, failure);
        }
    }

    /// @return 0 or an error number; `result` null if there is no such user
    static native int getpwnam_r(String name, Pointer passwd, Pointer buffer, NativeLong size,
            PointerByReference result);

    /// @return -1 if there are more groups than `count` says, which then says how many
    static native int getgrouplist(String user, int group, int[] groups, IntByReference count);

    static native int setgroups(NativeLong count, int[] groups);

    static native int setresgid(int real, int effective, int saved);

    static native int setresuid(int real, int effective, int saved);

    static native int getresgid(int[] real, int[] effective, int[] saved);

    static native int getresuid(int[] real, int[] effective, int[] saved);

    static native String strerror(int number);

    /// Turns a call's -1 into an exception with the error's text. Nothing may come between the call and this.
    static void check(String call, int result) throws IOException {
        if (result != 0) {
            throw new IOException(call + ": " + strerror(Native.getLastError()));
        }
    }
}
