package medusa.examples;

import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.StringJoiner;
import java.util.concurrent.RejectedExecutionException;

import medusa.http.Extension;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.HttpSettings;
import medusa.http.Place;
import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Reactor;

/// Takes numbers apart: `/factors/91` is 7 x 13. A large one takes a second, in which the reactor thread has others to serve:
/// so a worker does it, and the answer comes later.
public final class FactorsExtension implements Extension {
    private static final String PREFIX = "/factors/";
    /// What a worker does in a second or so.
    private static final long LARGEST = 1_000_000_000_000_000_000L;

    @Override
    public boolean match(HttpRequest request) {
        return request.path().startsWith(PREFIX);
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        long number = number(request.path().substring(PREFIX.length()));
        try {
            request.server().workers().execute(() -> {
                String factors = factors(number);
                request.execute(() -> request.reply(200).header("Content-Type", "text/plain").send(factors + "\n"));
            });
        } catch (RejectedExecutionException e) {
            throw new HttpException(503, "Too many numbers are waiting.").with("Retry-After", "2");
        }
    }

    private static long number(String text) throws HttpException {
        if (text.matches("[1-9]\\d{0,18}") && Long.parseLong(text) <= LARGEST) {
            return Long.parseLong(text);
        }
        throw new HttpException(400, "A number from 1 to " + LARGEST + " is wanted.");
    }

    private static String factors(long number) {
        StringJoiner factors = new StringJoiner(" x ").setEmptyValue("1");
        long rest = number;
        for (long divisor = 2; divisor * divisor <= rest; divisor++) {
            for (; rest % divisor == 0; rest /= divisor) {
                factors.add(Long.toString(divisor));
            }
        }
        return (rest > 1 ? factors.add(Long.toString(rest)) : factors).toString();
    }

    /// Listens on the port given, 8080 without one.
    public static void main(String[] args) throws Exception {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        try (Reactor reactor = Reactor.open()) {
            HttpServer http = new HttpServer(reactor, HttpSettings.DEFAULT, AccessLog.off(), InstantSource.system());
            http.extensions().install(Place.FRONT, new FactorsExtension());
            reactor.listen(new InetSocketAddress("127.0.0.1", port), Acceptor.Options.defaults(), http::newChannel);
            reactor.run();
        }
    }
}
