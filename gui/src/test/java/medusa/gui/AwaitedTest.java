package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Collectors;

import javafx.scene.Node;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.monitor.MonitorAddress;

/// What the screens say while there is nothing to show.
class AwaitedTest {
    @TempDir
    private Path folder;

    private static String words(ConsoleStand console, String selector) {
        return console.node(selector).lookupAll(".label").stream().map(node -> ((Label) node).getText())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void aServerThatCannotBeReachedCanBeTriedAgainFromEachScreen() {
        try (ConsoleStand console = ConsoleStand.on(folder,
                MonitorAddress.parse("unix:" + folder.resolve("none.sock")))) {
            for (String screen : new String[]{"connections", "log"}) {
                console.click("#rail-" + screen);
                console.await(screen + " says why", () -> words(console, "#" + screen + "-awaited")
                        .contains("cannot be reached"));
                console.node("#" + screen + "-awaited-again");
            }
            for (String tool : new String[]{"#log-pause", "#log-follow", "#log-export"}) {
                assertThat(console.<Node>node(tool).isDisabled()).as(tool).isTrue();
                assertThat(console.<Node>node(tool).getAccessibleHelp()).as(tool).isNotEmpty();
            }
            console.picture("log-never");
            console.click("#rail-connections");
            console.picture("connections-never");
            console.click("#rail-monitor");
            console.await("it says so", () -> console.<Label>node("#monitor-status").getText()
                    .startsWith("Not connected"));
            assertThat(words(console, "#monitor-empty")).contains("Nothing has been run here yet.");
            assertThat(console.node("#monitor-run").isDisabled()).isTrue();
        }
    }

    @Test
    void aRefusalIsToldOnEachScreen() throws Exception {
        try (TestServer server = new TestServer(folder);
                ConsoleStand console = ConsoleStand.on(folder, MonitorAddress.parse(server.listener("ftp")))) {
            for (String screen : new String[]{"connections", "log"}) {
                console.click("#rail-" + screen);
                console.await(screen + " says so", () -> words(console, "#" + screen + "-awaited")
                        .contains("There is no connection to"));
                console.picture(screen + "-refused");
            }
            console.click("#rail-monitor");
            console.await("it says so", () -> console.<Label>node("#monitor-status").getText()
                    .startsWith("Not connected"));
        }
    }
}
