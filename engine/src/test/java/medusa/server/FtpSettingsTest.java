package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import medusa.ftp.FtpSettings;
import medusa.reactor.AddressRange;

/// The settings of `[ftp]`: what they may be, and what becomes of them.
class FtpSettingsTest {
    @TempDir
    Path folder;

    private static FtpSettings of(String... settings) throws Exception {
        return FtpConversion.settings(ServerConfig.of(settings), 0);
    }

    @Test
    void theDefaultsAreThoseOfAServerThatKnowsNothingOfItsClients() throws Exception {
        assertThat(of()).isEqualTo(new FtpSettings(FtpSettings.DEFAULT.greeting(), FtpSettings.Limits.DEFAULT,
                FtpSettings.Ports.ANY, FtpSettings.Rates.NONE, false, true, false, List.of(), List.of(),
                of().data()));
        assertThat(of().data().limits().rate()).isEqualTo(256);
    }

    @Test
    void eachSettingArrives() throws Exception {
        FtpSettings got = of("ftp.greeting=Gr\u00fc\u00dfe", "ftp.sessions-per-address=4", "ftp.sessions-per-user=3",
                "ftp.login-tries=5", "ftp.login-time=20s", "ftp.idle=10m", "ftp.transfer-start=15s", "ftp.stall=40s",
                "ftp.command-length=2 KiB", "ftp.commands-per-second=50", "ftp.passive-ports=50000-50100",
                "ftp.external=[{ from = \"192.168.0.0/16\" }, { from = \"0.0.0.0/0\", address = \"203.0.113.5\" }]",
                "ftp.in-place=true", "ftp.deflate=false", "ftp.hidden=true", "ftp.administrators=[\"anna\"]",
                "ftp.fxp=[\"@mirrors\"]", "ftp.rate-down=10 MiB", "ftp.rate-up=2048", "ftp.session-rate-down=1 MiB",
                "ftp.session-rate-up=64k",
                "ftp.rates=[{ who = [\"@staff\"] }, { who = [\"anonymous\"], down = \"1 MiB\", up = \"256 KiB\" }]",
                "limits.min-rate=1 KiB");
        FtpSettings.External home = new FtpSettings.External(AddressRange.parse("192.168.0.0/16"), null);
        FtpSettings.External world = new FtpSettings.External(AddressRange.parse("0.0.0.0/0"),
                InetAddress.ofLiteral("203.0.113.5"));
        assertThat(got).isEqualTo(new FtpSettings("Gr\u00c3\u00bc\u00c3\u009fe",
                new FtpSettings.Limits(0, 4, 3, 5, Duration.ofSeconds(20), Duration.ofMinutes(10),
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(40), 2048, 50),
                new FtpSettings.Ports(50000, 50100, List.of(home, world)),
                new FtpSettings.Rates(new FtpSettings.Pair(10 << 20, 2048), new FtpSettings.Pair(1 << 20, 64 << 10),
                        List.of(new FtpSettings.UserRates(List.of("@staff"), FtpSettings.Pair.NONE),
                                new FtpSettings.UserRates(List.of("anonymous"),
                                        new FtpSettings.Pair(1 << 20, 256 << 10)))),
                true, false, true, List.of("anna"), List.of("@mirrors"), got.data()));
        assertThat(got.data().limits().rate()).isEqualTo(1024);
    }

