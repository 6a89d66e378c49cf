package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.layout.Pane;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;

import medusa.gui.ConsoleStand;

/// What goes first when there is little room.
class DoingLineTest {
    @BeforeAll
    static void start() throws Exception {
        FxToolkit.registerPrimaryStage();
    }

    /// What is to be seen, by width: the text, and how wide the bar is.
    private static List<Object> seen(DoingLine line, double width) {
        line.resize(width, 20);
        line.layout();
        List<Node> nodes = line.getChildrenUnmodifiable().stream().filter(Node::isVisible).toList();
        double bar = nodes.stream().filter(Bar.class::isInstance).mapToDouble(node -> ((Bar) node).getWidth()).sum();
        return List.of(((Label) nodes.getFirst()).getText(), bar);
    }

    @Test
    void theBarNarrowsBeforeTheText() {
        ConsoleStand.fx(() -> {
            DoingLine line = new DoingLine();
            new Scene(new Pane(line));
            line.show("GET /pub/iso/deb.iso", 0.5, "50% · 8 min");
            line.applyCss();
            double whole = line.prefWidth(-1);
            assertThat(seen(line, whole + 2)).isEqualTo(List.of("GET /pub/iso/deb.iso", 64.0));
            assertThat(seen(line, whole - 20).getFirst()).isEqualTo("GET /pub/iso/deb.iso");
            assertThat((double) seen(line, whole - 20).getLast()).isBetween(40.0, 46.0);
            assertThat(seen(line, whole - 60)).isEqualTo(List.of("GET /pub/iso/deb.iso", 0.0));
            assertThat(seen(line, whole - 80)).isEqualTo(List.of("GET …/deb.iso", 0.0));
            return line;
        });
    }

    @Test
    void onlyFoldersAreLeftOut() {
        assertThat(DoingLine.withoutFolders("RETR /iso/deb 13.iso")).isEqualTo("RETR …/deb 13.iso");
        assertThat(DoingLine.withoutFolders("RETR /deb.iso")).isEqualTo("RETR /deb.iso");
        assertThat(DoingLine.withoutFolders("GET /a/b/")).isEqualTo("GET …/b/");
        assertThat(DoingLine.withoutFolders("GET /")).isEqualTo("GET /");
        assertThat(DoingLine.withoutFolders("")).isEmpty();
        assertThat(DoingLine.withoutFolders("anna")).isEqualTo("anna");
    }
}
