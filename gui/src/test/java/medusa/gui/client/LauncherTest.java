package medusa.gui.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.state.UserFolders;

/// What other processes are told by this one.
class LauncherTest {
    private static final String PASSWORD = "MEDUSA_MONITOR_PASSWORD";

    @TempDir
    private Path home;

    @Test
    void thePasswordOfTheEnvironmentStaysHere() {
        Map<String, String> environment = new HashMap<>(Map.of(PASSWORD, "secret", "LANG", "C"));
        Launcher.withhold(environment);
        assertThat(environment).containsOnly(Map.entry("LANG", "C"));
        UserFolders folders = new UserFolders(Map.of(PASSWORD, "secret", "XDG_CONFIG_HOME", "/c"), home);
        assertThat(Launcher.process(folders, List.of("serve")).environment()).doesNotContainKey(PASSWORD)
                .doesNotContainValue("secret").containsEntry("XDG_CONFIG_HOME", "/c");
    }
}