    /// `anonymous`, `ftp.anonymous`, whether there are users, and whether guests may come.
    @ParameterizedTest
    @CsvSource({"true, auto, false, true", "true, auto, true, false", "true, on, false, true", "true, on, true, true",
        "true, off, false, false", "true, off, true, false", "false, auto, false, false", "false, auto, true, false",
        "false, off, true, false"})
    void guestsComeWhereNobodyElseCouldOrWhereTheyAreAskedFor(boolean anonymous, String byFtp, boolean users,
            boolean admitted) throws Exception {
        Path file = Files.writeString(folder.resolve("users"), "");
        assertThat(FtpConfig.admitsGuests(ServerConfig.of("anonymous=" + anonymous, "ftp.anonymous=" + byFtp,
                users ? "users=" + file : "users=\"\""))).isEqualTo(admitted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "ftp.anonymous=maybe|ftp.anonymous: expected \"auto\", \"on\", \"off\", found \"maybe\"",
        "ftp.greeting= |ftp.greeting: expected one line of at most 500 characters, found \"\"",
        "ftp.greeting=\"a\\nb\"|ftp.greeting: expected one line of at most 500 characters, found \"a\\nb\"",
        "ftp.sessions=-1|ftp.sessions: expected a number between 0 and 1000000, found -1",
        "ftp.login-tries=0|ftp.login-tries: expected a number between 1 and 1000000, found 0",
        "ftp.idle=0s|ftp.idle: expected at least \"1s\", found less",
        "ftp.command-length=100|ftp.command-length: expected a size between 512 B and 64 KiB, found 100 B",
        "ftp.passive-ports=80-90|ftp.passive-ports: expected ports between 1024 and 65535 such as \"50000-50100\", or \"\" for any, found \"80-90\"",
        "ftp.passive-ports=50100-50000|ftp.passive-ports: expected ports between 1024 and 65535 such as \"50000-50100\", or \"\" for any, found \"50100-50000\"",
        "ftp.passive-ports=50000|ftp.passive-ports: expected ports such as \"50000-50100\", found 50000",
        "ftp.external=[{ from = \"::/0\", address = \"192.0.2.1\" }]|ftp.external[0].address: expected an address that clients of from can reach, found \"192.0.2.1\"",
        "ftp.external=[{ from = \"0.0.0.0/0\", address = \"0.0.0.0\" }]|ftp.external[0].address: expected an address that clients of from can reach, found \"0.0.0.0\"",
        "ftp.external=[{ from = \"0.0.0.0/0\", address = \"host\" }]|ftp.external[0].address: expected an address such as \"203.0.113.5\", found \"host\"",
        "ftp.administrators=[\"*\"]|ftp.administrators: expected names, \"@group\" or \"@users\", found \"*\", which lets everybody end the sessions of others",
        "ftp.fxp=[\"@\"]|ftp.fxp: expected names, \"@group\", \"@users\" or \"*\", found \"@\"",
        "ftp.rate-up=10|ftp.rate-up: expected a size between 1 KiB and 1 TiB, found 10 B",
        "ftp.rates=[{ who = [] }]|ftp.rates[0].who: expected names, \"@group\", \"@users\" or \"*\", found nothing",
        "ftp.rates=[{ who = [\"a\"], down = 1 }]|ftp.rates[0].down: expected a size between 1 KiB and 1 TiB, found 1 B",
        "ftp.xferlog=of|ftp.xferlog: expected \"on\", \"off\" or the path of a file, found \"of\"",
        "ftp.events=[{ on = [\"upload\"] }]|ftp.events[0]: expected either command or webhook, found neither",
        "ftp.events=[{ on = [], webhook = \"http://x/\" }]|ftp.events[0].on: expected some events, each once, found []",
        "ftp.events=[{ on = [\"upload\", \"upload\"], webhook = \"http://x/\" }]|ftp.events[0].on: expected some events, each once, found [upload, upload]",
        "ftp.events=[{ on = [\"up\"], webhook = \"http://x/\" }]|ftp.events[0].on[0]: expected \"upload\", \"download\", \"incomplete\", \"delete\", \"rename\", \"folder\", \"login\", \"logout\", found \"up\"",
        "ftp.events=[{ on = [\"upload\"], webhook = \"ftp://x/\" }]|ftp.events[0].webhook: expected a URL such as \"https://example.org/ftp\", found \"ftp://x/\"",
        "ftp.events=[{ on = [\"upload\"], webhook = \"http://u:p@x/\" }]|ftp.events[0].webhook: expected a URL such as \"https://example.org/ftp\", found \"http://u:p@x/\"",
        "ftp.events=[{ on = [\"upload\"], command = [\"sh\"] }]|ftp.events[0].command: expected the path of a program, from the root on, and its arguments, found [sh]",
        "ftp.events=[{ on = [\"upload\"], command = [\"/no/such\"] }]|ftp.events[0].command: expected a program, found nothing at \"/no/such\"",
        "ftp.events=[{ on = [\"upload\"], command = [\"/bin/sh\", \"-c\", \"rm {path}\"] }]|ftp.events[0].command: expected {path} and the like as arguments of their own, found \"rm {path}\""})
    void whatMakesNoSenseIsSaid(String setting, String problem) {
        assertThatThrownBy(() -> ServerConfig.of(setting)).isInstanceOfSatisfying(ConfigException.class,
                e -> assertThat(e.problems()).containsExactly("--set: " + problem));
    }

    @Test
    void guestsAreNotAskedForWhereEverybodyHasToLogIn() {
        assertThatThrownBy(() -> ServerConfig.of("anonymous=false", "ftp.anonymous=on"))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems()).containsExactly(
                        "--set: ftp.anonymous: expected \"auto\" or \"off\" while anonymous is false, found \"on\""));
    }

    /// Who can exchange a program that the server runs has the server.
    @Test
    void aCommandThatClientsMayChangeIsNotRun() throws Exception {
        Path root = Files.createDirectory(folder.resolve("root")).toRealPath();
        Path script = Files.writeString(root.resolve("script"), "#!/bin/sh\n");
        script.toFile().setExecutable(true);
        String event = "ftp.events=[{ on = [\"upload\"], command = [\"/bin/sh\", \"" + script + "\"] }]";
        assertThat(ServerConfig.of("root=" + root, event).ftp().events()).hasSize(1);
        assertThatThrownBy(() -> ServerConfig.of("root=" + root, "writable=true", event))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems()).singleElement().asString()
                        .contains("ftp.events[0].command: expected a place that no client may write to, found "
                                + script));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        "ftp.fxp=[\"@mirrors\"]|ftp.fxp: @mirrors can have this server connect to any machine that it reaches",
        "ftp.passive-ports=50000-50009|ftp.passive-ports has 10 ports only: who finds none free cannot transfer anything",
        "ftp.anonymous=off|ftp.listen = 127.0.0.1:2121 lets nobody in: ftp.anonymous is \"off\", and nobody can log in while users is empty",
        "rights=[{ path = \"/in\", who = [\"anonymous\"], may = [\"read\", \"write\"] }]|rights[0]: who has not logged in may write and read at /in, which strangers use to exchange files; a letter box lets them do no more than write"})
    void whatIsDangerousIsWarnedOf(String setting, String warning) throws Exception {
        assertThat(FtpWarnings.of(ServerConfig.of(setting))).containsExactly(warning);
        assertThat(FtpWarnings.of(ServerConfig.of(setting, "ftp.listen=off"))).isEmpty();
    }

    @Test
    void theDefaultsAreNotWarnedOf() throws Exception {
        assertThat(FtpWarnings.of(ServerConfig.of())).isEmpty();
        assertThat(FtpWarnings.of(ServerConfig.of("ftp.listen=:21"))).isEmpty();
        assertThat(FtpWarnings.of(ServerConfig.of("ftp.listen=:21", "users=/x"))).singleElement().asString()
                .contains("takes passwords without TLS from elsewhere");
    }
}
