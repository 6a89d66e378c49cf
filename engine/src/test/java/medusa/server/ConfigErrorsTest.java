package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigErrorsTest {
    @TempDir
    private Path folder;

    /// `~` stands for the end of a line.
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', value = {
        // unknown settings
        "[limits]~conections = 5|2: limits.conections: unknown setting; did you mean limits.connections?",
        "[limit]~idle = 5|1: limit: unknown setting; did you mean limits?",
        "idle = \"5s\"|1: idle: unknown setting; did you mean ftp.idle or limits.idle?",
        "[log]~connections-per-adress = 5|2: log.connections-per-adress: unknown setting;"
                + " did you mean limits.connections-per-address?",
        "[ftps]~#~banner = \"x\"|3: ftps.banner: unknown setting; known in ftps: listen",
        "[ftp]~banner = \"x\"|2: ftp.banner: unknown setting; known in ftp: listen, anonymous, greeting, sessions, sessions-per-address, sessions-per-user, login-tries, login-time, idle, transfer-start, stall, command-length, commands-per-second, passive-ports, external, in-place, deflate, hidden, administrators, fxp, rate-down, rate-up, session-rate-down, session-rate-up, rates, xferlog, session-log, events",
        "zzzzzz = 1|1: zzzzzz: unknown setting; known: root, user, drain-notice, drain-timeout, state-folder, extensions-folder, extensions, mounts, users, anonymous, writable, rights, logins, http, https, tls, ftp,"
                + " ftps, monitor, classic-monitor, limits, buffers, reactor, log",
        "http.\"a b\" = 1|1: http.\"a b\": unknown setting; known in http: listen, proxies, access-log, index, listing, hidden, cache-control, fallback, headers, zip, memory, compress, precompressed, sandbox, head-time, keep-alive, answer-time",
        "[http]~\"x\\n\\u001b\" = 1|1: http.\"x\\n\\x1b\": unknown setting; known in http: listen, proxies, access-log, index, listing, hidden, cache-control, fallback, headers, zip, memory, compress, precompressed, sandbox, head-time, keep-alive, answer-time",
        // rights
        "rights = [{ path = \"in\", who = [\"*\"], may = [] }]|1: rights[0].path: expected a path such as \"/incoming\", without \"..\" and without a slash at its end, found \"in\"",
        "rights = [{ path = \"/in/\", who = [\"*\"], may = [] }]|1: rights[0].path: expected a path such as \"/incoming\", without \"..\" and without a slash at its end, found \"/in/\"",
        "rights = [{ path = \"/a/../in\", who = [\"*\"], may = [] }]|1: rights[0].path: expected a path such as \"/incoming\", without \"..\" and without a slash at its end, found \"/a/../in\"",
        "rights = [{ path = \"/in/*\", who = [\"*\"], may = [] }]|1: rights[0].path: expected a path without patterns but {user}, since a rule counts for all that is below, found \"/in/*\"",
        "rights = [{ path = \"/{users}\", who = [\"*\"], may = [] }]|1: rights[0].path: expected a path without patterns but {user}, since a rule counts for all that is below, found \"/{users}\"",
        "~[[rights]]~path = \"/\"~who = []~may = []|4: rights[0].who: expected names, \"@group\", \"@users\" or \"*\", found nothing",
        "~[[rights]]~path = \"/\"~who = [\"a\", \"@\"]~may = []|4: rights[0].who: expected names, \"@group\", \"@users\" or \"*\", found \"@\"",
        "~[[rights]]~path = \"/\"~who = [\"an*\"]~may = []|4: rights[0].who: expected names, \"@group\", \"@users\" or \"*\", found \"an*\"",
        "~[[rights]]~path = \"/\"~who = [\"a\"]~may = [\"read\", \"read\"]|5: rights[0].may: expected each right once, found one of them twice",
        "~[[rights]]~path = \"/\"~who = [\"a\"]~may = [\"look\"]|5: rights[0].may[0]: expected \"list\", \"read\", \"write\", \"delete\", found \"look\"",
        "~[[rights]]~path = \"/\"~who = [\"a\"]|2: rights[0].may: is missing",
        "[logins]~tries = 0|2: logins.tries: expected a number between 1 and 1000000, found 0",
        "[logins]~ban = \"1h\"|2: logins.ban: expected no more than logins.longest-ban, found more",
        "[logins]~longest-ban = \"5s\"|2: logins.longest-ban: expected no less than logins.ban, found less",
        "[logins]~ban = \"0s\"|2: logins.ban: expected at least \"1000ms\", found less",
        // wrong kinds of value
        "drain-timeout = \"abc\"|1: drain-timeout: expected a duration such as \"30s\", found \"abc\"",
        "drain-timeout = 30|1: drain-timeout: expected a duration such as \"30s\", found 30",
        "user = 1|1: user: expected text between quotes, found 1",
        "root = true|1: root: expected a path between quotes, found true",
        "root = \"\"|1: root: expected a path, found \"\"",
        "[http]~listen = 8080|2: http.listen: expected an address such as \"127.0.0.1:8080\", a list of them, or"
                + " \"off\", found 8080",
        "[http]~listen = [\":80\", 81]|2: http.listen: expected an address such as \"127.0.0.1:8080\", a list of them,"
                + " or \"off\", found 81",
        "[http]~listen = \"80\"|2: http.listen: expected HOST:PORT, :PORT, [IPV6]:PORT, unix:PATH or \"off\","
                + " found \"80\"",
        "[http]~access-log = false|2: http.access-log: expected \"on\", \"off\" or the path of a file, found false",
        "[http]~access-log = \"of\"|2: http.access-log: expected \"on\", \"off\" or the path of a file, found \"of\"",
        "http = \"x\"|1: http: expected a section [http], found \"x\"",
        "[[http]]~listen = \"off\"|1: http: expected a section [http], found a list",
        "[limits]~connections = \"many\"|2: limits.connections: expected a whole number, found \"many\"",
        "[limits]~connections = 1.5|2: limits.connections: expected a whole number, found 1.5",
        "[limits]~connections = 99999999999|2: limits.connections: expected a number below 2147483648,"
                + " found 99999999999",
        "[limits]~input = \"big\"|2: limits.input: expected a size such as \"64 KiB\", found \"big\"",
        "[limits]~input = -5|2: limits.input: expected a size such as \"64 KiB\", found -5",
        "[limits]~idle = { s = 5 }|2: limits.idle: expected a duration such as \"30s\", found a table",
        "[buffers]~rules = 5|2: buffers.rules: expected a list between [ and ], found 5",
        "[buffers]~rules = [~5]|3: buffers.rules[0]: expected a table between { and }, found 5",
        "[buffers]~rules = [~ {~from = 5}]|3: buffers.rules[0]: the line ends too early; a value, a quote or a bracket is"
                + " missing",
        "[[buffers.rules]]~from = \"10.0.0.0/8\"~[[buffers.rules]]~from = \"x\"|4: buffers.rules[1].from: expected an"
                + " address range such as \"10.0.0.0/8\" or \"2001:db8::/32\", found \"x\"",
        "[log]~level = \"loud\"|2: log.level: expected error, warn, info, debug or trace, found \"loud\"",
        // out of range
        "[limits]~connections = -1|2: limits.connections: expected a number between 0 and 10000000, found -1",
        "[limits]~backlog = 0|2: limits.backlog: expected a number between 1 and 65535, found 0",
        "[limits]~idle = \"0s\"|2: limits.idle: expected at least \"1ms\", found less",
        "[limits]~input = \"2 GiB\"|2: limits.input: expected a size between 1 KiB and 1 GiB, found 2 GiB",
        "[limits]~min-rate = \"2g\"|2: limits.min-rate: expected a size between 0 B and 1 GiB, found 2 GiB",
        "[http]~head-time = \"0s\"|2: http.head-time: expected at least \"1ms\", found less",
        "[http]~keep-alive = \"0s\"|2: http.keep-alive: expected at least \"1ms\", found less",
        "[reactor]~turn-limit = \"0ms\"|2: reactor.turn-limit: expected at least \"1ms\", found less",
        "user = \" \"|1: user: expected the name of a user, found \"\"",
        "[buffers]~floor = 100|2: buffers.floor: expected a size between 512 B and 1 GiB, found 100 B",
        // settings that do not fit each other
        "[buffers]~floor = \"1 MiB\"|2: buffers.floor: expected a floor not above the ceiling, found 1 MiB and 256 KiB",
        "[buffers]~ceiling = \"1 KiB\"|2: buffers.ceiling: expected a floor not above the ceiling, found 2 KiB and"
                + " 1 KiB",
        "[buffers]~rules = [{ floor = \"1 KiB\" }]|2: buffers.rules[0]: expected either from or suffix, found neither",
        "[buffers]~rules = [{ from = \"::1\", suffix = \".x\" }]|2: buffers.rules[0]: expected either from or suffix,"
                + " found both",
        "[buffers]~rules = [~{ suffix = \"example.org\" }]|3: buffers.rules[0].suffix: expected the end of a host name"
                + " such as \".example.org\", found \"example.org\"",
        "[buffers]~rules = [~{ suffix = \".x\", ceiling = 1024 }]|3: buffers.rules[0].ceiling: expected a floor not"
                + " above the ceiling, found 2 KiB and 1 KiB",
        "[http]~listen = \"auto\"|2: http.listen: expected HOST:PORT or \"off\", found \"auto\"",
        // not built yet
        "http.listen = \"127.0.0.1:80\"~https.listen = [\":80\", \"127.0.0.1:80\"]|2: https.listen: expected an address of"
                + " its own, found 127.0.0.1:80, which http.listen has",
        "http.listen = [\":80\", \":80\"]|1: http.listen: expected an address of its own, found :80, which http.listen"
                + " has already",
        "state-folder = \"/no/such/folder\"|1: state-folder: expected a path in a folder that exists, found nothing at"
                + " \"/no/such\"",
        "tls.cipher-suites = [\"TLS_AES_128_GCM_SHA265\"]|1: tls.cipher-suites[0]: expected the name of a cipher suite"
                + " that this Java knows, found \"TLS_AES_128_GCM_SHA265\"; did you mean TLS_AES_128_GCM_SHA256?",
        "tls.cipher-suites = [~\"ecdhe-rsa-chacha20-poly1305\"]|2: tls.cipher-suites[0]: expected the name of a cipher"
                + " suite that this Java knows, found \"ecdhe-rsa-chacha20-poly1305\"; did you mean"
                + " TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256?",
        "tls.cipher-suites = [\"HIGH:!aNULL\"]|1: tls.cipher-suites[0]: expected the name of a cipher suite that this"
                + " Java knows, found \"HIGH:!aNULL\"; for example TLS_AES_128_GCM_SHA256 or"
                + " TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "[tls]~protocols = [\"TLSv1.2\"]~cipher-suites = [\"TLS_AES_128_GCM_SHA256\"]|3: tls.cipher-suites: expected a"
                + " suite for TLSv1.2, found none; for example TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "https.redirect = true|1: https.redirect: expected false while https.listen is \"off\", found true",
        "tls.protocols = [\"TLSv1.1\"]|1: tls.protocols: expected some of \"TLSv1.3\" and \"TLSv1.2\", found [TLSv1.1]",
        "tls.client-certificates = \"maybe\"|1: tls.client-certificates: expected \"off\", \"optional\", \"required\", found \"maybe\"",
        "tls.client-certificates = \"required\"|1: tls.client-certificates: expected \"off\" while tls.client-ca-file is empty, found \"required\"",
        "tls.certificates = [{ key = \"x\" }]|1: tls.certificates[0].certificate: is missing",
        "extensions = [{ path = \"/x\" }]|1: extensions[0].type: is missing",
        "[[extensions]]~type = \"heath\"|2: extensions[0].type: expected \"health\", found \"heath\"",
        "[[extensions]]~type = \"health\"~pth = \"/x\"|3: extensions[0].pth: unknown setting; did you mean extensions[0].path?",
        "[[extensions]]~type = \"health\"~path = \"x\"|1: extensions[0]: expected a path that begins with a slash, found \"x\"",
        "[[extensions]]~type = \"health\"~[[extensions]]~type = \"health\"|3: extensions[1].name: another extension is"
                + " called \"health\" already; give this one a name of its own",
        "[[extensions]]~type = \"health\"~name = \"files\"|3: extensions[0].name: another extension is"
                + " called \"files\" already; give this one a name of its own",
        "[[extensions]]~type = \"health\"~name = \"a b\"|3: extensions[0].name: expected letters, digits, hyphens and"
                + " underscores, found \"a b\"",
        "[[extensions]]~type = \"health\"~enabled = 1|3: extensions[0].enabled: expected true or false, found 1",
        "[monitor]~listen = \"127.0.0.1:0\"|2: monitor.listen: expected a socket while monitor.users is empty, found 127.0.0.1:0; medusa passwd --monitor FILE USER --role eval makes the file of those who may log in",
        "[monitor]~group-role = \"root\"|2: monitor.group-role: expected \"view\", \"manage\", \"eval\", found \"root\"",
        "[classic-monitor]~listen = \":9999\"~password-file = \"/f\"|2: classic-monitor.listen: expected an address of this machine only, found :9999; whoever records a log-in elsewhere can crack its password (classic-monitor.anywhere allows it)",
        // not TOML
        "a = 1~[http~listen = 1|2: http: the line ends too early; a value, a quote or a bracket is missing",
        "[http]~listen = 127.0.0.1:80|2: http.listen: more text after the value; text needs quotes, such as"
                + " \"127.0.0.1:8080\"",
        "[http]~listen = \":80\"~listen = \":81\"|3: http.listen: set twice; keep one of them",})
    void nameFileLineAndKey(String text, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("medusa.toml"), text.replace('~', '\n'));
        assertThat(problems(file)).containsExactly(file + ":" + problem);
    }

    @Test
    void areAllReportedAtOnce() throws IOException {
        Path file = Files.writeString(folder.resolve("medusa.toml"), """
                rot = "/srv"
                [limits]
                idle = 60
                conections = 5
                [buffers]
                floor = "x"
                """);
        assertThat(problems(file, "limits.backlog=x", "nonsense", "log.levl=info")).containsExactly(
                "--set: expected KEY=VALUE, such as limits.idle=2m, found \"nonsense\"",
                file + ":1: rot: unknown setting; did you mean root?",
                file + ":4: limits.conections: unknown setting; did you mean limits.connections?",
                "--set: limits.backlog: expected a whole number, found \"x\"",
                file + ":3: limits.idle: expected a duration such as \"30s\", found 60",
                file + ":6: buffers.floor: expected a size such as \"64 KiB\", found \"x\"",
                "--set: log.levl: unknown setting; did you mean log.level?");
    }

    @Test
    void areNotMoreThanAScreenful() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 60_000; i++) {
            text.append("key-").append(i).append(" = 1\n");
        }
        Path file = Files.writeString(folder.resolve("other.toml"), text);
        assertThat(problems(file)).hasSize(21).endsWith("and 59980 more problems");
    }

    @Test
    void sayWhatIsWrongWithTheFileItself() throws IOException {
        Path missing = folder.resolve("missing.toml");
        assertThat(problems(missing)).containsExactly(missing + ": no such file");
        assertThat(problems(folder)).containsExactly(folder + ": cannot be read: it is a folder");
        Path latin = Files.write(folder.resolve("latin.toml"), "# Größe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(problems(latin)).containsExactly(latin + ": expected text in UTF-8, found another encoding");
        Path large = Files.writeString(folder.resolve("large.toml"), "#".repeat(1024 * 1024 + 1));
        assertThat(problems(large)).containsExactly(large + ": cannot be read: it is larger than 1 MiB");
    }

    @Test
    void nameTheRootThatIsMissing() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThat(problems(null, "root=" + folder.resolve("nowhere"))).containsExactly(
                "--set: root: expected a folder, found nothing at \"" + folder.resolve("nowhere") + "\"");
        assertThat(problems(null, "root=" + file))
                .containsExactly("--set: root: expected a folder, found a file at \"" + file + "\"");
    }

    @Test
    void nameTheOption() {
        ConfigSources sources = new ConfigSources(Optional.empty(),
                List.of(new ConfigSources.Override("--http", "http.listen", "80")), List.of());
        assertThatExceptionOfType(ConfigException.class).isThrownBy(() -> ConfigLoader.load(sources)).withMessage(
                "--http: expected HOST:PORT, :PORT, [IPV6]:PORT, unix:PATH or \"off\", found \"80\"");
    }

    private static List<String> problems(Path file, String... sets) {
        try {
            ConfigLoader.load(new ConfigSources(Optional.ofNullable(file), List.of(), List.of(sets)));
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }
}
