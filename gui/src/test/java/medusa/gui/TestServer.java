package medusa.gui;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import medusa.gui.client.LocalServer;
import medusa.monitor.MonitorAddress;

/// A real server in a process of its own: the folder `files` over HTTP and FTP, and a monitor.
public final class TestServer implements AutoCloseable {
    private static final long LIMIT = 60;

    private final Path folder;
    private final LocalServer process;
    private final LocalServer.Ready ready;
    private final Queue<String> log = new ConcurrentLinkedQueue<>();

    /// @param folder  of the test's own; the served folder and the monitor's socket are in it
    /// @param options more of them; the last one of each kind counts
    public TestServer(Path folder, String... options) throws IOException {
        this.folder = folder;
        Files.createDirectories(files());
        Installed.openToAll(folder); // for whom a server becomes that root starts
        Installed.use();
        List<String> all = new ArrayList<>(List.of("--root", files().toString()));
        if (!List.of(options).contains("--http")) {
            all.addAll(List.of("--http", "127.0.0.1:0"));
        }
        if (!List.of(options).contains("--ftp")) {
            all.addAll(List.of("--ftp", "127.0.0.1:0"));
        }
        if (!List.of(options).contains("--monitor")) {
            all.addAll(List.of("--monitor", "unix:" + folder.resolve("m.sock")));
        }
        all.addAll(List.of(options));
        process = LocalServer.start(all, _ -> {}, log::add);
        try {
            ready = process.ready().get(LIMIT, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            process.kill();
            throw new IOException(String.join("\n", log), e);
        }
    }

    /// What is served.
    public Path files() {
        return folder.resolve("files");
    }

    public MonitorAddress monitor() {
        return ready.monitor().orElseThrow();
    }

    /// `127.0.0.1:43210`
    public String listener(String part) {
        return ready.listeners().get(part);
    }

    /// What it has logged so far.
    public List<String> log() {
        return List.copyOf(log);
    }

    public long pid() {
        return process.pid();
    }

    /// As by `kill -9`.
    public void kill() {
        process.kill();
        process.ended().join();
    }

    @Override
    public void close() {
        process.kill();
        process.ended().join();
    }
}
