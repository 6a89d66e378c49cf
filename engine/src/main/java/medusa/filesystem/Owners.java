package medusa.filesystem;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The names of users and groups of this machine. Any thread; may block for as long as the machine needs to find one, which over a
/// network can be long.
public final class Owners {
    /// More than most machines have; then it is forgotten and asked anew, which also finds those that were renamed.
    private static final int MOST = 1000;
    private static final String PLAIN = "[!-~&&[^/:]]{1,64}";

    private final Map<Integer, String> users = new ConcurrentHashMap<>();
    private final Map<Integer, String> groups = new ConcurrentHashMap<>();

    /// None is known yet.
    public Owners() {}

    /// The name of a user, or his number where there is none that fits into one word.
    public String user(int id) {
        return name(users, "getpwuid_r", id);
    }

    /// The name of a group, or its number likewise.
    public String group(int id) {
        return name(groups, "getgrgid_r", id);
    }

    private static String name(Map<Integer, String> known, String function, int id) {
        if (known.size() >= MOST) {
            known.clear();
        }
        return known.computeIfAbsent(id, _ -> find(function, id));
    }

    private static String find(String function, int id) {
        String name = null;
        if (LinuxTree.KNOWN) {
            try {
                name = LinuxCalls.name(function, id);
            } catch (LinkageError | RuntimeException e) {
                name = null; // native access is not allowed to this program
            }
        }
        return name != null && name.matches(PLAIN) ? name : Integer.toUnsignedString(id);
    }
}
