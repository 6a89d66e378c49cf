package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javafx.scene.Node;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TitledPane;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

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

    @Test
    void filtersAndKeepsTheSelectionWhileThingsChange() throws Exception {
        try (TestServer server = server();
                ConsoleStand console = console(server);
                Download one = new Download(server.listener("http"), "/deb.iso");
                Download other = new Download(server.listener("http"), "/deb.iso")) {
            awaitRow(console, one);
            awaitRow(console, other);
            select(console, other);
            long out = row(console, other.peer()).orElseThrow().info().bytesOut();
            other.read(8 << 20);
            TableView<Item> table = table(console);
            console.await("its bytes have changed", () -> table.getItems().stream().map(Item::row)
                    .anyMatch(row -> row.peer().equals(other.peer()) && row.info().bytesOut() > out));
            assertThat(ConsoleStand.fx(() -> table.getSelectionModel().getSelectedItem().row().peer()))
                    .isEqualTo(other.peer());
            console.press(KeyCode.ESCAPE);
            assertThat(ConsoleStand.fx(() -> table.getSelectionModel().isEmpty())).isTrue();
            console.click("#connections-filter");
            console.type(one.peer().substring(one.peer().indexOf(':') + 1));
            console.await("only one", () -> table.getItems().stream().map(item -> item.row().peer()).toList()
                    .equals(List.of(one.peer())));
            assertThat(console.<Label>node("#connections-summary").getText()).startsWith("1 of 3 shown");
            console.press(KeyCode.ESCAPE);
            console.await("all", () -> table.getItems().size() == 3);
            console.click("#connections-chip-monitor");
            console.await("the monitor's", () -> table.getItems().stream().allMatch(item -> item.row().isMonitor()));
        }
    }

    @Test
    void standsStillDuringAPause() throws Exception {
        try (TestServer server = server();
                ConsoleStand console = console(server);
                Download download = new Download(server.listener("http"), "/deb.iso")) {
            awaitRow(console, download);
            console.click("#connections-pause");
            long out = row(console, download.peer()).orElseThrow().info().bytesOut();
            Label paused = console.node("#connections-paused");
            download.read(16 << 20);
            console.await("it is counted", () -> !paused.getText().contains("Nothing"));
            assertThat(row(console, download.peer()).orElseThrow().info().bytesOut()).isEqualTo(out);
            console.click("#connections-pause");
            console.await("it goes on", () -> table(console).getItems().stream().map(Item::row)
                    .anyMatch(row -> row.peer().equals(download.peer()) && row.info().bytesOut() > out));
        }
    }

    private static void awaitText(Path file, String... parts) throws Exception {
        WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, () -> Files.exists(file)
                && Stream.of(parts).allMatch(part -> text(file).contains(part)));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void remembersTheColumnsForTheNextWindow() throws Exception {
        try (TestServer server = server()) {
            try (ConsoleStand console = console(server)) {
                TableView<Item> table = table(console);
                ConsoleStand.fx(() -> {
                    table.getColumns().stream().filter(each -> each.getId().equals("user")).findFirst().orElseThrow()
                            .setVisible(false);
                    table.getColumns().add(0, table.getColumns().removeLast());
                    table.getSortOrder().setAll(List.of(table.getColumns().get(2)));
                    return null;
                });
            }
            Path kept = folder.resolve("config").resolve("medusa").resolve("console.properties");
            awaitText(kept, "connections.columns=state", "connections.sort=peer");
            try (ConsoleStand console = console(server)) {
                TableView<Item> table = table(console);
                assertThat(table.getVisibleLeafColumns().getFirst().getId()).isEqualTo("state");
                assertThat(table.getVisibleLeafColumns()).noneMatch(column -> column.getId().equals("user"));
                assertThat(table.getSortOrder().getFirst().getId()).isEqualTo("peer");
            }
        }
    }

    @Test
    void showsLastValuesUntilTheServerIsBack() throws Exception {
        String socket = "unix:" + folder.resolve("m.sock");
        String peer;
        try (TestServer server = server(); ConsoleStand console = console(server)) {
            try (Download download = new Download(server.listener("http"), "/deb.iso")) {
                awaitRow(console, download);
                peer = download.peer();
                server.kill();
                console.node("#connections-stale");
                assertThat(row(console, peer)).isPresent();
                select(console, download);
                assertThat(console.node("#connections-close").isDisabled()).isTrue();
                console.press(KeyCode.ESCAPE);
                console.picture("connections-disconnected");
            }
            try (TestServer next = new TestServer(folder, "--monitor", socket);
                    Download download = new Download(next.listener("http"), "/deb.iso")) {
                awaitRow(console, download);
                TableView<Item> table = table(console);
                console.await("what was before has gone", () -> table.getItems().stream()
                        .noneMatch(item -> item.row().peer().equals(peer)));
            }
        }
    }

    @Test
    void saysThatNobodyButTheMonitorIsThere() throws Exception {
        try (TestServer server = server(); ConsoleStand console = console(server)) {
            console.await("it is said", () -> console.robot().lookup("Nobody but monitors is connected").tryQuery()
                    .isPresent());
            console.picture("connections-nobody", 960, 600);
        }
    }

    @Test
    void boundsTheBuffersOfALiveConnection() throws Exception {
        try (TestServer server = server();
                ConsoleStand console = console(server);
                Download download = new Download(server.listener("http"), "/deb.iso")) {
            awaitRow(console, download);
            select(console, download);
            TitledPane details = console.node("#connections-details");
            ChoiceBox<Long> floor = console.node("#connections-floor");
            ChoiceBox<Long> ceiling = console.node("#connections-ceiling");
            ConsoleStand.fx(() -> {
                details.setExpanded(true);
                floor.setValue(2048L);
                ceiling.setValue(2048L);
                return null;
            });
            Node set = console.node("#connections-buffer-set");
            console.robot().interact(set::requestFocus); // it may be beyond the edge of the screen there is here
            console.press(KeyCode.SPACE);
            TableView<Item> table = table(console);
            console.await("its size in the table", () -> {
                download.read(64 << 10); // the server tells what moves
                return table.getItems().stream().map(Item::row).anyMatch(row -> row.peer().equals(download.peer())
                        && row.info().inSize() == 2048 && row.info().outSize() == 2048);
            });
            Label queue = console.node("#connections-detail-out-queue");
            console.await("and in the details", () -> queue.getText().endsWith("made 2.0 KB at a time"));
            console.picture("connections-details-960", 960, 600);
            console.picture("connections-details-1280", 1280, 800);
        }
    }
}
