package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.layout.HBox;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.ui.Notices.Kind;
import medusa.gui.ui.Notices.Notice;

/// What is done to connections, and what the user is told of it.
class CommandsTest {
    @TempDir
    private Path folder;

    private static void select(Bench bench, String... peers) {
        ConsoleStand.fx(() -> {
            bench.table().getSelectionModel().clearSelection();
            bench.table().getItems().stream().filter(item -> List.of(peers).contains(item.row().peer()))
                    .forEach(item -> bench.table().getSelectionModel().select(item));
            return null;
        });
    }

    private static void fire(Bench bench, String selector) {
        ConsoleStand.fx(() -> {
            ((Button) bench.screen().view().lookup(selector)).fire();
            return null;
        });
    }

    private static String question(Bench bench) {
        return ConsoleStand.fx(() -> String.valueOf(
                ((HBox) bench.screen().view().lookup("#connections-question")).getChildren().getFirst()));
    }

    private static Notice notice(Bench bench) {
        bench.await(() -> !bench.desk().notices().list().isEmpty());
        return ConsoleStand.fx(() -> bench.desk().notices().list().removeFirst());
    }

    @Test
    void closesOneAtOnceAndAsksBeforeMany() throws Exception {
        try (Bench bench = new Bench(folder, Surroundings::of, 960, 600);
                Download one = new Download(bench.server().listener("http"), "/");
                Download two = new Download(bench.server().listener("http"), "/");
                Download three = new Download(bench.server().listener("http"), "/")) {
            bench.await(() -> bench.table().getItems().stream().map(item -> item.row().peer()).toList()
                    .containsAll(List.of(one.peer(), two.peer(), three.peer())));
            select(bench, three.peer());
            fire(bench, "#connections-close");
            assertThat(notice(bench)).satisfies(notice -> {
                assertThat(notice.kind()).isEqualTo(Kind.DONE);
                assertThat(notice.text()).startsWith("Closed " + three.peer());
            });
            select(bench, one.peer(), two.peer());
            fire(bench, "#connections-close");
            assertThat(question(bench)).contains("Close 2 connections?");
            fire(bench, "#connections-yes");
            assertThat(notice(bench).text()).isEqualTo("Closed 2 connections");
            assertThat(two.read(1 << 20)).isLessThan(1 << 20);
        }
    }

    @Test
    void tellsInWordsThatThisMachineCannotBeBanned() throws Exception {
        try (Bench bench = new Bench(folder, Surroundings::of, 960, 600);
                Download one = new Download(bench.server().listener("http"), "/")) {
            bench.await(() -> bench.table().getItems().stream().anyMatch(item -> item.row().peer().equals(one.peer())));
            select(bench, one.peer());
            ConsoleStand.fx(() -> {
                Menu ban = (Menu) bench.table().getContextMenu().getItems().stream()
                        .filter(item -> "connections-menu-ban".equals(item.getId())).findFirst().orElseThrow();
                ban.getItems().getFirst().fire();
                return null;
            });
            assertThat(question(bench)).contains("Ban 127.0.0.1 for 15 minutes? Its connection ends.");
            fire(bench, "#connections-yes");
            assertThat(notice(bench)).satisfies(notice -> {
                assertThat(notice.kind()).isEqualTo(Kind.PROBLEM);
                assertThat(notice.text()).isEqualTo("127.0.0.1 could not be banned.");
                assertThat(notice.small()).contains("-32");
            });
        }
    }

    @Test
    void savesWhatIsShown() throws Exception {
        Path file = folder.resolve("out.csv");
        Surroundings around = new Surroundings(new Crowd(60, 0, 0), (_, _) -> Optional.of(file), _ -> "");
        try (Bench bench = new Bench(folder, _ -> around, 960, 600)) {
            bench.await(() -> bench.table().getItems().size() == 60);
            ConsoleStand.fx(() -> {
                bench.screen().asked("retr");
                return null;
            });
            fire(bench, "#connections-csv");
            assertThat(notice(bench).text()).startsWith("Saved 5 connections");
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(6);
            assertThat(lines.getFirst()).startsWith("Protocol,Peer,User,Doing,In,Out");
            assertThat(lines.get(1)).startsWith("FTP,10.0.0.12:20012,anonymous,RETR iso/debian-12.iso,352,");
        }
    }
}
