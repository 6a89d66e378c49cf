package medusa.unix;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import medusa.auth.Privileges.Account;

/// Who one thread is, as Linux tells in `/proc/PID/task/TID/status` (proc_pid_status(5)).
///
/// @param uids real, effective, saved and file system user id
/// @param gids the same of groups
/// @param groups the supplementary ones
/// @param capabilities permitted and effective together, a bit each
record ThreadStatus(String thread, List<Integer> uids, List<Integer> gids, Set<Integer> groups, long capabilities) {
    private static final Path TASKS = Path.of("/proc/self/task");

    /// The process's first thread; until somebody makes raw system calls all others are the same.
    static ThreadStatus first() throws IOException {
        return parse("main", Files.readString(Path.of("/proc/self/status")));
    }

    /// Every thread of this process; those that end meanwhile are left out.
    static List<ThreadStatus> all() throws IOException {
        List<ThreadStatus> all = new ArrayList<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                try {
                    all.add(parse(task.getFileName().toString(), Files.readString(task.resolve("status"))));
                } catch (IOException unreadable) {
                    if (Files.exists(task)) {
                        throw unreadable;
                    }
                }
            }
        }
        return all;
    }

    /// @throws IOException if a line is missing: without it nothing is proved
    static ThreadStatus parse(String thread, String status) throws IOException {
        Map<String, String> fields = new HashMap<>();
        status.lines().forEach(line -> {
            int colon = line.indexOf(':');
            if (colon > 0) {
                fields.put(line.substring(0, colon), line.substring(colon + 1).strip());
            }
        });
        for (String needed : List.of("Uid", "Gid", "Groups", "CapPrm", "CapEff")) {
            if (!fields.containsKey(needed)) {
                throw new IOException("the kernel does not tell " + needed + " of thread " + thread);
            }
        }
        long permitted = Long.parseUnsignedLong(fields.get("CapPrm"), 16);
        long effective = Long.parseUnsignedLong(fields.get("CapEff"), 16);
        return new ThreadStatus(thread, ids(fields.get("Uid")).toList(), ids(fields.get("Gid")).toList(),
                ids(fields.get("Groups")).collect(Collectors.toUnmodifiableSet()), permitted | effective);
    }

    private static Stream<Integer> ids(String text) {
        return Stream.of(text.split("\\s+")).filter(id -> !id.isEmpty()).map(Integer::parseUnsignedInt);
    }

    /// In what this thread is not, or is more than, `account`; nothing if it is that and no more.
    Optional<String> difference(Account account) {
        if (!uids.stream().allMatch(uid -> uid == account.uid())) {
            return Optional.of("thread " + thread + " has user ids " + unsigned(uids));
        }
        if (!gids.stream().allMatch(gid -> gid == account.gid())) {
            return Optional.of("thread " + thread + " has group ids " + unsigned(gids));
        }
        if (!groups.equals(Set.copyOf(account.groups()))) {
            return Optional.of("thread " + thread + " has supplementary groups " + unsigned(groups));
        }
        if (capabilities != 0) {
            return Optional.of("thread " + thread + " keeps capabilities " + Long.toHexString(capabilities));
        }
        return Optional.empty();
    }

    private static List<String> unsigned(Iterable<Integer> ids) {
        List<String> words = new ArrayList<>();
        ids.forEach(id -> words.add(Integer.toUnsignedString(id)));
        return words;
    }
}
