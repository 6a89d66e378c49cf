package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;

import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.stage.WindowEvent;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.server.ConsoleWindow.Wish;

/// A folder served from the window: form, start, end, and what goes wrong.
class ServeFolderTest {
    private static final Wish NOTHING = new Wish(Optional.empty(), Optional.empty(), Optional.empty());
    private static final int LARGE = 64 << 20;

    @TempDir
    private Path home;
    private Path files;

    @BeforeEach
    void lay() throws Exception {
        files = Files.createDirectories(home.resolve("files"));
        Files.writeString(files.resolve("a.txt"), "hello");
        Installed.openToAll(home); // for whom a server becomes that root starts
        Installed.use();
    }

    private void fill(ConsoleStand console) {
        set(console, "#serve-folder", files.toString());
        set(console, "#serve-http", "0");
        set(console, "#serve-ftp", "0");
    }

    private static void set(ConsoleStand console, String field, String text) {
        TextField node = console.node(field);
        ConsoleStand.fx(() -> {
            node.setText(text);
            return null;
        });
    }

    private static String text(ConsoleStand console, String label) {
        return console.<Label>node(label).getText();
    }

    private static void awaitConnection(ConsoleStand console) {
        console.await("the workspace is connected", () -> console.robot().lookup("#dashboard-stale").tryQuery()
                .filter(stale -> !stale.isVisible()).isPresent());
    }

    private static void awaitStart(ConsoleStand console) {
        console.await("the start is back", () -> console.robot().lookup("#own").tryQuery().isEmpty()
                && console.robot().lookup("#serve-start").tryQuery().filter(node -> node.isVisible()).isPresent());
    }

