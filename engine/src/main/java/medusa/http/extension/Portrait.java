package medusa.http.extension;

import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.ServerFacts;

/// Answers requests with what a [ServerPicture] looks like. The reactor only lists what it has; sorting ten thousand channels
/// and writing text about them is the business of a worker.
final class Portrait {
    /// Each holds a line about every channel until it is made.
    private static final int MOST_UNDER_WAY = 8;

    private final ServerFacts facts;
    private final AtomicInteger underWay = new AtomicInteger();

    Portrait(ServerFacts facts) {
        this.facts = facts;
    }

    /// Reactor thread.
    ///
    /// @param form  makes the body, on a worker
    /// @param reply sends it, on the reactor thread
    /// @throws HttpException 503 if too many are at it
    <T> void paint(HttpRequest request, Function<ServerPicture, T> form, Consumer<T> reply) throws HttpException {
        if (underWay.get() >= MOST_UNDER_WAY) {
            throw busy();
        }
        HttpServer server = request.server();
        ServerPicture.Face face = new ServerPicture.Face(server.clock().instant(), facts.version(), facts.started(),
                facts.isDraining(), facts.listeners(),
                server.extensions().list().stream().map(ServerPicture.Part::of).toList());
        underWay.incrementAndGet();
        server.reactor().snapshot().thenApplyAsync(
                snapshot -> form.apply(ServerPicture.of(face, snapshot, server.reactor().counters().snapshot(),
                        server.reactor().errors().snapshot(), facts.log())),
                server.workers()).whenComplete((body, failure) -> {
                    underWay.decrementAndGet();
                    request.execute(() -> answer(request, body, failure, reply));
                });
    }

    private static <T> void answer(HttpRequest request, T body, Throwable failure, Consumer<T> reply) {
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        switch (cause) {
            case null -> reply.accept(body);
            case RejectedExecutionException _ -> request.fail(busy());
            default -> throw new IllegalStateException(cause); // becomes a 500
        }
    }

    private static HttpException busy() {
        return new HttpException(503, "The server is busy; try again soon.").with("Retry-After", "2");
    }
}
