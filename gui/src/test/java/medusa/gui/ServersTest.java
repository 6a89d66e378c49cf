package medusa.gui;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import medusa.auth.ScramKeys;
import medusa.monitor.MonitorAddress;
import medusa.server.ConsoleWindow.Wish;

/// The way into a server: saved ones, passwords, fingerprints.
class ServersTest {
    private static final Wish NOTHING = new Wish(Optional.empty(), Optional.empty(), Optional.empty());
    /// This machine, but not as it is usually written: so that TLS is spoken and asked for.
    private static final String HERE = "[::ffff:127.0.0.1]";

    @TempDir
    private Path home;
    private Path users;

    @BeforeEach
    void lay() throws Exception {
        users = home.resolve("users");
        // As `medusa passwd --monitor` writes it, with fewer rounds than that takes.
        ScramKeys keys = ScramKeys.of("secret".toCharArray(), new byte[16], 4096);
        Files.writeString(users, "anna:eval:" + keys.text() + "\n");
        Files.setPosixFilePermissions(users, PosixFilePermissions.fromString("rw-------"));
        Installed.openToAll(home); // for whom a server becomes that root starts
    }

    private TestServer server(String folder, int port) throws Exception {
        return new TestServer(Files.createDirectories(home.resolve(folder)), "--monitor", HERE + ":" + port, "--set",
                "monitor.users=" + users, "--set", "state-folder=" + home.resolve(folder).resolve("state"));
    }

    /// As somebody writes it who means another machine.
    private static MonitorAddress elsewhere(TestServer server) {
        String address = server.monitor().toString();
        return MonitorAddress.parse(HERE + address.substring(address.lastIndexOf(':')));
    }

    private static ConsoleStand console(Path home, MonitorAddress address, Map<String, String> environment) {
        return new ConsoleStand(home, new Wish(Optional.of(address), Optional.of("anna"), Optional.empty()),
                environment);
    }

    private static void set(ConsoleStand console, String field, String text) {
        TextInputControl node = console.node(field);
        ConsoleStand.fx(() -> {
            node.setText(text);
            return null;
        });
    }

    private static void awaitConnection(ConsoleStand console) {
        console.await("the workspace is connected", () -> console.robot().lookup("#dashboard-stale").tryQuery()
                .filter(stale -> !stale.isVisible()).isPresent());
    }

    private static String text(ConsoleStand console, String label) {
        return console.<Label>node(label).getText();
    }

    @Test
    void aNewServerIsLookedAtAndAWrongPasswordAskedForAgain() throws Exception {
        try (TestServer server = server("one", 0);
                ConsoleStand console = console(home, elsewhere(server), Map.of())) {
            String fingerprint = text(console, "#trust-fingerprint").replaceAll("\\s+", ":");
            assertThat(server.log()).anyMatch(line -> line.contains(fingerprint));
            console.picture("servers-trust");
            console.click("#trust-yes");
            console.node("#login-password");
            assertThat(console.<CheckBox>node("#login-keep").isDisabled()).isTrue();
            console.picture("servers-login");
            set(console, "#login-password", "wrong");
            console.click("#login-go");
            console.node("#login-wrong");
            console.picture("servers-login-again");
            console.click("#login-password");
            console.type("secret");
            console.press(KeyCode.ENTER);
            awaitConnection(console);
            assertThat(console.robot().lookup("#login").tryQuery()).isEmpty();
        }
    }

    @Test
    void whoCancelsIsToldAndMayTryAgain() throws Exception {
        try (TestServer server = server("one", 0);
                ConsoleStand console = console(home, elsewhere(server), Map.of())) {
            console.click("#trust-no");
            console.click("#refused-retry");
            console.click("#trust-yes");
            console.click("#login-cancel");
            console.picture("servers-refused");
            console.click("#refused-retry");
            set(console, "#login-password", "secret");
            console.click("#login-go");
            awaitConnection(console);
        }
    }

