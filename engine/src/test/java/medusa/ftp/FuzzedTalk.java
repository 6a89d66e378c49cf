package medusa.ftp;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/// What one client says and does, generated from the tables of commands: mostly what makes sense, with odd arguments in an odd
/// order, and now and then bytes that are no FTP at all.
final class FuzzedTalk {
    private static final int MOST_LINES = 48;
    private static final int ENDLESS = 300 << 10;

    /// Something that a client does.
    sealed interface Act {}

    /// Sends these bytes in one piece.
    record Say(String bytes) implements Act {}

    /// Does something about a data connection.
    record Data(Kind kind) implements Act {}

    /// Waits until every line is answered.
    record Await() implements Act {}

    /// Goes, and how.
    record Leave(boolean reset) implements Act {}

    /// What is done about data connections.
    enum Kind {
        /// Goes to where the last reply says.
        CONNECT,
        /// Sends some bytes.
        SEND,
        /// Sends more than buffers take.
        SEND_MUCH,
        /// Reads from now on.
        READ,
        /// Ends it in order.
        CLOSE,
        /// Ends it with RST.
        RESET,
        /// Says that a connection may come, by PORT.
        OFFER,
        /// The same by EPRT, where nobody listens.
        OFFER_NOTHING
    }

    private static final List<String> PATHS = List.of("file", "large", "folder", "/", "", ".", "..", "new", "new2",
            "folder/new", "/folder/a b \"c\"", "box/x", "shut", "shut/x", "out", "out/secret", "folder/secret",
            "../outside/secret", "/../../etc/passwd", "nowhere/x", " file", "file ", "-la", "-la folder", "*", "f*",
            "[a-", "~", "~root", ".hidden", ".medusa-upload-1", "caf\u00c3\u00a9", "\u00e9", "\u00ff\u00ff", "a\0b",
            "a\rb", "a\\b", "\"q\"", "%2e%2e", "x".repeat(255), "x".repeat(256), "a/".repeat(600), "/".repeat(50));
    private static final List<String> WORDS = List.of("", " ", "A", "I", "a n", "L 8", "E", "F", "R", "S", "Z", "B", "0",
            "1", "5", "99999999999", "-1", "18446744073709551616", "1 2", "5 3", "ALL", "1 ALL", "3", "2", "abc", "anna",
            "anonymous", "root", "secret", "wrong", "\u0001\u0002", "%n%s%x", "{0}", "x".repeat(4000), "x".repeat(5000),
            "20300102030405", "20300102030405.678 file", "19000000000000 file", "99999999999999 file", "type;size; file",
            "size=5;modify=20200101000000; file", "755 file", "CHMOD 644 file", "CHMOD 99999 file", "HELP", "WHO",
            "KICK 1", "UTF8 ON", "MLST type;size;", "MLST x;", "HASH SHA-256", "HASH CRC32", "HASH x", "en", "*",
            "example.org", "[::1]", "h,h,h,h,h,h", "127,0,0,1", "127,0,0,1,0,80", "10,0,0,1,200,1", "300,0,0,1,200,1",
            "|1|10.0.0.1|50000|", "|1|127.0.0.1|80|", "|2|::1|0|", "|3|x|1|", "|||||", "1|2|3");
    /// What makes sense for some.
    private static final Map<String, List<String>> ARGUMENTS = Map.of("USER", List.of("anna", "anonymous", "ftp", "bob"),
            "PASS", List.of("secret", "wrong", "", "me@example.org"), "TYPE", List.of("A", "I", "a", "L 8", "E"),
            "MODE", List.of("S", "Z", "B"), "STRU", List.of("F", "R"), "REST", List.of("0", "5", "99999", "x"),
            "EPSV", List.of("", "1", "2", "ALL"), "ALLO", List.of("5", "5 R 5"));
    private static final List<String> TELNET = List.of("\u00ff\u00f4\u00ff\u00f2", "\u00ff\u00f4", "\u00ff\u00f2",
            "\u00ff\u00fd\u0001", "\u00ff\u00fb\u0018", "\u00ff\u00fc\u0001", "\u00ff\u00fe\u0001",
            "\u00ff\u00fa\u0018\u0001\n\u00ff\u00f0", "\u00ff\u00f1", "\u00ff\u00ff", "\u00ff\u00f6");
    private static final List<String> ENDS = List.of("\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\r\n", "\n", "\r\r\n",
            "\0\r\n");
    private static final List<String> NOT_FTP = List.of("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\u0016\u0003\u0001\u0002\0",
            "SSH-2.0-x\r\n", "POST\r\n", "\r\n\r\n\r\n", "\n".repeat(100), "  NOOP\r\n", "\tNOOP\r\n", "noop\r\n",
            "NoOp  \r\n", "NOOP\tx\r\n", "N\u00c3\u00d6OP\r\n", "X".repeat(20_000) + "\r\n", "\u0131\r\n", "S\u0130TE x\r\n");

    private final Random random;
    private final List<FtpCommand> rows = new ArrayList<>();
    private final List<FtpCommand> site;
    private final List<FtpCommand> options;
    private final List<Act> acts = new ArrayList<>();

