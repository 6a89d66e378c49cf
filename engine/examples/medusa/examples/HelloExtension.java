package medusa.examples;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.Place;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Reactor;

/// Greets whoever asks: `/hello/anna`. An extension is two verbs, `match` and `handle`; this one needs no more.
public final class HelloExtension implements Extension {
    private static final String PREFIX = "/hello/";

    @Override
    public boolean match(HttpRequest request) {
        return request.path().startsWith(PREFIX);
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        String name = request.path().substring(PREFIX.length());
        if (name.isEmpty()) {
            throw new HttpException(404, "Whom shall I greet?");
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw new HttpException(405, "Greetings are only given.").with("Allow", "GET, HEAD");
        }
        request.reply(200).header("Content-Type", "text/plain; charset=utf-8").send(("Hello, " + name + "!\n")
                .getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Listens on the port given, 8080 without one.
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (Reactor reactor = Reactor.open()) {
            HttpServer http = new HttpServer(reactor, HttpSettings.DEFAULT, AccessLog.off(), InstantSource.system());
            http.extensions().install(Place.FRONT, new HelloExtension());
            reactor.listen(new InetSocketAddress("127.0.0.1", port), Acceptor.Options.defaults(), http::newChannel);
            reactor.run();
        }
    }
}
