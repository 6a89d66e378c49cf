package medusa.unix;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

import com.sun.jna.NativeLong;

import medusa.auth.Privileges;

/// Users of a Linux machine, through its C library.
///
/// Linux only, because the proof of the drop is `/proc`: macOS has no `setresuid` at all; the BSDs have it, but another
/// `struct passwd`, no such `/proc`, and `setgroups` there means something else.
///
/// Two protections that one might miss here: after the change of user the kernel marks the process as not dumpable (unless
/// `fs.suid_dumpable` is set), so that the unprivileged user's other processes cannot attach to it; and
/// `PR_SET_NO_NEW_PRIVS` reaches one thread only, so it belongs to whoever starts the server (`NoNewPrivileges=` of a
/// systemd unit).
public final class UnixPrivileges implements Privileges {
    private static final int ROOT = 0;

    /// For the service loader; loads nothing native.
    public UnixPrivileges() {}

    @Override
    public boolean supported() {
        return supported(System.getProperty("os.name"));
    }

    static boolean supported(String system) {
        return system.equals("Linux");
    }

    /// Reads `/proc` instead of calling the C library: an ordinary user's server then never pays for JNA.
    @Override
    public boolean root() {
        if (!supported()) {
            return false;
        }
        try {
            return ThreadStatus.first().uids().contains(ROOT);
        } catch (IOException noProc) {
            return true;
        }
    }

    @Override
    public Optional<Account> account(String name) throws IOException {
        requireSupported();
        Libc.load();
        return UserDatabase.find(name);
    }

    @Override
    public void dropTo(Account account) throws IOException {
        requireSupported();
        requireHarmless(account);
        if (!root()) {
            throw new IOException("cannot become user " + account.name() + ": the process is not root");
        }
        Libc.load();
        try {
            change(account);
            prove(account);
        } catch (IOException | LinkageError failure) {
            throw new IOException("cannot become user " + account.name() + ": " + failure.getMessage(), failure);
        }
    }

    private void requireSupported() throws IOException {
        if (!supported()) {
            throw new IOException(
                    "changing users is not supported on " + System.getProperty("os.name") + ", only on Linux");
        }
    }

    private static void requireHarmless(Account account) throws IOException {
        if (account.uid() == ROOT) {
            throw new IOException("will not become user " + account.name() + ": its user id is 0, it is root");
        }
        if (account.gid() == ROOT || account.groups().contains(ROOT)) {
            throw new IOException("will not become user " + account.name() + ": it is in root's group");
        }
        if (account.uid() == Libc.UNCHANGED || account.gid() == Libc.UNCHANGED) {
            throw new IOException(
                    "will not become user " + account.name() + ": to the kernel its id means \"no change\"");
        }
    }

    /// Groups first and the user last: without root nothing of it could be changed any more.
    private static void change(Account account) throws IOException {
        int[] groups = account.groups().stream().mapToInt(Integer::intValue).toArray();
        int uid = account.uid();
        int gid = account.gid();
        Libc.check("setgroups", Libc.setgroups(new NativeLong(groups.length), groups));
        Libc.check("setresgid", Libc.setresgid(gid, gid, gid));
        Libc.check("setresuid", Libc.setresuid(uid, uid, uid));
    }

    private static void prove(Account account) throws IOException {
        int[][] uid = new int[3][1];
        int[][] gid = new int[3][1];
        Libc.check("getresuid", Libc.getresuid(uid[0], uid[1], uid[2]));
        Libc.check("getresgid", Libc.getresgid(gid[0], gid[1], gid[2]));
        for (int i = 0; i < 3; i++) {
            if (uid[i][0] != account.uid() || gid[i][0] != account.gid()) {
                throw new IOException("the kernel still has other ids for the process");
            }
        }
        List<ThreadStatus> threads = ThreadStatus.all();
        if (threads.isEmpty()) {
            throw new IOException("the kernel does not list the process's threads");
        }
        for (ThreadStatus thread : threads) {
            Optional<String> difference = thread.difference(account);
            if (difference.isPresent()) {
                throw new IOException(difference.get());
            }
        }
        // Last, for the C library ends the whole process where its threads disagree on the outcome.
        int keep = Libc.UNCHANGED;
        if (Libc.setresuid(keep, ROOT, keep) == 0 || Libc.setresgid(keep, ROOT, keep) == 0) {
            throw new IOException("the process could become root again");
        }
    }
}
