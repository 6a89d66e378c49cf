package medusa.monitor;

import static medusa.monitor.Param.optional;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.slf4j.event.Level;

import medusa.log.TailLog;
import medusa.log.TailLog.Entry;

/// `log.tail`.
final class LogMethods {
    private static final int MOST = 1000;
    /// Characters below the first lines in one message, whose end is at 1 MiB.
    private static final int MOST_BELOW = 128 << 10;

    private final ServerView view;
    private final Executor worker;
    private final LogFeed feed;

    LogMethods(ServerView view, Executor worker) {
        this.view = view;
        this.worker = worker;
        feed = new LogFeed(view);
    }

    List<Method> methods() {
        return List.of(new Method("log.tail", Role.VIEW,
                "The last entries of the log, newest first. With `follow` also `watch`, and from then on `log.added` with the new"
                        + " `entries`, oldest first, and in `missed` how many have come and gone since the last message."
                        + " An entry of several lines has those below the first one in `more`, stacks included: who may watch"
                        + " sees them; where all of them would be too much for one message, the older entries go without.",
                List.of(optional("level", Param.Type.TEXT,
                        "the least level: `trace`, `debug`, `info`, `warn`, `error`; `trace`"),
                        optional("count", Param.Type.NUMBER, "the most entries; 100"),
                        optional("follow", Param.Type.FLAG, "whether new ones are told as they come; false")),
                this::tail));
    }

    private Object tail(Call call) throws MonitorException {
        Level least = call.word("level", Level.class, Level.TRACE);
        long count = call.number("count", 1, MOST, 100);
        TailLog log = view.facts().log();
        if (!call.flag("follow", false)) {
            return CompletableFuture.supplyAsync(() -> Map.of("entries", latest(log.later(least, 0), count)), worker);
        }
        TailLog.Later kept = log.later(least, 0); // here: nothing new may be told before the answer
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("watch", feed.follow(call.session(), least, kept));
        result.put("entries", latest(kept, count));
        return result;
    }

    private static List<Entry> latest(TailLog.Later kept, long count) {
        return bounded(kept.entries().reversed().stream().limit(count).toList());
    }

    /// The same entries, of which the last ones lack what is below their first line where that would be too much for a message.
    static List<Entry> bounded(List<Entry> entries) {
        List<Entry> fit = new ArrayList<>(entries.size());
        int room = MOST_BELOW;
        for (Entry entry : entries) {
            room -= entry.more().stream().flatMap(List::stream).mapToInt(String::length).sum();
            fit.add(room >= 0 ? entry : entry.brief());
        }
        return fit;
    }
}
