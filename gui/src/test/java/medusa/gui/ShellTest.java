package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

import javafx.scene.control.ToggleButton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window around the screens.
class ShellTest {
    @TempDir
    private Path folder;

    @Test
    void theRailLeadsToTheScreens() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, server.monitor())) {
            console.click("#rail-connections");
            assertThat(console.node("#connections").isVisible()).isTrue();
            assertThat(console.<ToggleButton>node("#rail-connections").isSelected()).isTrue();
            console.picture("rail");
        }
    }
}