    @Test
    void thePasswordOfTheEnvironmentIsTaken() throws Exception {
        try (TestServer server = server("one", 0);
                ConsoleStand console = console(home, elsewhere(server), Map.of("MEDUSA_MONITOR_PASSWORD", "secret"))) {
            console.click("#trust-yes");
            awaitConnection(console);
        }
    }

    @Test
    void aChangedCertificateIsBelievedAfterASecondStepOnly() throws Exception {
        Map<String, String> environment = Map.of("MEDUSA_MONITOR_PASSWORD", "secret");
        MonitorAddress address;
        try (TestServer server = server("one", 0)) {
            address = elsewhere(server);
            try (ConsoleStand console = console(home, address, environment)) {
                console.click("#trust-yes");
                awaitConnection(console);
            }
        }
        int port = ((MonitorAddress.Tcp) address).port();
        try (TestServer server = server("two", port); ConsoleStand console = console(home, address, environment)) {
            assertThat(elsewhere(server)).isEqualTo(address);
            assertThat(text(console, "#changed-now")).isNotEqualTo(text(console, "#changed-before")).isNotEmpty();
            console.picture("servers-changed");
            assertThat(console.<Button>node("#changed-trust").isDisabled()).isTrue();
            console.click("#changed-compared");
            console.click("#changed-trust");
            awaitConnection(console);
        }
    }

