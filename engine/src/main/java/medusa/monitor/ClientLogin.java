package medusa.monitor;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

import medusa.auth.ScramClient;
import medusa.auth.ScramException;

/// A client's side of a log-in: both calls, and the server's proof. See [ScramClient].
final class ClientLogin {
    static final String MECHANISM = "SCRAM-SHA-256";

    private final ClientChannel channel;
    private final Executor workers;

    /// @param workers for the hashing, which takes from tenths of a second to seconds
    ClientLogin(ClientChannel channel, Executor workers) {
        this.channel = channel;
        this.workers = workers;
    }

    /// Whether the server offers what is spoken here.
    static boolean offered(Map<String, Object> hello) {
        return hello.get("login") instanceof List<?> mechanisms && mechanisms.contains(MECHANISM);
    }

    /// Logs in.
    ///
    /// @return what the server says in the end, `user` and `role`; fails with what the calls fail with, with [ScramException],
    ///         or with [IllegalArgumentException] for a name or password that cannot be one
    CompletableFuture<Map<String, Object>> run(Credentials.Login as) {
        try {
            ScramClient scram = new ScramClient(as.user(), as.password().clone());
            return call("login.start", Map.of("mechanism", MECHANISM, "message", scram.first()))
                    .thenApplyAsync(challenge -> proof(scram, challenge), workers)
                    .thenCompose(proof -> call("login.finish", Map.of("message", proof)))
                    .thenApply(end -> verified(scram, end));
        } catch (ScramException | IllegalArgumentException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    /// From whatever thread.
    private CompletableFuture<Map<String, Object>> call(String method, Map<String, ?> params) {
        CompletableFuture<Map<String, Object>> answer = new CompletableFuture<>();
        channel.reactor().execute(() -> channel.call(method, params, answer));
        return answer;
    }

    private static String proof(ScramClient scram, Map<String, Object> challenge) {
        try {
            return scram.last(message(challenge));
        } catch (ScramException e) {
            throw new CompletionException(e);
        }
    }

    private static Map<String, Object> verified(ScramClient scram, Map<String, Object> end) {
        try {
            scram.verify(message(end));
            return end;
        } catch (ScramException e) {
            throw new CompletionException(e);
        }
    }

    private static String message(Map<String, Object> answer) {
        return answer.get("message") instanceof String text ? text : "";
    }
}