    private static HttpResponse<String> get(String url) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(url)).build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void isServedAndShownAndStopped() throws Exception {
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            console.node("#serve-start");
            console.picture("servers-first");
            fill(console);
            console.picture("servers-form");
            console.click("#serve-start");
            String url = text(console, "#own-url-http");
            assertThat(url).startsWith("http://127.0.0.1:");
            assertThat(get(url + "a.txt").body()).isEqualTo("hello");
            assertThat(text(console, "#own-url-ftp")).startsWith("ftp://127.0.0.1:");
            awaitConnection(console);
            console.picture("servers-running");
            console.picture("servers-running-1280", 1280, 800);
            console.picture("servers-running-1920", 1920, 1080);
            assertThat(bottom(console, "#own") - bottom(console, "#own-busy")).as("nothing is below the last line")
                    .isLessThan(24);
            console.click("#own-stop");
            awaitStart(console);
        }
    }

    private static double bottom(ConsoleStand console, String selector) {
        Node node = console.node(selector);
        return ConsoleStand.fx(() -> node.localToScene(node.getBoundsInLocal()).getMaxY());
    }

    @Test
    void aPortThatIsTakenIsSaidAndAnotherOffered() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            set(console, "#serve-http", String.valueOf(taken.getLocalPort()));
            console.click("#serve-start");
            console.node("#serve-failed");
            assertThat(text(console, "#serve-why")).contains("cannot listen on 127.0.0.1:" + taken.getLocalPort());
            console.picture("servers-failed");
            console.click("#serve-instead");
            String url = text(console, "#own-url-http");
            assertThat(url).doesNotContain(":" + taken.getLocalPort());
            assertThat(get(url + "a.txt").statusCode()).isEqualTo(200);
            assertThat(text(console, "#own-moved")).isEqualTo(
                    taken.getLocalPort() + " is taken, so this is " + URI.create(url).getPort() + ".");
            awaitConnection(console);
            console.picture("servers-moved");
            console.click("#own-stop");
            awaitStart(console);
            assertThat(console.<TextField>node("#serve-http").getText())
                    .isEqualTo(String.valueOf(taken.getLocalPort()));
        }
    }

    @Test
    void aPortThatIsTakenIsSaidAlsoWhereAPasswordIsAskedForAgain() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            set(console, "#serve-http", String.valueOf(taken.getLocalPort()));
            console.click("#serve-somebody");
            set(console, "#serve-user", "anna");
            set(console, "#serve-password", "correct horse");
            console.click("#serve-start");
            console.click("#serve-instead");
            assertThat(console.<TextField>node("#serve-password").getText()).isEmpty();
            assertThat(console.<TextField>node("#serve-http").getText())
                    .isEqualTo(String.valueOf(taken.getLocalPort()));
            set(console, "#serve-password", "correct horse");
            console.click("#serve-start");
            String url = text(console, "#own-url-http");
            assertThat(text(console, "#own-moved")).isEqualTo(
                    taken.getLocalPort() + " is taken, so this is " + URI.create(url).getPort() + ".");
        }
    }

    /// Leads to the start while a server is looked at.
    private static void goToStart(ConsoleStand console) {
        console.click("#server-menu");
        console.click("#menu-serve");
        console.node("#start");
    }

    @Test
    void anEndDoesNotHideTheProgressOfTheNextStart() throws Exception {
        Path other = Files.createDirectory(home.resolve("other"));
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            console.node("#own-stop");
            awaitConnection(console);
            goToStart(console);
            set(console, "#serve-folder", other.toString());
            String installed = System.setProperty("medusa.home", neverReady().toString());
            try {
                console.click("#serve-start");
                assertThat(text(console, "#serve-title")).isEqualTo("Starting to serve " + other);
                console.click("#own-stop-here");
                goToStart(console);
                console.await("the first has ended",
                        () -> console.robot().lookup("#own-open").tryQuery().isEmpty());
                assertThat(text(console, "#serve-title")).isEqualTo("Starting to serve " + other);
                console.click("#serve-cancel");
                console.node("#serve-start");
            } finally {
                System.setProperty("medusa.home", installed);
            }
        }
    }

    /// An installation whose servers start for ever, until they are told to end.
    private Path neverReady() throws Exception {
        Path program = Files.createDirectories(home.resolve("never/bin")).resolve("medusa");
        Files.writeString(program, "#!/bin/sh\nexec cat\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home.resolve("never");
    }

    @Test
    void anOldFailureIsGoneForWhoComesBack() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            console.node("#own-stop");
            goToStart(console);
            set(console, "#serve-http", String.valueOf(taken.getLocalPort()));
            console.click("#serve-start");
            console.node("#serve-failed");
            console.click("#own-open");
            console.node("#own-stop");
            goToStart(console);
            console.node("#serve-start");
            assertThat(console.robot().lookup("#serve-failed").tryQuery()).isEmpty();
        }
    }

    @Test
    void whatIsWrongIsSaidWhereItIs() throws Exception {
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            set(console, "#serve-folder", home.resolve("nowhere").toString());
            console.click("#serve-start");
            assertThat(text(console, "#serve-problem")).isEqualTo("There is no such folder.");
            console.await("typing goes on there", console.<TextField>node("#serve-folder")::isFocused);
            console.picture("servers-no-folder");
            set(console, "#serve-folder", files.resolve("a.txt").toString());
            console.click("#serve-start");
            assertThat(text(console, "#serve-problem")).isEqualTo("This is a file, not a folder.");
            set(console, "#serve-folder", files.toString());
            set(console, "#serve-http", "70000");
            console.click("#serve-start");
            assertThat(text(console, "#serve-problem")).startsWith("A port is a number");
            set(console, "#serve-http", "8080");
            set(console, "#serve-ftp", "8080");
            console.click("#serve-start");
            assertThat(text(console, "#serve-problem")).isEqualTo("Another part has this port already.");
            console.await("typing goes on there", console.<TextField>node("#serve-ftp")::isFocused);
        }
    }

    @Test
    void transfersCountAlsoWhileItsScreensAreClosedAndOpenedAgain() throws Exception {
        Files.write(files.resolve("large.bin"), new byte[LARGE]);
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            URI url = URI.create(text(console, "#own-url-http"));
            awaitConnection(console);
            console.press(KeyCode.CONTROL, KeyCode.W);
            console.click("#own-open");
            console.node("#own-busy");
            try (Socket client = new Socket(url.getHost(), url.getPort())) {
                client.getOutputStream()
                        .write("GET /large.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
                console.await("it counts when opened again",
                        () -> text(console, "#own-busy").equals("1 transfer is under way."));
                console.press(KeyCode.CONTROL, KeyCode.W);
                console.node("#own-open");
                assertThat(client.getInputStream().readAllBytes().length).isGreaterThan(LARGE);
            }
            console.await("the window closes", () -> {
                console.stage().fireEvent(new WindowEvent(console.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
                return !console.stage().isShowing();
            });
        }
    }

    @Test
    void oneUserMayWrite() throws Exception {
        Files.setPosixFilePermissions(files, PosixFilePermissions.fromString("rwxrwxrwx")); // also if root starts it
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-somebody");
            set(console, "#serve-user", "anna");
            console.click("#serve-start");
            assertThat(text(console, "#serve-problem")).isEqualTo("Set a password.");
            console.await("the password is asked for", console.<TextField>node("#serve-password")::isFocused);
            set(console, "#serve-password", "correct horse");
            console.click("#serve-start");
            String url = text(console, "#own-url-http");
            HttpRequest.Builder put = HttpRequest.newBuilder(URI.create(url + "b.txt"))
                    .PUT(HttpRequest.BodyPublishers.ofString("new"));
            HttpClient client = HttpClient.newHttpClient();
            assertThat(client.send(put.build(), HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(401);
            String login = Base64.getEncoder().encodeToString("anna:correct horse".getBytes(StandardCharsets.UTF_8));
            assertThat(client.send(put.header("Authorization", "Basic " + login).build(),
                    HttpResponse.BodyHandlers.discarding()).statusCode()).isEqualTo(201);
            assertThat(get(url + "a.txt").body()).isEqualTo("hello");
            assertThat(everything()).contains("serve.folder").doesNotContain("correct horse");
            console.click("#own-stop");
            awaitStart(console);
            assertThat(everything()).doesNotContain("users-");
        }
    }

    /// Names and content of all that the window has kept.
    private String everything() throws Exception {
        StringBuilder all = new StringBuilder();
        for (Path folder : new Path[]{home.resolve("config"), home.resolve(".local")}) {
            try (Stream<Path> walk = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
                for (Path each : walk.filter(Files::isRegularFile).toList()) {
                    all.append(each.getFileName()).append('\n').append(Files.readString(each));
                }
            }
        }
        return all.toString();
    }

    @Test
    void closingAsksWhileSomebodyDownloads() throws Exception {
        Files.write(files.resolve("large.bin"), new byte[LARGE]);
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            URI url = URI.create(text(console, "#own-url-http"));
            awaitConnection(console);
            try (Socket client = new Socket(url.getHost(), url.getPort())) {
                client.getOutputStream()
                        .write("GET /large.bin HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes());
                console.await("the window knows of the transfer",
                        () -> text(console, "#own-busy").equals("1 transfer is under way."));
                close(console);
                console.node("#closing-finish");
                console.picture("servers-closing");
                console.click("#closing-no");
                console.node("#own-stop");
                close(console);
                console.click("#closing-finish");
                assertThat(text(console, "#own-stopping")).isEqualTo("Finishing 1 transfer…");
                console.picture("servers-finishing");
                assertThat(console.stage().isShowing()).isTrue();
                assertThat(client.getInputStream().readAllBytes().length).isGreaterThan(LARGE);
            }
            console.await("the window closes", () -> !console.stage().isShowing());
        }
    }

    @Test
    void closingAsksWhileAFileMovesByFtp() throws Exception {
        Files.write(files.resolve("large.bin"), new byte[LARGE]);
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            URI url = URI.create(text(console, "#own-url-ftp"));
            awaitConnection(console);
            try (Socket control = new Socket(url.getHost(), url.getPort());
                    BufferedReader answers = new BufferedReader(new InputStreamReader(control.getInputStream()));
                    Socket data = retrieve(control, answers)) {
                console.await("the window knows of the transfer",
                        () -> text(console, "#own-busy").equals("1 transfer is under way."));
                close(console);
                console.click("#closing-finish");
                assertThat(text(console, "#own-stopping")).isEqualTo("Finishing 1 transfer…");
                assertThat(data.getInputStream().readAllBytes()).hasSize(LARGE);
            }
            console.await("the window closes", () -> !console.stage().isShowing());
        }
    }

    /// Begins to fetch the large file, and reads nothing of it yet.
    private static Socket retrieve(Socket control, BufferedReader answers) throws Exception {
        assertThat(answers.readLine()).startsWith("220");
        assertThat(command(control, answers, "USER anonymous")).startsWith("331");
        assertThat(command(control, answers, "PASS a@b.example")).startsWith("230");
        assertThat(command(control, answers, "TYPE I")).startsWith("200");
        String port = command(control, answers, "EPSV").replaceAll(".*\\|(\\d+)\\|.*", "$1");
        Socket data = new Socket(control.getInetAddress(), Integer.parseInt(port));
        assertThat(command(control, answers, "RETR large.bin")).startsWith("150");
        return data;
    }

    private static String command(Socket control, BufferedReader answers, String command) throws Exception {
        control.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
        return answers.readLine();
    }

    private static void close(ConsoleStand console) {
        ConsoleStand.fx(() -> {
            console.stage().fireEvent(new WindowEvent(console.stage(), WindowEvent.WINDOW_CLOSE_REQUEST));
            return null;
        });
    }

    @Test
    void aServerThatEndsByItselfIsStartedAgain() throws Exception {
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-start");
            console.node("#own-stop");
            awaitConnection(console);
            ProcessHandle.current().children().filter(each -> each.info().arguments()
                    .filter(all -> String.join(" ", all).contains(files.toString())).isPresent())
                    .forEach(ProcessHandle::destroyForcibly);
            console.click("#own-again");
            String url = text(console, "#own-url-http");
            assertThat(get(url + "a.txt").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void whatTheNetworkGetsIsSaidBeforehand() {
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            fill(console);
            console.click("#serve-network");
            assertThat(text(console, "#serve-note")).isEqualTo("Everybody on your network can read the folder.");
            console.click("#serve-somebody");
            set(console, "#serve-password", "correct horse");
            assertThat(text(console, "#serve-note")).contains("over HTTPS", "FTP would show the password");
            assertThat(console.<TextField>node("#serve-https").getText()).isEqualTo("8443");
            assertThat(console.<CheckBox>node("#serve-ftp-on").isSelected()).isTrue();
            console.picture("servers-form-network");
        }
    }
}