    @Test
    void aServerIsSavedAndStillThereAfterwardsWithoutAPassword() throws Exception {
        try (TestServer server = server("one", 0)) {
            MonitorAddress address = elsewhere(server);
            try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
                set(console, "#connect-address", "files.example");
                assertThat(text(console, "#connect-problem")).startsWith("expected HOST:PORT or unix:PATH");
                set(console, "#connect-address", address.toString());
                set(console, "#connect-user", "anna");
                set(console, "#connect-name", "Files");
                console.click("#connect-go");
                console.click("#trust-yes");
                set(console, "#login-password", "secret");
                console.click("#login-go");
                awaitConnection(console);
            }
            try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
                console.node("#login-password"); // the one of last time; the password was in memory alone
            }
        }
        Path kept = home.resolve("config/medusa/console.properties");
        assertThat(Files.readString(kept)).contains("server.1.name=Files", "server.1.user=anna");
        try (Stream<Path> all = Files.walk(home.resolve("config"))) {
            for (Path each : all.filter(Files::isRegularFile).toList()) {
                assertThat(Files.readString(each)).doesNotContain("secret");
            }
        }
    }

    @Test
    void whatIsNoMonitorIsNotRemembered() throws Exception {
        try (TestServer server = server("one", 0); ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            set(console, "#connect-address", server.listener("http"));
            console.click("#connect-go");
            console.node("#refused-retry");
            console.click("#server-menu");
            console.click("#menu-connect");
            assertThat(console.<TextInputControl>node("#connect-address").getText())
                    .as("it may have to be corrected").isEqualTo(server.listener("http"));
            assertThat(names(console)).isEmpty();
        }
    }

    @Test
    void aServerThatIsOpenedInTheMomentOfItsEndIsAskedAnew() throws Exception {
        try (TestServer server = server("one", 0); ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            set(console, "#connect-address", elsewhere(server).toString());
            set(console, "#connect-user", "anna");
            console.click("#connect-go");
            console.click("#trust-yes");
            set(console, "#login-password", "secret");
            console.click("#login-go");
            awaitConnection(console);
            MenuButton menu = console.node("#server-menu");
            console.click("#server-menu");
            ConsoleStand.fx(() -> {
                menu.getItems().stream().filter(each -> "menu-close".equals(each.getId())).findFirst().orElseThrow()
                        .fire();
                ((Button) console.stage().getScene().lookup("#saved")).fire();
                return null;
            });
            awaitConnection(console);
            console.press(KeyCode.CONTROL, KeyCode.W);
            console.await("it is no longer open", () -> console.robot().lookup("#start").tryQuery().isPresent());
        }
    }

    @Test
    void savedServersAreChangedAndDeleted() {
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            save(console, "Alpha");
            console.click("#connect-new");
            save(console, "Beta");
            console.picture("servers-saved");
            console.click("#saved-edit");
            assertThat(console.<TextInputControl>node("#connect-address").getText()).isEqualTo("alpha.example:9999");
            set(console, "#connect-name", "Gamma");
            console.click("#connect-save");
            assertThat(names(console)).containsExactly("Beta", "Gamma");
            console.click("#saved-delete");
            console.click("#saved-delete-no");
            console.click("#saved-delete");
            console.click("#saved-delete-yes");
            assertThat(names(console)).containsExactly("Gamma");
        }
        try (ConsoleStand console = new ConsoleStand(home, NOTHING)) {
            console.node("#saved");
            assertThat(names(console)).containsExactly("Gamma");
        }
    }

    private static void save(ConsoleStand console, String name) {
        set(console, "#connect-name", name);
        set(console, "#connect-address", name.toLowerCase(Locale.ROOT) + ".example:9999");
        console.click("#connect-save");
    }

    private static List<String> names(ConsoleStand console) {
        return console.robot().lookup("#saved").queryAll().stream()
                .map(each -> each.getAccessibleText().replaceAll("Open (\\w+),.*", "$1")).toList();
    }

    @Test
    void furtherTabsOfTheMonitorComeInWithoutAsking() throws Exception {
        try (TestServer server = server("one", 0);
                ConsoleStand console = console(home, elsewhere(server), Map.of())) {
            console.click("#trust-yes");
            set(console, "#login-password", "secret");
            console.click("#login-go");
            awaitConnection(console);
            console.click("#rail-monitor");
            for (int i = 2; i <= 3; i++) {
                console.click("#monitor-new-tab");
                int tab = i;
                console.await("a snippet can be run in tab " + i, () -> {
                    TabPane tabs = console.robot().lookup("#monitor-tabs").query();
                    return tabs.getTabs().size() == tab && tabs.getTabs().get(tab - 1)
                            .getContent().lookup("#monitor-status") instanceof Label status
                            && status.getText().startsWith("Enter runs");
                });
            }
            assertThat(console.robot().lookup("#login").tryQuery()).isEmpty();
        }
    }

    @Test
    void theKeyringKeepsThePasswordIfTheUserWantsIt() throws Exception {
        Path bin = Files.createDirectories(home.resolve("bin"));
        Path kept = home.resolve("kept");
        Path arguments = home.resolve("arguments");
        Path tool = bin.resolve("secret-tool");
        Files.writeString(tool, """
                #!/bin/sh
                PATH=/usr/bin:/bin
                echo "$@" >>%2$s
                case $1 in
                store) cat >%1$s.new && mv %1$s.new %1$s ;;
                lookup) [ -f %1$s ] && cat %1$s ;;
                clear) rm -f %1$s ;;
                esac
                """.formatted(kept, arguments));
        Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        Map<String, String> environment = Map.of("PATH", bin.toString());
        try (TestServer server = server("one", 0)) {
            try (ConsoleStand console = new ConsoleStand(home, NOTHING, environment)) {
                set(console, "#connect-address", elsewhere(server).toString());
                set(console, "#connect-user", "anna");
                console.click("#connect-go");
                console.click("#trust-yes");
                set(console, "#login-password", "secret");
                console.click("#login-keep");
                console.click("#login-go");
                awaitConnection(console);
                console.await("it is kept", () -> Files.exists(kept));
            }
            assertThat(Files.readString(kept)).isEqualTo("secret");
            assertThat(Files.readString(arguments)).contains("store").doesNotContain("secret\n", "secret ");
            try (ConsoleStand console = new ConsoleStand(home, NOTHING, environment)) {
                awaitConnection(console); // without asking
            }
        }
    }
}
