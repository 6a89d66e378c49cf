package medusa.monitor;

import static medusa.monitor.Param.required;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.ScramException;
import medusa.auth.ScramServer;
import medusa.auth.UnknownUsers;
import medusa.reactor.Reactor;
import medusa.state.OwnFile;

/// `login.*`: SCRAM-SHA-256 (RFC 5802, RFC 7677), one try for each connection. Whatever fails is answered at the same time after
/// it was asked, in the same words, and ends the connection; what it was stands in the log.
final class LoginMethods {
    private static final Logger log = LoggerFactory.getLogger(LoginMethods.class);

    private static final String MECHANISM = "SCRAM-SHA-256";
    private static final Duration DEADLINE = Duration.ofSeconds(1);

    private final Gate gate;
    private final Executor worker;
    private final Reactor reactor;
    private final LoginLog noted;
    /// Why the users cannot be read, as the log has it; empty if they can.
    private final AtomicReference<String> complaint = new AtomicReference<>("");

    LoginMethods(Gate gate, Executor worker, Reactor reactor) {
        this.gate = gate;
        this.worker = worker;
        this.reactor = reactor;
        noted = new LoginLog("monitor", gate, reactor.counters());
    }

    List<Method> methods() {
        return List.of(
                new Method("login.start", null, "Begins a log-in; `message` is the server's challenge.",
                        List.of(required("mechanism", Param.Type.TEXT, "`SCRAM-SHA-256`"),
                                required("message", Param.Type.TEXT, "the client's first message: `n,,n=anna,r=…`")),
                        this::start),
                new Method("login.finish", null,
                        "Ends it; `message` is the server's proof, which the client should check. There is one try for each"
                                + " connection: after a failure it ends.",
                        List.of(required("message", Param.Type.TEXT, "the client's last message: `c=biws,r=…,p=…`")),
                        this::finish));
    }

    private CompletableFuture<Map<String, Object>> start(Call call) throws MonitorException {
        MonitorSession session = call.session();
        if (session.role() != null || session.get(Begun.class) != null) {
            throw new MonitorException(Fault.REFUSED, "there is one log-in for each connection");
        }
        if (!call.text("mechanism").equals(MECHANISM)) {
            throw call.method().param("mechanism").wrong("\"" + MECHANISM + "\"", call.text("mechanism"));
        }
        Optional<MonitorUsers> users = gate.users();
        if (noted.refuses(session.channel().address(), session.channel().from())) {
            return refused(session);
        }
        if (users.isEmpty()) {
            return failed(session, "", "nobody may log in");
        }
        session.put(new Begun()); // a second one meanwhile is one too many
        return CompletableFuture.supplyAsync(() -> read(users.get()), worker)
                .thenComposeAsync(unknown -> challenge(call, users.get(), unknown), reactor::execute);
    }

    /// Kept by who has tried.
    private static final class Begun {}

    /// Looks whether the file has changed.
    private UnknownUsers read(MonitorUsers users) {
        try {
            try {
                users.refresh();
                complaint.set("");
            } catch (IOException e) {
                complain(OwnFile.reason(e));
            }
            return gate.unknown(users);
        } catch (IOException e) {
            log.error("nobody can log in at the monitor: {}", OwnFile.reason(e));
            throw new CompletionException(
                    new MonitorException(Fault.INTERNAL, "the server failed at it; its log says more"));
        }
    }

    /// Once, since anybody could have it written again.
    private void complain(String reason) {
        if (!complaint.getAndSet(reason).equals(reason)) {
            log.error(
                    "monitor.users: {}; it has changed, and nobody can log in until it can be read: let the user that the server"
                            + " acts as read it, and nobody else",
                    reason);
        }
    }

    private CompletableFuture<Map<String, Object>> challenge(Call call, MonitorUsers users, UnknownUsers unknown) {
        MonitorSession session = call.session();
        session.channel().server().usersChanged();
        ScramServer scram = new ScramServer(name -> users.find(name).map(MonitorUsers.User::keys), unknown);
        try {
            String challenge = scram.first(call.text("message"));
            session.put(scram);
            return CompletableFuture.completedFuture(Map.of("message", challenge));
        } catch (ScramException e) {
            return failed(session, scram.claimed(), e.getMessage());
        }
    }

    private Object finish(Call call) throws MonitorException {
        MonitorSession session = call.session();
        ScramServer scram = session.get(ScramServer.class);
        if (scram == null || session.role() != null) {
            throw new MonitorException(Fault.REFUSED, "no log-in has begun");
        }
        if (noted.refuses(session.channel().address(), session.channel().from())) {
            return refused(session); // of many that began at once
        }
        try {
            String proof = scram.last(call.text("message"));
            Optional<MonitorUsers.User> user = gate.users().flatMap(users -> users.find(scram.user()));
            return user.isEmpty() // since it began
                    ? failed(session, scram.claimed(), "no such user any more")
                    : welcome(session, user.get(), proof);
        } catch (ScramException e) {
            return failed(session, scram.claimed(), e.getMessage());
        }
    }

    private Map<String, Object> welcome(MonitorSession session, MonitorUsers.User user, String proof) {
        session.loggedIn(user.name(), user.role());
        session.put(user); // who may not stay when the users change
        noted.loggedIn(session.channel().from(), user.name(), user.role());
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("message", proof);
        answer.put("user", user.name());
        answer.put("role", user.role());
        return answer;
    }

    /// @param claimed who it wanted to be, if it has said so
    /// @param why     for the log
    private CompletableFuture<Map<String, Object>> failed(MonitorSession session, String claimed, String why) {
        noted.failed(session.channel().address(), session.channel().from(), claimed, why);
        return refused(session);
    }

    private static CompletableFuture<Map<String, Object>> refused(MonitorSession session) {
        MonitorChannel channel = session.channel();
        session.remove(ScramServer.class);
        session.put(new Begun());
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        channel.after(DEADLINE, () -> {
            answer.completeExceptionally(new MonitorException(Fault.LOGIN_REFUSED,
                    "the log-in is refused: name or password is wrong, or there were too many failures"));
            channel.execute(channel::closeWhenDone); // behind the answer
        });
        return answer;
    }
}
