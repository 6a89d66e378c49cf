package medusa.auth;

import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.state.OwnFile;

/// Makes the keys of those anew that are easier to guess than today's, when they log in: then alone their password is there.
/// One at a time, so that many log-ins do not fill the machine; who comes meanwhile waits for his next log-in. Any thread.
final class KeyUpgrades {
    private static final Logger LOG = LoggerFactory.getLogger(KeyUpgrades.class);

    private final VirtualUsersFile file;
    private final Executor worker;
    private final AtomicBoolean busy = new AtomicBoolean();
    /// Until the file is read again.
    private final Set<String> done = ConcurrentHashMap.newKeySet();
    private volatile boolean impossible;
    private volatile String complaint = "";

    KeyUpgrades(VirtualUsersFile file, Executor worker) {
        this.file = file;
        this.worker = worker;
    }

    /// Takes who has just proven that this is his password. Does not block, but where the worker does.
    ///
    /// @param password copied
    void offer(String name, ScramKeys keys, char[] password) {
        if (keys.iterations() < ScramKeys.STANDARD_ITERATIONS && !impossible && !done.contains(name)
                && busy.compareAndSet(false, true)) {
            char[] copy = password.clone();
            try {
                worker.execute(() -> upgrade(name, keys, copy));
            } catch (RejectedExecutionException | OutOfMemoryError e) { // no thread to be had: at another log-in then
                end(copy);
            }
        }
    }

    /// The file has been read, and may be another one.
    void reset() {
        done.clear();
        impossible = false;
    }

    private void upgrade(String name, ScramKeys keys, char[] password) {
        try {
            if (file.exchange(name, keys, ScramKeys.make(password))) {
                LOG.info("{} has {} iterations now instead of {}", name, ScramKeys.STANDARD_ITERATIONS,
                        keys.iterations());
            }
            done.add(name);
        } catch (IOException e) {
            impossible = true;
            String reason = OwnFile.reason(e);
            if (!complaint.equals(reason)) {
                complaint = reason;
                LOG.info(
                        "old keys of users stay as they are, since the server cannot change the file: {}; medusa passwd"
                                + " makes new ones",
                        reason);
            }
        } finally {
            end(password);
        }
    }

    private void end(char[] password) {
        Arrays.fill(password, '\0');
        busy.set(false);
    }
}