    FuzzedTalk(Random random, FtpServer server) {
        this.random = random;
        rows.addAll(server.commands().all());
        rows.removeIf(row -> List.of("PORT", "EPRT", "LPRT").contains(row.name())); // OFFER is for those
        site = server.site().all();
        options = server.options().all();
    }

    List<Act> acts() {
        if (oneIn(10)) {
            noise();
        } else {
            begin();
            for (int i = random.nextInt(MOST_LINES); i >= 0; i--) {
                step();
            }
        }
        if (oneIn(4)) {
            acts.add(new Leave(random.nextBoolean()));
        }
        return oneIn(20) ? dribbled() : acts;
    }

    private void begin() {
        switch (random.nextInt(5)) {
            case 0 -> line("USER anonymous", "PASS me@example.org");
            case 1, 2, 3 -> line("USER anna", "PASS secret");
            default -> {
                // not at all
            }
        }
        if (random.nextBoolean()) {
            acts.add(new Await());
        }
    }

    private void step() {
        switch (random.nextInt(14)) {
            case 0, 1 -> transfer();
            case 2 -> acts.add(new Data(any(List.of(Kind.values()))));
            case 3 -> acts.add(new Say(any(TELNET)));
            case 4 -> acts.add(new Await());
            case 5 -> line("RNFR " + any(PATHS), "RNTO " + any(PATHS));
            case 6 -> acts.add(new Say(mutated(command() + "\r\n")));
            case 7 -> {
                if (oneIn(8)) {
                    acts.add(new Say(any(NOT_FTP)));
                }
            }
            default -> line(command());
        }
    }

    /// One that could go well, and where everything may go wrong.
    private void transfer() {
        if (oneIn(5)) {
            acts.add(new Data(oneIn(3) ? Kind.OFFER_NOTHING : Kind.OFFER));
        } else {
            line(random.nextBoolean() ? "EPSV" : "PASV");
            acts.add(new Await());
        }
        if (!oneIn(6)) {
            acts.add(new Data(Kind.CONNECT));
        }
        if (oneIn(3)) {
            line("REST " + any(List.of("0", "3", "1000", "99999999")));
        }
        String path = any(PATHS);
        line(any(List.of("STOR ", "STOR ", "RETR ", "RETR ", "APPE ", "LIST ", "NLST ", "MLSD ", "STOU ")) + path);
        for (int i = random.nextInt(3); i > 0; i--) {
            acts.add(new Data(any(List.of(Kind.SEND, Kind.SEND_MUCH, Kind.READ))));
        }
        if (oneIn(3)) {
            acts.add(new Say(any(List.of("ABOR\r\n", "\u00ff\u00f4\u00ff\u00f2ABOR\r\n", "STAT\r\n", "NOOP\r\n",
                    "QUIT\r\n", "REIN\r\n", "PASV\r\n"))));
        }
        if (!oneIn(5)) {
            acts.add(new Data(any(List.of(Kind.CLOSE, Kind.CLOSE, Kind.RESET, Kind.READ))));
        }
    }

    private String command() {
        FtpCommand row = any(rows);
        return row.name() + argument(row);
    }

    private String argument(FtpCommand row) {
        String space = oneIn(30) ? "  " : " ";
        if (oneIn(8)) {
            return space + any(WORDS);
        }
        return switch (row.name()) {
            case "SITE" -> within(site);
            case "OPTS" -> within(options);
            default -> {
                if (ARGUMENTS.containsKey(row.name())) {
                    yield space + any(ARGUMENTS.get(row.name()));
                }
                if (row.usage().contains("path")) {
                    yield space + any(PATHS);
                }
                yield row.argument() == FtpCommand.Argument.NONE
                        ? ""
                        : space + (random.nextBoolean() ? any(WORDS) : any(PATHS));
            }
        };
    }

    private String within(List<FtpCommand> table) {
        if (table.isEmpty() || oneIn(5)) {
            return " " + any(WORDS);
        }
        return " " + any(table).name() + " " + (random.nextBoolean() ? any(WORDS) : any(PATHS));
    }

    private void line(String... lines) {
        StringBuilder all = new StringBuilder();
        for (String each : lines) {
            all.append(each).append(any(ENDS));
        }
        acts.add(new Say(all.toString()));
    }

    private String mutated(String line) {
        StringBuilder out = new StringBuilder(line);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(out.length());
            char odd = (char) random.nextInt(256);
            switch (random.nextInt(3)) {
                case 0 -> out.setCharAt(at, odd);
                case 1 -> out.insert(at, odd);
                default -> out.deleteCharAt(at).append(' ');
            }
        }
        return out.toString();
    }

    private void noise() {
        if (oneIn(40)) {
            acts.add(new Say("x".repeat(ENDLESS)));
            return;
        }
        for (int i = random.nextInt(6); i >= 0; i--) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            acts.add(new Say(new String(bytes, StandardCharsets.ISO_8859_1)));
        }
        acts.add(new Say("\r\n"));
    }

    /// Each byte in a packet of its own.
    private List<Act> dribbled() {
        List<Act> slow = new ArrayList<>();
        for (Act act : acts) {
            if (act instanceof Say(String bytes) && bytes.length() < 200) {
                bytes.chars().forEach(c -> slow.add(new Say(String.valueOf((char) c))));
            } else {
                slow.add(act);
            }
        }
        return slow;
    }

    private boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
