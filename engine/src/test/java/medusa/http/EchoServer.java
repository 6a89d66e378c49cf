package medusa.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;

import medusa.log.AccessLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// A server on a bench of its own that answers every request with what it has understood: method, target, bytes of the
/// body. It reads the body first, except where the path begins with `/early`.
final class EchoServer implements AutoCloseable {
    final Bench bench;
    final Acceptor acceptor;

    EchoServer() throws IOException {
        bench = new Bench();
        HttpServer http = new HttpServer(bench.reactor(), HttpSettings.DEFAULT, AccessLog.off(),
                InstantSource.fixed(Instant.parse("1994-11-06T08:49:37Z")));
        try {
            http.extensions().install(Place.BACK, new Echo());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        acceptor = bench.listen(http::newChannel);
    }

    static String text(String method, String target, long bytes) {
        return method + " " + target + " " + bytes + "\n";
    }

    private record Echo() implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return true;
        }

        @Override
        public void handle(HttpRequest request) {
            if (request.path().startsWith("/early")) {
                answer(request, 0);
                return;
            }
            request.body(new HttpRequest.BodyReceiver() {
                private long bytes;

                @Override
                public void content(ByteBuffer content) {
                    bytes += content.remaining();
                }

                @Override
                public void end() {
                    answer(request, bytes);
                }
            });
        }

        private static void answer(HttpRequest request, long bytes) {
            request.reply(200).header("Content-Type", "text/plain")
                    .send(text(request.method(), request.rawTarget(), bytes));
        }
    }

    @Override
    public void close() throws IOException {
        bench.close();
    }
}
