package medusa.server;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;

/// Sends each event as JSON by POST, and once more if that fails in a way that may pass.
final class EventWebhook implements EventFeed.Sink {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(1), Duration.ofSeconds(5));
    private static final int TOO_MANY = 429;

    private final URI url;
    private final List<Duration> pauses;
    /// Made when it is needed: it costs threads.
    private HttpClient client;

    EventWebhook(URI url) {
        this(url, PAUSES);
    }

    /// @param pauses before each further try
    EventWebhook(URI url, List<Duration> pauses) {
        this.url = url;
        this.pauses = pauses;
    }

    @Override
    public void deliver(EventFacts facts) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(url).timeout(ANSWER).header("Content-Type", "application/json")
                .header("User-Agent", "Medusa").POST(BodyPublishers.ofString(facts.json())).build();
        for (Duration pause : pauses) {
            if (!mayPass(request)) {
                return;
            }
            Thread.sleep(pause);
        }
        int status = send(request);
        if (!isGood(status)) {
            throw new IOException("status " + status);
        }
    }

    /// Sends it.
    ///
    /// @return whether it makes sense to try again
    private boolean mayPass(HttpRequest request) throws IOException, InterruptedException {
        int status;
        try {
            status = send(request);
        } catch (IOException e) {
            return true;
        }
        if (status >= 500 || status == TOO_MANY) {
            return true;
        }
        if (!isGood(status)) {
            throw new IOException("status " + status);
        }
        return false;
    }

    private static boolean isGood(int status) {
        return status >= 200 && status < 300;
    }

    private int send(HttpRequest request) throws IOException, InterruptedException {
        if (client == null) {
            client = HttpClient.newBuilder().connectTimeout(CONNECT).followRedirects(HttpClient.Redirect.NEVER).build();
        }
        try {
            return client.send(request, BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            throw e.getMessage() == null ? new IOException(e.getClass().getSimpleName(), e) : e;
        }
    }
}
