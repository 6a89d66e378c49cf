package medusa.examples;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

import medusa.http.Extension;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.Place;
import medusa.log.AccessLog;
import medusa.producer.Producer;
import medusa.reactor.Acceptor;
import medusa.reactor.Reactor;

/// Sends a line each second for as long as somebody listens to `/ticks`, as browsers take it for events. The producer has
/// nothing most of the time, and says so: a thousand listeners cost a thousand small objects, and no thread.
public final class TicksExtension implements Extension {
    private static final Duration PERIOD = Duration.ofSeconds(1);

    @Override
    public boolean match(HttpRequest request) {
        return request.path().equals("/ticks");
    }

    @Override
    public void handle(HttpRequest request) {
        request.reply(200).header("Content-Type", "text/event-stream").header("Cache-Control", "no-store")
                .stream(new Ticks(request.server().reactor()));
    }

    private static final class Ticks implements Producer {
        private final Reactor reactor;
        private Runnable wake = () -> {};
        private long due = 1;
        private long told;
        private boolean closed;

        Ticks(Reactor reactor) {
            this.reactor = reactor;
        }

        @Override
        public void wakeWith(Runnable woken) {
            wake = woken;
            reactor.after(PERIOD, this::tick);
        }

        private void tick() {
            if (!closed) {
                due++;
                wake.run();
                reactor.after(PERIOD, this::tick);
            }
        }

        /// Who could not take a line in time is told the latest number only.
        @Override
        public Next more(ByteBuffer into) {
            if (told < due) {
                told = due;
                into.put(("data: " + told + "\n\n").getBytes(StandardCharsets.US_ASCII));
            }
            return Next.STALLED;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /// Listens on the port given, 8080 without one.
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (Reactor reactor = Reactor.open()) {
            HttpServer http = new HttpServer(reactor, HttpSettings.DEFAULT, AccessLog.off(), InstantSource.system());
            http.extensions().install(Place.FRONT, new TicksExtension());
            reactor.listen(new InetSocketAddress("127.0.0.1", port), Acceptor.Options.defaults(), http::newChannel);
            reactor.run();
        }
    }
}
