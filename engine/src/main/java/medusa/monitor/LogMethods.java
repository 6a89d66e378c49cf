package medusa.monitor;

import static medusa.monitor.Param.optional;

import java.util.List;
import java.util.Map;

import org.slf4j.event.Level;

/// `log.tail`.
final class LogMethods {
    private static final int MOST = 1000;

    private final ServerView view;

    LogMethods(ServerView view) {
        this.view = view;
    }

    List<Method> methods() {
        return List.of(new Method("log.tail", Role.VIEW, "The last entries of the log, newest first.",
                List.of(optional("level", Param.Type.TEXT,
                        "the least level: `trace`, `debug`, `info`, `warn`, `error`; `trace`"),
                        optional("count", Param.Type.NUMBER, "the most entries; 100")),
                call -> Map.of("entries",
                        view.facts().log().latest(call.word("level", Level.class, Level.TRACE),
                                (int) call.number("count", 1, MOST, 100)))));
    }
}
