package medusa.filesystem;

import java.io.IOException;

/// Gives a file that replaces another one the owner, the group and the permissions of that one, as far as this user may.
final class Ownership {
    private static final int PERMISSIONS = 0777;
    private static final int GROUP = 070;
    /// Set-group-id and sticky.
    private static final int KEPT = 03000;
    private static final int OTHERS = 07;

    /// Sets one attribute of the view `unix`.
    interface Setter {
        void set(String attribute, Object value) throws IOException;
    }

    private Ownership() {}

    /// The mode comes last, and nothing that makes who runs the file its owner: the system has it so for writes too. A group that
    /// cannot be kept does not hand its rights to this user's: the group's become at most those of all others.
    static void inherit(Attributes from, Attributes now, Setter file) throws IOException {
        int mode = from.mode() & PERMISSIONS;
        if (from.group() != now.group() && !took(file, "unix:gid", from.group())) {
            mode &= ~GROUP | (mode & OTHERS) << 3;
        }
        if (from.owner() != now.owner()) {
            took(file, "unix:uid", from.owner()); // otherwise it becomes this user's own
        }
        file.set("unix:mode", mode);
    }

    /// A mode with what a folder keeps of the one that it has.
    static int withKept(int mode, Attributes now) {
        return mode & PERMISSIONS | (now.isFolder() ? now.mode() & KEPT : 0);
    }

    private static boolean took(Setter file, String attribute, int value) {
        try {
            file.set(attribute, value);
            return true;
        } catch (IOException e) {
            return false; // not allowed
        }
    }
}
