package medusa.gui.connections;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

import javafx.scene.control.TitledPane;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.Png;

/// Has the screen drawn with some hundreds of lines, for whoever wants to look.
class PicturesTest {
    @TempDir
    private Path folder;

    @Test
    void small() throws Exception {
        draw(960, 600, "small");
    }

    @Test
    void usual() throws Exception {
        draw(1060, 700, "usual");
    }

    @Test
    void large() throws Exception {
        draw(1920, 1080, "large");
    }

    private void draw(double width, double height, String name) throws IOException {
        Surroundings around = new Surroundings(new Crowd(700, 2, 0), (_, _) -> Optional.empty(), _ -> "");
        try (Bench bench = new Bench(folder, _ -> around, width, height)) {
            bench.await(() -> bench.table().getItems().stream().anyMatch(item -> item.row().outRate() > 1));
            save(bench, name + "-light");
            ConsoleStand.fx(() -> {
                bench.table().getSelectionModel().select(3);
                bench.node("#connections-details", TitledPane.class).setExpanded(true);
                return null;
            });
            save(bench, name + "-details-light");
            bench.dark();
            save(bench, name + "-details-dark");
            bench.server().kill();
            bench.await(() -> bench.screen().view().lookup("#connections-stale").isVisible());
            save(bench, name + "-disconnected-dark");
        }
    }

    private static void save(Bench bench, String name) throws IOException {
        Path pictures = Files.createDirectories(Path.of("target", "pictures"));
        Files.write(pictures.resolve("connections-" + name + ".png"), Png.of(bench.picture()));
    }
}
