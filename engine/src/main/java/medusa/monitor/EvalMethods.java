package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import medusa.interpreter.Interpreter;
import medusa.interpreter.Outcome;
import medusa.log.AuditLog;

/// `eval`, `interrupt`, `complete` and `examine`: the interpreter of a session.
final class EvalMethods {
    private final Gate gate;
    private final Interpreters interpreters;

    EvalMethods(Gate gate, Interpreters interpreters) {
        this.gate = gate;
        this.interpreters = interpreters;
    }

    /// What became of a snippet, as the protocol tells it.
    record Evaluated(Outcome.Status status, String value, String type, String name, String output,
            List<Outcome.Problem> problems, Optional<Outcome.Thrown> thrown, double millis) {
        static Evaluated of(Outcome outcome) {
            return new Evaluated(outcome.status(), outcome.value(), outcome.type(), outcome.name(), outcome.output(),
                    outcome.problems(), outcome.thrown(), outcome.took().toNanos() / 1e6);
        }
    }

    List<Method> methods() {
        Param code = required("code", Param.Type.TEXT, "Java: any number of snippets");
        return List.of(
                new Method("eval", Role.EVAL,
                        "Runs Java in the server; `server`, `reactor`, `http`, `ftp`, `connections` and `extensions` are there, `last`"
                                + " is the last value, and what is defined stays for this connection. `status` is `done`,"
                                + " `failed` (see `thrown`), `invalid` (see `problems`), `incomplete` (nothing was run),"
                                + " `interrupted` or `rejected`.",
                        List.of(code, optional("on", Param.Type.TEXT,
                                "`reactor`, where everybody waits for it, or `worker`; `reactor`")),
                        this::eval),
                new Method("interrupt", Role.EVAL,
                        "Ends what `eval` runs on this connection, also while the reactor is kept by it; `interrupted` is whether"
                                + " there was anything.",
                        List.of(optional("request", Param.Type.ID, "of which `eval`; the one that runs")),
                        this::interrupt),
                new Method("complete", Role.EVAL,
                        "How a snippet could go on at the cursor: each of `candidates` replaces what stands from `anchor` to"
                                + " there. Nothing is run.",
                        List.of(code, required("cursor", Param.Type.NUMBER, "characters before it")), this::complete),
                new Method("examine", Role.EVAL,
                        "Whether a snippet can be run: `completeness` is `complete`, `incomplete`, `invalid` or `empty`, and `rest` is"
                                + " where it begins not to. Nothing is run.",
                        List.of(code),
                        call -> interpreter(call.session()).examine(call.text("code"))
                                .thenApply(found -> Json.object("completeness", found.state(), "rest", found.rest()))));
    }

    private SessionInterpreter session(MonitorSession session) {
        SessionInterpreter there = session.get(SessionInterpreter.class);
        if (there == null) {
            there = new SessionInterpreter(interpreters, session.channel());
            session.put(there);
            session.whenClosed(there::close);
        }
        return there;
    }

    private Interpreter interpreter(MonitorSession session) {
        return session(session).interpreter();
    }

    private CompletionStage<Evaluated> eval(Call call) throws MonitorException {
        MonitorSession session = call.session();
        String code = call.text("code");
        Interpreter.Where where = call.word("on", Interpreter.Where.class, Interpreter.Where.REACTOR);
        AuditLog audit = gate.audit().orElseThrow(() -> new MonitorException(Fault.REFUSED,
                "the audit log cannot be written, and no code is run without; the server's log says more"));
        audit.note(AuditLog.Event.EVAL, session.user(), session.channel().from(), code);
        SessionInterpreter running = session(session);
        running.interpreter().runOn(where);
        CompletableFuture<Outcome> outcome = running.interpreter().eval(code);
        running.began(call.id(), outcome);
        return outcome.thenApply(Evaluated::of);
    }

    private Object interrupt(Call call) throws MonitorException {
        SessionInterpreter running = call.session().get(SessionInterpreter.class);
        return Map.of("interrupted",
                running != null && running.interrupt(Optional.ofNullable(call.params().get("request"))));
    }

    private CompletionStage<Map<String, Object>> complete(Call call) throws MonitorException {
        String code = call.text("code");
        int cursor = (int) call.number("cursor", 0, code.length(), code.length());
        return interpreter(call.session()).complete(code, cursor).thenApply(completion -> {
            Map<String, Object> answer = new LinkedHashMap<>();
            answer.put("anchor", completion.anchor());
            answer.put("candidates", completion.candidates());
            answer.put("more", completion.more());
            return answer;
        });
    }
}
