package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import medusa.http.ServerFacts;
import medusa.http.ServerFacts.Listener;
import medusa.metrics.Counter;
import medusa.reactor.Descriptors;

/// `server.*`, `listeners.*` and `counters.get`.
final class ServerMethods {
    private final ServerView view;
    private final Executor worker;

    ServerMethods(ServerView view, Executor worker) {
        this.view = view;
        this.worker = worker;
    }

    /// What one is told of the server as a whole.
    record Info(String version, String java, String system, long pid, Instant started, Instant now, boolean draining,
            List<Listener> listeners, long turns, double longestTurnMillis, double recentTurnMillis, long heap,
            long heapLimit,
            OptionalLong descriptors, OptionalLong descriptorLimit) {}

    /// A counter with its meaning.
    record Count(long value, String meaning) {}

    List<Method> methods() {
        return List.of(
                new Method("server.info", Role.VIEW,
                        "Which server this is, how it does, and where it listens.", List.of(), call -> info()),
                new Method("server.reload", Role.MANAGE,
                        "Reads the configuration again, as SIGHUP does. If something is wrong with it, nothing changes, and"
                                + " `problems` says what, line by line.",
                        List.of(), call -> reload()),
                new Method("server.drain", Role.MANAGE,
                        "Lets nobody in any more, and ends the server when what is under way has finished, as SIGTERM does.",
                        List.of(), call -> done(view::drain)),
                new Method("server.stop", Role.MANAGE, "Ends the server now; what is under way is cut off.", List.of(),
                        call -> done(view::stop)),
                new Method("listeners.list", Role.VIEW, "Where the server listens.", List.of(),
                        call -> Map.of("listeners", view.facts().listeners())),
                new Method("listeners.start", Role.MANAGE,
                        "Opens a listener, which stays until it is stopped or the configuration is read again.",
                        List.of(part(), required("address", Param.Type.TEXT, "`127.0.0.1:8080`; port 0 picks one")),
                        call -> view.listeners().start(call.text("part"), call.text("address"))),
                new Method("listeners.stop", Role.MANAGE, "Closes a listener; its connections go on.",
                        List.of(part(), required("address", Param.Type.TEXT, "as `listeners.list` has it")), call -> {
                            view.listeners().stop(call.text("part"), call.text("address"));
                            return Map.of();
                        }),
                new Method("counters.get", Role.VIEW,
                        "What has been counted since the start: one counter, or all of them with their meaning.",
                        List.of(optional("name", Param.Type.TEXT, "one of them; without it all")), this::counters));
    }

    private static Param part() {
        return required("part", Param.Type.TEXT, "`http`, `https`, `monitor`, …");
    }

    private CompletableFuture<Info> info() {
        ServerFacts facts = view.facts();
        List<Listener> listeners = List.copyOf(facts.listeners());
        boolean draining = facts.isDraining();
        return CompletableFuture.supplyAsync(() -> {
            Runtime runtime = Runtime.getRuntime();
            return new Info(facts.version(), Runtime.version().toString(),
                    System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                    ProcessHandle.current().pid(), facts.started(), Instant.now(), draining, listeners,
                    view.reactor().turns(), view.reactor().longestTurn() / 1e6, view.reactor().recentTurn() / 1e6,
                    runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory(),
                    Descriptors.inUse(), Descriptors.limit()); // reads a folder of /proc
        }, worker);
    }

    private CompletableFuture<Map<String, Object>> reload() {
        return view.reload().thenApply(problems -> Json.object("reloaded", problems.isEmpty(), "problems", problems));
    }

    /// After the answer has been pushed.
    private Map<String, Object> done(Runnable what) {
        view.reactor().execute(what);
        return Map.of();
    }

    /// As JSON they are long.
    private CompletableFuture<Map<String, Object>> counters(Call call) throws MonitorException {
        String wanted = call.text("name");
        Map<String, Count> counts = new LinkedHashMap<>();
        view.reactor().counters().snapshot().forEach((counter, value) -> {
            if (wanted == null || wanted.equals(counter.label())) {
                counts.put(counter.label(), new Count(value, counter.meaning()));
            }
        });
        if (counts.isEmpty()) {
            throw new MonitorException(Fault.NOT_FOUND, "there is no such counter; there are "
                    + String.join(", ", List.of(Counter.values()).stream().map(Counter::label).toList()));
        }
        return CompletableFuture.supplyAsync(() -> Map.of("counters", counts), worker);
    }
}
