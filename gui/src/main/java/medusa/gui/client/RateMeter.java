package medusa.gui.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/// Makes rates of the figures of the last seconds. One thread.
public final class RateMeter {
    private static final Duration WINDOW = Duration.ofSeconds(5);
    /// Who tells more often than figures are asked for is averaged over less.
    private static final int MOST = 64;

    private record Sample(Instant at, long requests, long in, long out) {
        private static Sample of(ServerFigures figures) {
            return new Sample(figures.at(), RateMeter.requests(figures), figures.counter("bytes-in"),
                    figures.counter("bytes-out"));
        }

        private boolean precedes(Sample next) {
            return at.isBefore(next.at) && requests <= next.requests && in <= next.in && out <= next.out;
        }
    }

    private final Deque<Sample> samples = new ArrayDeque<>();

    /// What counts as a request, the same wherever one is told of.
    public static long requests(ServerFigures figures) {
        return figures.counter("http-requests") + figures.counter("ftp-commands");
    }

    /// The connection is lost: what comes next has nothing to do with what was.
    public void lost() {
        samples.clear();
    }

    /// The next figures. Those of a server that was started anew, or whose clock was set back, are the first ones again.
    public Rates add(ServerFigures figures) {
        Sample now = Sample.of(figures);
        if (!samples.isEmpty() && !samples.getLast().precedes(now)) {
            samples.clear();
        }
        samples.addLast(now);
        Instant begin = now.at.minus(WINDOW);
        while (samples.size() > MOST || samples.size() > 2 && !second().at.isAfter(begin)) {
            samples.removeFirst();
        }
        Sample first = samples.getFirst();
        if (first == now) {
            return Rates.UNKNOWN;
        }
        double seconds = Duration.between(first.at, now.at).toNanos() / 1e9;
        return new Rates((now.requests - first.requests) / seconds, (now.in - first.in) / seconds,
                (now.out - first.out) / seconds);
    }

    private Sample second() {
        return samples.stream().skip(1).findFirst().orElseThrow();
    }
}
