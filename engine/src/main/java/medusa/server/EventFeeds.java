package medusa.server;

import java.net.URI;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// Those who are told what happens, as the configuration wants them.
final class EventFeeds {
    /// Events that wait for one of them.
    private static final int MOST_WAITING = 1000;

    private EventFeeds() {}

    /// @param events checked
    static List<EventFeed> of(List<FtpConfig.Event> events) {
        List<EventFeed> feeds = new ArrayList<>();
        for (int i = 0; i < events.size(); i++) {
            FtpConfig.Event event = events.get(i);
            EventFeed.Sink sink = event.command().<EventFeed.Sink>map(EventCommand::new)
                    .orElseGet(() -> new EventWebhook(URI.create(event.webhook().orElseThrow())));
            feeds.add(new EventFeed(event.on(), Keys.element("ftp.events", i), sink, MOST_WAITING,
                    InstantSource.system()));
        }
        return feeds;
    }
}
