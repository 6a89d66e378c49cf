package medusa.monitor.terminal;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

import medusa.metrics.Printable;
import medusa.metrics.Spelling;

/// What can be typed besides Java: a word behind a slash, and perhaps arguments.
enum SlashCommand {
    CONNECTIONS("[WORD]...", "Lists the connections, or those with these words.",
            (call, words) -> call.tell("connections.list", Map.of("filter", String.join(" ", words)),
                    answer -> Tables.connections(answer, Instant.now(), call.room()))),
    CLOSE("ID...", "Ends connections.", SlashCommand::close),
    LISTENERS("", "Says where the server listens.",
            (call, _) -> call.tell("listeners.list", Map.of(), answer -> Tables.listeners(answer, call.room()))),
    EXTENSIONS("", "Lists the extensions in the order they are asked.",
            (call, _) -> call.tell("extensions.list", Map.of(), answer -> Tables.extensions(answer, call.room()))),
    BUFFERS("", "Shows the pool, the bounds, and who holds most.",
            (call, _) -> call.tell("buffers.list", Map.of(), answer -> Tables.buffers(answer, call.room()))),
    COUNTERS("", "Shows what has been counted since the start.",
            (call, _) -> call.tell("counters.get", Map.of(), answer -> Tables.counters(answer, call.room()))),
    INFO("", "Says which server this is, and how it does.",
            (call, _) -> call.tell("server.info", Map.of(), answer -> Tables.info(answer, ZoneId.systemDefault()))),
    BANS("[lift ADDRESS]", "Lists who may not log in for a while; lets an address try again.", SlashCommand::bans),
    LOG("[follow] [LEVEL]", "Shows the log's end; with follow, until Ctrl-C.", SlashCommand::log),
    RELOAD("", "Lets the server read its configuration again.", (call, _) -> reload(call)),
    ON("reactor|worker", "Says where snippets run; long ones on a worker.", SlashCommand::on),
    HELP("", "Shows this.", (call, _) -> call.screen().show(help(call.room()))),
    EXIT("", "Ends, as Ctrl-D does.", (_, _) -> {});

    /// One command as it runs.
    record Call(Remote remote, Screen screen) {
        int room() {
            return screen.room();
        }

        void tell(String method, Map<String, ?> params, Function<Row, List<String>> shown)
                throws Trouble, InterruptedException {
            screen.show(shown.apply(remote.call(method, params)));
        }
    }

    private interface Action {
        void run(Call call, List<String> words) throws Trouble, InterruptedException;
    }

    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    private final String arguments;
    private final String about;
    private final Action action;

    SlashCommand(String arguments, String about, Action action) {
        this.arguments = arguments;
        this.about = about;
        this.action = action;
    }

    /// As it is typed.
    String word() {
        return "/" + name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(SlashCommand::word).toList();
    }

    /// Whether `line` is one, rather than Java, where a slash at the beginning means a comment.
    static boolean isOne(String line) {
        return line.startsWith("/") && line.length() > 1 && Character.isLetter(line.charAt(1));
    }

    /// @throws Trouble if there is none
    static SlashCommand of(String line) throws Trouble {
        String word = line.strip().split("\\s+")[0];
        return Arrays.stream(values()).filter(each -> each.word().equals(word)).findFirst()
                .orElseThrow(() -> new Trouble("there is no " + Printable.shortened(word)
                        + Spelling.closest(word, words()).map(close -> "; did you mean " + close + "?")
                                .orElse("; /help lists what there is"),
                        false));
    }

    /// @param line with its arguments
    void run(String line, Call call) throws Trouble, InterruptedException {
        List<String> words = List.of(line.strip().split("\\s+"));
        List<String> given = words.subList(1, words.size());
        if (arguments.isEmpty() && !given.isEmpty()) {
            throw new Trouble(word() + " takes nothing", false);
        }
        action.run(call, given);
    }

    private static void close(Call call, List<String> words) throws Trouble, InterruptedException {
        List<Long> ids = new ArrayList<>();
        for (String word : words) {
            if (!word.matches("[0-9]{1,18}")) {
                throw new Trouble("expected numbers of connections, found " + Printable.quoted(word), false);
            }
            ids.add(Long.valueOf(word));
        }
        if (ids.isEmpty()) {
            throw new Trouble("expected numbers of connections, as /connections lists them", false);
        }
        call.tell("connections.close", Map.of("ids", ids),
                answer -> List.of("closed: " + answer.number("closed") + " of " + ids.size()));
    }

    private static void bans(Call call, List<String> words) throws Trouble, InterruptedException {
        if (words.isEmpty()) {
            call.tell("bans.list", Map.of(), answer -> Tables.bans(answer, call.room()));
        } else if (words.size() == 2 && words.getFirst().equals("lift")) {
            call.tell("bans.lift", Map.of("address", words.get(1)), answer -> List.of(
                    answer.flag("lifted") ? words.get(1) + " may try again" : words.get(1) + " did not have to wait"));
        } else {
            throw new Trouble("expected nothing, or lift and an address, found "
                    + Printable.quoted(String.join(" ", words)), false);
        }
    }

    private static void log(Call call, List<String> words) throws Trouble, InterruptedException {
        boolean follow = words.contains("follow");
        List<String> levels = words.stream().filter(word -> !word.equals("follow")).toList();
        if (levels.size() > 1 || !LEVELS.containsAll(levels)) {
            throw new Trouble("expected one of " + String.join(", ", LEVELS) + ", found "
                    + Printable.quoted(String.join(" ", levels)), false);
        }
        ZoneId zone = ZoneId.systemDefault();
        String level = levels.isEmpty() ? "trace" : levels.getFirst();
        if (!follow) {
            call.tell("log.tail", Map.of("level", level, "count", 50), answer -> Tables.log(answer, zone));
            return;
        }
        CountDownLatch end = new CountDownLatch(1);
        try (var _ = call.screen().untilInterrupted(end)) {
            call.remote().watch("log.tail", Map.of("level", level, "count", 10, "follow", true),
                    answer -> call.screen().show(Tables.log(answer, zone)),
                    push -> call.screen().show(Tables.added(push, zone)), end);
        } catch (Trouble | InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void reload(Call call) throws Trouble, InterruptedException {
        Row answer = call.remote().call("server.reload", Map.of());
        if (answer.flag("reloaded")) {
            call.screen().show(List.of("the configuration has been read again"));
        } else {
            call.screen().complain(answer.texts("problems").stream().map(Printable::line).toList());
            throw new Trouble("nothing has changed", false);
        }
    }

    private static void on(Call call, List<String> words) throws Trouble {
        if (words.size() != 1 || !List.of("reactor", "worker").contains(words.getFirst())) {
            throw new Trouble("expected reactor or worker", false);
        }
        call.remote().on(words.getFirst());
        call.screen().show(List.of("snippets run on "
                + (words.getFirst().equals("worker") ? "a worker" : "the reactor") + " from now on"));
    }

    private static List<String> help(int room) {
        Table table = new Table().word("COMMAND").text("DOES");
        Arrays.stream(values()).forEach(each -> table
                .row(each.word() + (each.arguments.isEmpty() ? "" : " " + each.arguments), each.about));
        List<String> lines = new ArrayList<>(table.lines(room));
        lines.add("");
        lines.add("All else is Java and runs in the server; server, reactor, http, ftp, connections and");
        lines.add("extensions are there, last is the last value.");
        lines.add("Tab completes, Ctrl-C interrupts a snippet, Ctrl-D ends.");
        return lines;
    }
}
