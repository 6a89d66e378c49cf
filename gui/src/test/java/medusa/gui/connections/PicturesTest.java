package medusa.gui.connections;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;

class PicturesTest {
    @TempDir
    private Path folder;

    @Test
    void empty() throws Exception {
        try (TestServer server = new TestServer(folder); ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.click("#rail-connections");
            console.node("#connections-copy");
            console.picture("connections-empty");
        }
    }
}
