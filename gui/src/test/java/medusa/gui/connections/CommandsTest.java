package medusa.gui.connections;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javafx.scene.control.Button;
import javafx.scene.control.Menu;
import javafx.scene.layout.HBox;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.gui.ConsoleStand;
import medusa.gui.client.UsersFile;
import medusa.gui.ui.Notices.Kind;
import medusa.gui.ui.Notices.Notice;
import medusa.state.UserFolders;

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
            ban(bench);
            assertThat(question(bench)).contains("Ban 127.0.0.1 for 15 minutes? Its connection ends.");
            fire(bench, "#connections-yes");
            assertThat(notice(bench)).satisfies(notice -> {
                assertThat(notice.kind()).isEqualTo(Kind.PROBLEM);
                assertThat(notice.text()).isEqualTo("127.0.0.1 could not be banned.");
                assertThat(notice.small()).contains("-32");
            });
        }
    }

    // ---- a ban, of somebody for whom a proxy on this machine speaks ----

    private static final String BANNED = "192.0.2.7";

    private static Socket by(Bench bench, String client, String password) throws IOException {
        String listener = bench.server().listener("http");
        int colon = listener.lastIndexOf(':');
        Socket socket = new Socket(listener.substring(0, colon), Integer.parseInt(listener.substring(colon + 1)));
        String basic = Base64.getEncoder().encodeToString(("anna:" + password).getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().write("""
                PROXY TCP4 %s 192.0.2.1 4711 80\r
                GET / HTTP/1.1\r
                Host: here\r
                Authorization: Basic %s\r
                \r
                """.formatted(client, basic).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private static String status(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII)).readLine();
    }

    private static String answer(Bench bench, String client, String password) throws IOException {
        try (Socket socket = by(bench, client, password)) {
            return status(socket);
        }
    }

    private static void ban(Bench bench) {
        ConsoleStand.fx(() -> {
            Menu ban = (Menu) bench.table().getContextMenu().getItems().stream()
                    .filter(item -> "connections-menu-ban".equals(item.getId())).findFirst().orElseThrow();
            ban.getItems().getFirst().fire();
            return null;
        });
    }

    @Test
    void whoIsBannedIsRefusedForThatUntilItIsLifted() throws Exception {
        Path users = folder.resolve("users");
        UsersFile.put(new UserFolders(Map.of(), folder), users, "anna", "right".toCharArray());
        try (Bench bench = new Bench(folder, Surroundings::of, 960, 600, "--users", users.toString(), "--no-anonymous",
                "--set", "http.proxies=[\"127.0.0.1\"]", "--set", "extensions=[{type=\"auth\",insecure=true}]");
                Socket welcome = by(bench, BANNED, "right")) {
            assertThat(status(welcome)).isEqualTo("HTTP/1.1 200 OK");
            String peer = BANNED + ":4711";
            bench.await(() -> bench.table().getItems().stream().anyMatch(item -> item.row().peer().equals(peer)));
            select(bench, peer);
            ban(bench);
            assertThat(question(bench)).contains("Ban 192.0.2.7 for 15 minutes? Its connection ends.");
            fire(bench, "#connections-yes");
            assertThat(notice(bench).text()).isEqualTo("Banned 192.0.2.7 for 15 min");
            welcome.getInputStream().transferTo(OutputStream.nullOutputStream()); // it ends
            assertThat(answer(bench, BANNED, "right")).startsWith("HTTP/1.1 429 ");
            assertThat(answer(bench, "198.51.100.7", "wrong")).as("somebody else").startsWith("HTTP/1.1 401 ");
            assertThat(answer(bench, "198.51.100.7", "right")).isEqualTo("HTTP/1.1 200 OK");
            bench.link().liftBan(BANNED).get();
            assertThat(answer(bench, BANNED, "right")).isEqualTo("HTTP/1.1 200 OK");
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
