package medusa.monitor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.event.Level;

import medusa.auth.ScramClient;
import medusa.auth.ScramKeys;
import medusa.log.AuditLog;
import medusa.monitor.MonitorBench.Client;

/// `monitor-protocol.md` says of each method what the table of methods says, and its examples are what the server answers:
/// the same members, of the same kinds.
class ProtocolPageTest {
    private static final Path PAGE = Path.of("monitor-protocol.md");

    /// What each example asks for, those of a log-in left out.
    private static final Map<String, String> ASKED = new LinkedHashMap<>();
    static {
        for (String bare : List.of("server.info", "server.reload", "server.drain", "server.stop", "listeners.list",
                "buffers.list", "extensions.list", "extensions.types", "interrupt")) {
            ASKED.put(bare, "{}");
        }
        ASKED.put("listeners.start", "{\"part\":\"http\",\"address\":\"127.0.0.1:8081\"}");
        ASKED.put("listeners.stop", "{\"part\":\"http\",\"address\":\"127.0.0.1:8081\"}");
        ASKED.put("counters.get", "{\"name\":\"accepted\"}");
        ASKED.put("connections.list", "{\"filter\":\"monitor\",\"limit\":1}");
        ASKED.put("connections.close", "{\"ids\":[7,12],\"gently\":true}");
        ASKED.put("connections.watch", "{\"rate\":2}");
        ASKED.put("server.watch", "{\"rate\":1}");
        ASKED.put("watch.end", "{\"watch\":1}");
        ASKED.put("buffers.set",
                "{\"part\":\"http\",\"ceiling\":65536,\"rules\":[{\"from\":\"10.0.0.0/8\",\"floor\":65536,\"ceiling\":1048576}]}");
        ASKED.put("extensions.install",
                "{\"type\":\"redirect\",\"settings\":{\"rules\":[{\"from\":\"/old\",\"to\":\"/new\"}]},\"position\":\"front\"}");
        ASKED.put("extensions.move", "{\"name\":\"redirect\",\"position\":\"before:files\"}");
        for (String named : List.of("remove", "enable", "disable", "reload")) {
            ASKED.put("extensions." + named, "{\"name\":\"redirect\"}");
        }
        ASKED.put("extensions.load", "{\"path\":\"/srv/medusa/greeting.jar\"}");
        ASKED.put("extensions.upload", "{\"name\":\"greeting.jar\",\"data\":\"UEsDBBQ=\",\"offset\":0,\"last\":true}");
        ASKED.put("bans.add", "{\"address\":\"192.0.2.1\",\"seconds\":3600}");
        ASKED.put("bans.list", "{}");
        ASKED.put("bans.lift", "{\"address\":\"192.0.2.1\"}");
        ASKED.put("log.tail", "{\"level\":\"info\",\"count\":1}");
        ASKED.put("eval", "{\"code\":\"connections.size() + 1\"}");
        ASKED.put("complete", "{\"code\":\"server.fac\",\"cursor\":10}");
        ASKED.put("examine", "{\"code\":\"if (true) {\"}");
    }

    @TempDir
    private Path folder;

    /// With `-Dmedusa.write-pages=true` it is written instead.
    @Test
    void isUpToDate() throws Exception {
        Map<String, String> examples = examples();
        try (MonitorBench monitor = new MonitorBench()) {
            var methods = new TreeMap<>(monitor.monitor.methods()).values();
            if (Boolean.getBoolean("medusa.write-pages")) {
                Files.writeString(PAGE, ProtocolPage.of(methods, examples::get));
            }
            String page = Files.readString(PAGE);
            assertThat(page)
                    .as("engine/monitor-protocol.md is made from the methods. Make it anew: mvn -pl engine test"
                            + " -Dtest=ProtocolPageTest -Dmedusa.write-pages=true")
                    .isEqualTo(ProtocolPage.of(methods, method -> ProtocolPage.example(page, method)));
            for (Method method : methods) {
                assertThat(shape(ProtocolPage.example(page, method.name()))).as(method.name())
                        .isEqualTo(shape(examples.get(method.name())));
            }
        }
    }

