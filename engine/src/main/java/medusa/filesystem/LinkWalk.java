package medusa.filesystem;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/// Follows a path link by link, where a link is absolute or goes above the root and comes back, which openat2 refuses. The
/// answer is a proposal: the kernel decides on it again, so nothing here has to be safe against a race.
final class LinkWalk {
    /// As Linux itself.
    private static final int MOST_LINKS = 40;
    private static final int MOST_STEPS = 1000;
    private static final String TARGET_END = "";

    private final LinuxTree tree;
    private final List<String> root;
    private final List<String> configured;
    /// From the top of the machine; without links.
    private final List<String> at;
    private final Deque<String> ahead = new ArrayDeque<>();

    LinkWalk(LinuxTree tree) throws Errno {
        this.tree = tree;
        this.configured = names(tree.configured());
        try {
            this.root = names(tree.location());
        } catch (IOException e) {
            throw new Errno("readlink", Errno.Code.EXDEV.number);
        }
        this.at = new ArrayList<>(root);
    }

    private static List<String> names(Path path) {
        return split(Names.bytes(path));
    }

    private static List<String> split(String path) {
        return Arrays.stream(path.split("/")).filter(name -> !name.isEmpty() && !name.equals(".")).toList();
    }

    /// The names below the root that `names` lead to.
    ///
    /// @throws Errno EXDEV if they lead outside, or what the kernel says on the way
    List<String> walk(List<String> names) throws Errno {
        ahead.addAll(names);
        int links = 0;
        for (int steps = 0; !ahead.isEmpty(); steps++) {
            String target = step(ahead.removeFirst());
            if (target != null) {
                follow(target);
                links++;
            }
            if (links > MOST_LINKS || steps > MOST_STEPS) {
                throw new Errno("links", Errno.Code.ELOOP.number);
            }
        }
        require(inside());
        return List.copyOf(at.subList(root.size(), at.size()));
    }

    /// Goes on by one name.
    ///
    /// @return where the link of this name leads, else null
    private String step(String name) throws Errno {
        if (name.equals(TARGET_END)) {
            // Only a link may go outside and back. A client who could go on from there would learn the root's path.
            require(inside());
            return null;
        }
        if (name.equals("..")) {
            if (!at.isEmpty()) {
                at.removeLast();
            }
            return null;
        }
        if (!inside()) {
            at.add(name);
            // Above the root only the way back to it is of interest, and that has no links.
            require(at.equals(root.subList(0, at.size())));
            return null;
        }
        String target = target(name);
        if (target == null) {
            at.add(name);
        }
        return target;
    }

    private static void require(boolean allowed) throws Errno {
        if (!allowed) {
            throw new Errno("links", Errno.Code.EXDEV.number);
        }
    }

    private boolean inside() {
        return at.size() >= root.size();
    }

    private String target(String name) throws Errno {
        int folder = tree.open(at.subList(root.size(), at.size()), LinuxCalls.PIN | LinuxCalls.FOLDER_ONLY);
        try {
            return LinuxCalls.readLink(folder, name);
        } catch (Errno e) {
            if (e.is(Errno.Code.EINVAL)) {
                return null; // not a link
            }
            throw e;
        } finally {
            LinuxCalls.close(folder);
        }
    }

    private void follow(String target) {
        List<String> names = split(target);
        if (target.startsWith("/")) {
            at.clear();
            if (starts(names, configured)) {
                // The administrator's name for the root may have links in it.
                at.addAll(root);
                names = names.subList(configured.size(), names.size());
            }
        }
        ahead.addFirst(TARGET_END);
        new ArrayList<>(names).reversed().forEach(ahead::addFirst);
    }

    private static boolean starts(List<String> names, List<String> first) {
        return Collections.indexOfSubList(names, first) == 0;
    }
}
