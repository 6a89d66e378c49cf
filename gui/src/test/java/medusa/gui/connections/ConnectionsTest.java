package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.TitledPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.TestServer;

/// The screen of the connections on a real server.
class ConnectionsTest {
    private static final long LARGE = 64L << 20;

    @TempDir
    private Path folder;

    // ---- the server and its clients ----

    private TestServer server(String... options) throws IOException {
        TestServer server = new TestServer(folder, options);
        try (RandomAccessFile large = new RandomAccessFile(server.files().resolve("deb.iso").toFile(), "rw")) {
            large.setLength(LARGE);
        }
        Files.writeString(server.files().resolve("small.txt"), "hello");
        return server;
    }

    private ConsoleStand console(TestServer server) {
        ConsoleStand console = ConsoleStand.on(folder, server.monitor());
        console.click("#rail-connections");
        console.node("#connections-table");
        return console;
    }

    // ---- what is in the table ----

    private static TableView<Item> table(ConsoleStand console) {
        return console.node("#connections-table");
    }

    private static List<Row> rows(ConsoleStand console) {
        TableView<Item> table = table(console);
        return ConsoleStand.fx(() -> table.getItems().stream().map(Item::row).toList());
    }

    private static Optional<Row> row(ConsoleStand console, String peer) {
        return rows(console).stream().filter(row -> row.peer().equals(peer)).findFirst();
    }

    private static void awaitRow(ConsoleStand console, Download download) {
        TableView<Item> table = table(console);
        console.await(download.peer() + " in the table", () -> table.getItems().stream()
                .anyMatch(item -> item.row().peer().equals(download.peer()) && !item.row().gone()));
    }

    private static void select(ConsoleStand console, Download download) {
        TableView<Item> table = table(console);
        ConsoleStand.fx(() -> {
            table.getItems().stream().filter(item -> item.row().peer().equals(download.peer())).findFirst()
                    .ifPresent(item -> table.getSelectionModel().select(item));
            table.requestFocus();
            return null;
        });
    }

    @Test
    void showsADownloadAndEndsItByTheDeleteKey() throws Exception {
        try (TestServer server = server();
                ConsoleStand console = console(server);
                Download download = new Download(server.listener("http"), "/deb.iso")) {
            awaitRow(console, download);
            download.read(1 << 20);
            TableView<Item> table = table(console);
            console.await("bytes and what it does", () -> table.getItems().stream().map(Item::row)
                    .anyMatch(row -> row.peer().equals(download.peer()) && row.info().bytesOut() > 1 << 20
                            && row.info().doing().contains("/deb.iso")));
            select(console, download);
            console.press(KeyCode.DELETE);
            assertThat(download.read(LARGE)).isLessThan(LARGE);
            console.await("it has faded", () -> table.getItems().stream()
                    .noneMatch(item -> item.row().peer().equals(download.peer())));
        }
    }
}