    private Map<String, String> examples() throws Exception {
        Map<String, String> examples = new LinkedHashMap<>(login());
        for (Map.Entry<String, String> asked : ASKED.entrySet()) {
            try (MonitorBench monitor = new MonitorBench()) {
                monitor.audit = AuditLog.open(folder.resolve("state/audit.log"), InstantSource.system());
                monitor.log.add(Instant.EPOCH, Level.INFO, "server: ready");
                Client client = monitor.connect();
                for (int i = 0; i < 10; i++) {
                    monitor.failures.failed(InetAddress.ofLiteral("192.0.2.1"));
                }
                if (asked.getKey().equals("watch.end")) {
                    client.result("server.watch", "{}");
                }
                examples.put(asked.getKey(), exchange(client, asked.getKey(), asked.getValue()));
                monitor.audit.close();
            }
        }
        return examples;
    }

    private static String exchange(Client client, String method, String params) throws IOException {
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\""
                + (params.equals("{}") ? "" : ",\"params\":" + params) + "}";
        client.send(request);
        String answer = client.nextLine();
        while (!answer.contains("\"id\":1,")) {
            answer = client.nextLine();
        }
        return request + "\n" + new String(answer.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8) + "\n";
    }

    private Map<String, String> login() throws Exception {
        Path file = folder.resolve("users");
        new UsersFile(file).put("anna", Optional.of(Role.MANAGE),
                ScramKeys.of("secret".toCharArray(), new byte[16], 4096));
        try (MonitorBench monitor = new MonitorBench()) {
            monitor.role = null;
            monitor.users = MonitorUsers.open(file);
            Client client = monitor.connect();
            ScramClient scram = new ScramClient("anna", "secret".toCharArray());
            String start = exchange(client, "login.start",
                    "{\"mechanism\":\"SCRAM-SHA-256\",\"message\":\"" + scram.first() + "\"}");
            Map<?, ?> challenge = (Map<?, ?>) ((Map<?, ?>) Json.read(start.lines().skip(1).findFirst().orElseThrow()
                    .getBytes(StandardCharsets.UTF_8))).get("result");
            String finish = exchange(client, "login.finish",
                    "{\"message\":\"" + scram.last((String) challenge.get("message")) + "\"}");
            return Map.of("login.start", start, "login.finish", finish);
        }
    }

    @Test
    void everyMethodHasAnExample() throws IOException {
        try (MonitorBench monitor = new MonitorBench()) {
            TreeSet<String> asked = new TreeSet<>(ASKED.keySet());
            asked.addAll(List.of("login.start", "login.finish"));
            assertThat(asked).isEqualTo(new TreeSet<>(monitor.monitor.methods().keySet()));
        }
    }

    @Test
    void everyParameterSaysWhatItIsFor() throws IOException {
        try (MonitorBench monitor = new MonitorBench()) {
            monitor.monitor.methods().values().forEach(method -> {
                assertThat(method.about()).as(method.name()).endsWith(".");
                method.params().forEach(param -> assertThat(param.about()).as(method.name()).isNotBlank());
            });
        }
    }

    /// The names of the members and the kinds of the values in the lines of an example.
    private static String shape(String example) throws IOException {
        StringBuilder shape = new StringBuilder();
        for (String line : example.lines().toList()) {
            shape.append(kind(Json.read(line.getBytes(StandardCharsets.UTF_8)))).append('\n');
        }
        return shape.toString();
    }

    private static String kind(Object value) {
        return switch (value) {
            case null -> "null";
            case Map<?, ?> members -> members.entrySet().stream().map(member -> name(member.getKey()) + ":"
                    + kind(member.getValue())).distinct().collect(Collectors.joining(",", "{", "}"));
            case List<?> list -> list.isEmpty() ? "[]" : "[" + kind(list.getFirst()) + "]";
            case Long _,Double _ -> "number";
            default -> value.getClass().getSimpleName();
        };
    }

    /// Sizes are names too.
    private static String name(Object key) {
        return key.toString().matches("[0-9]+") ? "0" : key.toString();
    }
}
