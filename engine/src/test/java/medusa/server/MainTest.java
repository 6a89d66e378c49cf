package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line in this process, from its arguments to its status and what it printed.
class MainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<ServerConfig> started = new ArrayList<>();
    private Runnable starting = () -> {};

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(delimiterString = " => ", quoteCharacter = '\0', value = {
        // the command itself
        " => a command is missing; try: medusa --help",
        "srve => unknown command \"srve\" (did you mean serve?); try: medusa --help",
        "--verbose => unknown command \"--verbose\"; try: medusa --help",
        // options
        "serve --htp :80 => unknown option --htp (did you mean --http?); try: medusa serve --help",
        "serve -x => unknown option -x; try: medusa serve --help",
        "serve --http => --http needs a value, HOST:PORT|off; try: medusa serve --help",
        "serve --root --http :80 => --root needs a value, DIR; try: medusa serve --help",
        "serve --http :1 --http :2 => --http is given twice; try: medusa serve --help",
        "serve here => unexpected argument \"here\"; try: medusa serve --help",
        "serve @file => unexpected argument \"@file\"; try: medusa serve --help",
        "serve --verbose --quiet => --verbose and --quiet exclude each other; give one of them",
        "serve --anonymous=maybe => Invalid value for option '--anonymous': 'maybe' is not a boolean; try: medusa serve --help",
        "check => FILE is missing; try: medusa check --help",
        "check a b => unexpected argument \"b\"; try: medusa check --help",
        "passwd users => USER is missing; try: medusa passwd --help",
        // values
        "serve --http 8080 => --http: expected HOST:PORT, :PORT, [IPV6]:PORT, unix:PATH or \"off\", found \"8080\"",
        "serve --http :99999 => --http: expected a port between 0 and 65535, found \":99999\"",
        "serve --http auto => --http: expected HOST:PORT or \"off\", found \"auto\"",
        "serve --classic-monitor unix:/x --password-file /f => --classic-monitor: expected HOST:PORT or \"off\", found \"unix:/x\"",
        "serve --root /no/such/folder => --root: expected a folder, found nothing at \"/no/such/folder\"",
        "serve --root= => --root: expected a path, found \"\"",
        "serve --config= => --config: expected the path of a file, found \"\"",
        "serve --config /no/such/file => /no/such/file: no such file",
        "serve --set limits.conections=5 => --set: limits.conections: unknown setting; did you mean limits.connections?",
        "serve --set limits => --set: expected KEY=VALUE, such as limits.idle=2m, found \"limits\"",
        "serve --set a.b.c.d.e.f.g.h.i=5 => --set: expected KEY=VALUE, such as limits.idle=2m, found "
                + "\"a.b.c.d.e.f.g.h.i=5\"",
        "serve --set =5 => --set: expected KEY=VALUE, such as limits.idle=2m, found \"=5\"",
        "serve --set a..b=5 => --set: expected KEY=VALUE, such as limits.idle=2m, found \"a..b=5\"",
        "check /no/such/file => /no/such/file: no such file",
        // parts that are not built
        "serve --ftps :990 => --ftps: the FTPS server is not in this build",
        "serve --classic-monitor 127.0.0.1:9999 => --classic-monitor: expected \"off\" while classic-monitor.password-file is empty, found 127.0.0.1:9999; put a password into a file and name that (--password-file)",
        "serve --unix-users => --unix-users: log-in of Unix users is not in this build",
        "serve --takeover => --takeover: takeover from a running server is not in this build",
        "serve --set ftps.listen=:990 => --set: ftps.listen: the FTPS server is not in this build",
        "serve --ftp unix:/run/ftp => --ftp: expected HOST:PORT or \"off\", found \"unix:/run/ftp\"",
        "console 9999 => console: expected HOST:PORT or unix:PATH, found \"9999\"",
        "console :9999 --serve . => console: a server is either named or started: not both",
        "console --serve /no/such/folder => console: --serve: there is no folder \"/no/such/folder\"",
        "monitor 9999 => monitor: expected HOST:PORT or unix:PATH, found \"9999\"",
        "monitor :9999 -e => -e needs a value, SNIPPET; try: medusa monitor --help",
        "passwd users me --role eval => --role is for the monitor's users; give --monitor too",
        "check ../installer/src/main/conf/medusa.toml --as-user me => --as-user: this system's users cannot be looked"
                + " up here",})
    void refusesWithOneLineAndStatus2(String arguments, String problem) {
        assertThat(run(arguments == null ? new String[0] : arguments.split(" "))).isEqualTo(2);
        assertThat(errors()).isEqualTo("medusa: " + problem + "\n");
        assertThat(output()).isEmpty();
        assertThat(started).isEmpty();
    }

    @Test
    void reportsEachProblemInItsLine() {
        assertThat(run("serve", "--unix-users", "--ftp", ":21", "--root", "/no", "--set", "log.levl=x")).isEqualTo(2);
        assertThat(errors()).isEqualTo("""
                medusa: --unix-users: log-in of Unix users is not in this build
                medusa: --set: log.levl: unknown setting; did you mean log.level?
                """);
    }

    @Test
    void escapesWhatItQuotes() {
        assertThat(run("serve", "a\u001b[2J\nmedusa: ready")).isEqualTo(2);
        assertThat(errors())
                .isEqualTo("medusa: unexpected argument \"a\\x1b[2J\\nmedusa: ready\"; try: medusa serve --help\n");
    }

    @Test
    void servesWithWhatTheOptionsSay() throws Exception {
        Path file = Files.writeString(folder.resolve("m.toml"), "user = \"www\"\nlog.level = \"error\"");
        assertThat(run("serve", "--config", file.toString(), "--root", folder.toString(), "--http", "[::1]:0",
                "--https",
                "off", "--ftp=off", "--ftps", "off", "--monitor", "off", "--classic-monitor", "off", "--no-anonymous",
                "--set", "limits.idle=2m", "--set", "limits.backlog=9", "--quiet")).isEqualTo(0);
        ServerConfig config = started.getFirst();
        assertThat(config)
                .isEqualTo(ServerConfig.of("user=www", "root=" + folder, "http.listen=[::1]:0", "ftp.listen=off",
                        "monitor.listen=off", "anonymous=false", "ftp.anonymous=off", "limits.idle=2m",
                        "limits.backlog=9",
                        "log.level=warn"));
        assertThat(output()).isEqualTo("medusa: http listening on 127.0.0.1:8080\nmedusa: ready\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void aServerThatIsToldToEndWhileItStartsIsNeverReady() {
        starting = () -> {
            try {
                Class<?> signal = Class.forName("sun.misc.Signal");
                signal.getMethod("raise", signal).invoke(null, signal.getConstructor(String.class).newInstance("TERM"));
                while (!errors().contains("SIGTERM: draining")) {
                    Thread.onSpinWait();
                }
                for (Thread thread : Thread.getAllStackTraces().keySet()) {
                    if (thread.getName().equals("SIGTERM handler")) {
                        thread.join();
                    }
                }
            } catch (ReflectiveOperationException | InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        assertThat(run("serve")).isZero();
        assertThat(output()).isEmpty();
    }

    @Test
    void startsWithoutAnyOption() throws Exception {
        assertThat(run("serve")).isEqualTo(0);
        assertThat(started).containsExactly(ServerConfig.of());
    }

    @Test
    void endsWithStatus1WhenTheStartFails() {
        Main main = new Main(new Streams(print(out), print(err)), (config, jars, _, _) -> {
            throw new StartException("http: port 8080 is in use");
        });
        assertThat(main.run(List.of("serve"))).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: http: port 8080 is in use\n");
    }

    @Test
    void endsWithStatus1WhenTheLogCannotBeOpened() {
        assertThat(run("serve", "--set", "log.file=" + folder.resolve("no/log"))).isEqualTo(1);
        assertThat(errors()).isEqualTo(
                "medusa: log.file: cannot write \"" + folder.resolve("no/log") + "\": its folder does not exist\n");
        assertThat(run("serve", "--set", "log.file=" + folder)).isEqualTo(1);
        assertThat(errors()).endsWith("medusa: log.file: cannot write \"" + folder + "\": it is a folder\n");
        assertThat(started).isEmpty();
    }

    @Test
    void showsAFaultOfItsOwnWithoutAStackTrace() {
        Main main = new Main(new Streams(print(out), print(err)), (config, jars, _, _) -> {
            throw new IllegalStateException("oops\nagain");
        });
        assertThat(main.run(List.of("serve"))).isEqualTo(1);
        assertThat(errors()).isEqualTo("medusa: internal error: java.lang.IllegalStateException: oops\\nagain\n");
    }

    @Test
    void checksAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("m.toml"), "[limits]\nidle = \"1m\"\n");
        assertThat(run("check", file.toString())).isEqualTo(0);
        assertThat(output()).isEqualTo(file + ": ok\n");
        assertThat(errors()).isEmpty();
    }

    @Test
    void checksTheCertificatesOfAFile() throws Exception {
        Path pem = folder.resolve("a.pem");
        OwnCertificate.write(pem, "a.example");
        Path file = Files.writeString(folder.resolve("m.toml"), """
                http.listen = "off"
                [https]
                listen = ":443"
                redirect = true
                [tls]
                certificates = [
                  { certificate = "%s" },
                ]
                """.formatted(pem));
        assertThat(run("check", file.toString())).isEqualTo(0);
        assertThat(output()).isEqualTo(file + ": ok\n");
        assertThat(errors())
                .isEqualTo("medusa: warning: https.redirect has no effect while http.listen is \"off\"\n");
        Files.writeString(pem, "junk");
        err.reset();
        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(errors()).isEqualTo("medusa: " + file + ":7: tls.certificates[0]: " + pem
                + ": there is no certificate in it (PEM is wanted: -----BEGIN CERTIFICATE-----)\n");
    }

    @Test
    void checksAFileThatIsNotRight() throws Exception {
        Path file = Files.writeString(folder.resolve("m.toml"), "[limits]\nidle = \"abc\"\nidel = 1\nroot = \"/\"\n");
        assertThat(run("check", file.toString())).isEqualTo(2);
        assertThat(output()).isEmpty();
        assertThat(errors().replace(file.toString(), "m.toml")).isEqualTo("""
                medusa: m.toml:3: limits.idel: unknown setting; did you mean limits.idle?
                medusa: m.toml:4: limits.root: unknown setting; did you mean root?
                medusa: m.toml:2: limits.idle: expected a duration such as "30s", found "abc"
                """);
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isEqualTo(0);
        assertThat(output().lines()).hasSize(2);
        assertThat(output()).matches("medusa [0-9][^\n]*\nJava [0-9][^\n]*\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"serve", "console", "monitor", "check", "passwd"})
    void helpsWithEveryCommand(String command) {
        assertThat(run(command, "--help")).isEqualTo(0);
        assertThat(output()).startsWith("Usage: medusa " + command + " ").doesNotContain("\u001b");
        assertThat(errors()).isEmpty();
        assertThat(run("--help")).isEqualTo(0);
        assertThat(output()).contains("\n  " + command + " ");
    }

    private int run(String... arguments) {
        return new Main(new Streams(print(out), print(err)), (config, jars, _, _) -> {
            started.add(config);
            starting.run();
            return new Running() {
                @Override
                public List<String> listening() {
                    return List.of("http listening on 127.0.0.1:8080");
                }

                @Override
                public List<String> reload() {
                    throw new AssertionError("nobody asked for it");
                }

                @Override
                public void drain() {}

                @Override
                public Duration drainLimit() {
                    return Duration.ZERO;
                }

                @Override
                public int awaitEnd() {
                    return 0;
                }
            };
        }).run(List.of(arguments));
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String output() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String errors() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
