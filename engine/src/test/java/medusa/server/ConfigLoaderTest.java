package medusa.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

import medusa.metrics.ByteSize;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.slf4j.event.Level;

import medusa.reactor.AddressRange;

class ConfigLoaderTest {
    @TempDir
    private Path folder;

    @Test
    void theDefaultsServeTheCurrentFolderToThisMachine() throws Exception {
        ServerConfig config = ServerConfig.of();
        assertThat(config.root()).isEqualTo(Path.of("."));
        assertThat(config.user()).isEqualTo("nobody");
        assertThat(config.drainTimeout()).isEqualTo(Duration.ofSeconds(30));
        assertThat(config.stateFolder()).isEmpty();
        assertThat(config.http().listen()).hasToString("127.0.0.1:8080");
        assertThat(config.http().accessLog()).isEqualTo(new AccessLogSetting(true, Optional.empty()));
        assertThat(config.https().listen()).isEqualTo(Listen.OFF);
        assertThat(config.ftp().listen()).hasToString("127.0.0.1:2121");
        assertThat(config.ftps().listen()).isEqualTo(Listen.OFF);
        assertThat(config.monitor().listen()).hasToString("auto");
        assertThat(config.classicMonitor().listen()).isEqualTo(Listen.OFF);
        assertThat(config.limits()).isEqualTo(new ServerConfig.Limits(0, 256, 1024, Duration.ofMinutes(1),
                new ByteSize(256),
                new ByteSize(64 * 1024), new ByteSize(4 * 1024 * 1024)));
        assertThat(config.buffers()).isEqualTo(new ServerConfig.Buffers(new ByteSize(2048), new ByteSize(256 * 1024),
                new ByteSize(64 * 1024 * 1024), List.of()));
        assertThat(config.reactor().turnLimit()).isEqualTo(Duration.ofMillis(50));
        assertThat(config.log()).isEqualTo(new ServerConfig.Log(Level.INFO, Optional.empty()));
    }

    @Test
    void laterSourcesWin() throws Exception {
        Path file = Files.writeString(folder.resolve("medusa.toml"), """
                user = "www"
                http.listen = ["127.0.0.1:1", "[::1]:1"]
                [limits]
                connections = 10
                backlog = 20
                """);
        ServerConfig config = ConfigLoader.load(new ConfigSources(Optional.of(file),
                List.of(new ConfigSources.Override("--http", "http.listen", ":2"),
                        new ConfigSources.Override("--root", "root", folder.toString())),
                List.of("limits.backlog=30", "limits.backlog=40")));
        assertThat(config.user()).isEqualTo("www");
        assertThat(config.http().listen()).hasToString(":2");
        assertThat(config.root()).isEqualTo(folder);
        assertThat(config.limits().connections()).isEqualTo(10);
        assertThat(config.limits().backlog()).isEqualTo(40);
        assertThat(config.limits().connectionsPerAddress()).isEqualTo(256);
    }

    @Test
    void setTakesTomlOrElseText() throws Exception {
        ServerConfig config = ServerConfig.of("limits.input=65536", "limits.queue=64 KiB", "limits.idle=\"2m\"",
                "http.access-log=off", "log.file=/var/log/m=1.log", " user = www ", "http.listen=[\":1\", \":2\"]",
                "buffers.rules=[{from=\"10.0.0.0/8\", floor=1024}, {suffix=\".example.org\", ceiling=\"64k\"}]");
        assertThat(config.limits().input()).isEqualTo(new ByteSize(65536));
        assertThat(config.limits().queue()).isEqualTo(new ByteSize(65536));
        assertThat(config.limits().idle()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.http().accessLog().on()).isFalse();
        assertThat(config.log().file()).contains(Path.of("/var/log/m=1.log"));
        assertThat(config.user()).isEqualTo("www");
        assertThat(config.http().listen().addresses()).hasSize(2);
        assertThat(config.buffers().rules()).containsExactly(
                new ServerConfig.BufferRule(Optional.of(AddressRange.parse("10.0.0.0/8")), Optional.empty(),
                        Optional.of(new ByteSize(1024)), Optional.empty()),
                new ServerConfig.BufferRule(Optional.empty(), Optional.of(".example.org"), Optional.empty(),
                        Optional.of(new ByteSize(65536))));
    }

    @Test
    void setCannotSmuggleInASecondSetting() throws Exception {
        assertThat(ServerConfig.of("user=www\nroot = \"/\"").root()).isEqualTo(Path.of("."));
    }

    @Test
    void partsThatAreNotBuiltMayAlwaysBeOff() throws Exception {
        Path file = Files.writeString(folder.resolve("medusa.toml"), "ftp.listen = \":21\"\n[https]\nlisten = \"off\"");
        ServerConfig config = ConfigLoader
                .load(new ConfigSources(Optional.of(file), List.of(), List.of("ftp.listen=off", "monitor.listen=off")));
        assertThat(config.ftp().listen()).isEqualTo(Listen.OFF);
        assertThat(config.monitor().listen()).isEqualTo(Listen.OFF);
    }

    @Test
    void takesAFileWithAByteOrderMarkAndWindowsLines() throws Exception {
        Path file = Files.writeString(folder.resolve("medusa.toml"),
                "\ufeffuser = \"www\"\r\n[limits]\r\nbacklog = 7\r\n");
        ServerConfig config = ConfigLoader.load(new ConfigSources(Optional.of(file), List.of(), List.of()));
        assertThat(config.user()).isEqualTo("www");
        assertThat(config.limits().backlog()).isEqualTo(7);
    }
}
