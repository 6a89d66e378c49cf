package medusa.monitor;

import static medusa.monitor.Param.optional;
import static medusa.monitor.Param.required;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import medusa.reactor.Channel;
import medusa.reactor.ChannelSnapshot;

/// `connections.list` and `connections.close`.
final class ConnectionMethods {
    private static final int MOST_LISTED = 10_000;
    private static final int MOST_CLOSED = 10_000;

    private final ServerView view;
    private final Pictures pictures;
    private final Executor worker;

    ConnectionMethods(ServerView view, Pictures pictures, Executor worker) {
        this.view = view;
        this.pictures = pictures;
        this.worker = worker;
    }

    List<Method> methods() {
        return List.of(
                new Method("connections.list", Role.VIEW,
                        "The open connections, oldest first; `total` is how many there are before `filter` and `limit`."
                                + " Of each, `user` is who has logged in, over HTTP who did so last; of a transfer in"
                                + " hand, `done` is how many bytes have moved, and `total` how many it will be.",
                        List.of(optional("filter", Param.Type.TEXT,
                                "only those in whose protocol, peer, user or doing each of its words is found"),
                                optional("limit", Param.Type.NUMBER, "the most that are listed; 1000")),
                        this::list),
                new Method("connections.close", Role.MANAGE,
                        "Ends connections; `closed` is how many of them were open. One's own may be among them.",
                        List.of(required("ids", Param.Type.LIST, "their numbers"),
                                optional("gently", Param.Type.FLAG,
                                        "whether what is queued is sent before the end; false")),
                        this::close));
    }

    private CompletableFuture<Map<String, Object>> list(Call call) throws MonitorException {
        List<String> words = Connection.words(call);
        long limit = call.number("limit", 1, MOST_LISTED, 1000);
        return pictures.latest().thenApplyAsync(picture -> {
            List<ChannelSnapshot> channels = picture.reactor().channels();
            List<Connection> listed = new ArrayList<>();
            channels.stream().map(channel -> Connection.of(channel, picture.at()))
                    .filter(connection -> connection.matches(words)).limit(limit).forEach(listed::add);
            return Json.object("total", channels.size(), "connections", listed);
        }, worker);
    }

    /// After the answer has been pushed: it may go to one of them.
    private Map<String, Object> close(Call call) throws MonitorException {
        Set<Long> ids = new HashSet<>(call.numbers("ids", MOST_CLOSED));
        boolean gently = call.flag("gently", false);
        List<Channel> closing = view.reactor().channels().stream().filter(channel -> ids.contains(channel.id()))
                .toList();
        view.reactor().execute(() -> closing.forEach(gently ? Channel::closeWhenDone : Channel::close));
        return Map.of("closed", closing.size());
    }
}
