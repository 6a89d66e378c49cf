package medusa.http.extension;

import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.HttpServer;
import medusa.http.Setting;
import medusa.reactor.AddressRange;
import medusa.reactor.Addresses;
import medusa.reactor.Reactor;

/// Refuses requests of those who send too many, with 429 (RFC 6585 §4). Each address, and all of them together, have a bucket
/// of tokens: a request takes one, and so many come back in a time. Requests that it counts here are those that it refused.
///
/// Memory is bounded: of the addresses it keeps those that came last. One that is forgotten begins anew with a full bucket, so
/// whoever has more addresses than are kept gets past its own share by that, but takes nothing from others; the limit in all
/// still holds for it.
public final class RateLimitExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("rate-limit",
            "refuses the requests of addresses that send too many, or of all when they are too many, with 429",
            Settings.class, (settings, context) -> new RateLimitExtension(settings, context.http().reactor()));

    private static final int MOST = 1_000_000;
    private static final Duration LONGEST = Duration.ofDays(1);

    /// @param requests      from one address
    /// @param burst         0 for as many as `requests`
    /// @param requestsInAll 0 for any number
    /// @param burstInAll    0 for as many as `requestsInAll`
    /// @param paths         none for all
    public record Settings(
            @Setting(about = "How many requests of one address are answered in the time of per; an IPv6 address stands for its "
                    + "/64. 0: any number.") int requests,
            @Setting(about = "The time for that.", standard = "\"1s\"") Duration per,
            @Setting(about = "How many may come at once, after a pause. 0: as many as requests.", standard = "0") int burst,
            @Setting(about = "How many requests of all addresses together are answered in the time of per. 0: any number.", standard = "0") int requestsInAll,
            @Setting(about = "How many of those may come at once. 0: as many as requests-in-all.", standard = "0") int burstInAll,
            @Setting(about = "What is counted: [\"/api\"] is /api and everything below. Empty: everything.", standard = "[]") List<String> paths,
            @Setting(about = "Addresses that are never counted, such as [\"10.0.0.0/8\", \"::1\"].", standard = "[]") List<AddressRange> except,
            @Setting(about = "How many addresses are remembered, those that came last. One that is forgotten begins anew.", standard = "10000") int addresses) {
        /// @param paths  copied
        /// @param except copied
        public Settings {
            paths = List.copyOf(paths);
            except = List.copyOf(except);
            PathPrefixes.of(paths);
            between("requests", 0, MOST, requests);
            between("burst", 0, MOST / 100, burst);
            between("requests-in-all", 0, MOST, requestsInAll);
            between("burst-in-all", 0, MOST / 100, burstInAll);
            between("addresses", 1, MOST, addresses);
            if (per.compareTo(Duration.ofMillis(1)) < 0 || per.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("expected per between \"1ms\" and \"1d\", found " + per);
            }
            if (requests == 0 && requestsInAll == 0) {
                throw new IllegalArgumentException("expected requests or requests-in-all above 0, found neither");
            }
        }

        private static void between(String key, int least, int most, int found) {
            if (found < least || found > most) {
                throw new IllegalArgumentException(
                        "expected " + key + " between " + least + " and " + most + ", found " + found);
            }
        }
    }

    /// How buckets are filled. Of one bucket no more is noted than when it will be full again: if that is further away than the
    /// time in which all of it comes back, it is empty. Times in nanoseconds.
    private record Rate(long interval, long whole) {
        /// Null for no limit.
        static Rate of(int requests, Duration per, int burst) {
            if (requests == 0) {
                return null;
            }
            long interval = per.toNanos() / requests;
            return new Rate(interval, interval * (burst == 0 ? requests : burst));
        }

        /// When a bucket is full again out of which one token more is taken.
        long spend(long fullAt, long now) {
            return Math.max(fullAt, now) + interval;
        }

        /// How long it takes until there is a token; 0 or less if there is one.
        long wait(long fullAt, long now) {
            return spend(fullAt, now) - now - whole;
        }
    }

    private final Reactor reactor;
    /// Since when it counts, by the reactor's clock.
    private long start;
    private final PathPrefixes paths;
    private final List<AddressRange> except;
    /// Null for no limit, like `inAll`.
    private final Rate perAddress;
    private final Rate inAll;
    /// When each bucket is full again, the address that came last at the end.
    private final Map<Object, Long> buckets;
    private long fullInAll;
    /// How long the one who was refused last has to wait.
    private long wait;

    RateLimitExtension(Settings settings, Reactor reactor) {
        this.reactor = reactor;
        paths = PathPrefixes.of(settings.paths());
        except = settings.except();
        perAddress = Rate.of(settings.requests(), settings.per(), settings.burst());
        inAll = Rate.of(settings.requestsInAll(), settings.per(), settings.burstInAll());
        buckets = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, Long> eldest) {
                return size() > settings.addresses();
            }
        };
    }

    @Override
    public String name() {
        return "rate-limit";
    }

    @Override
    public void installed(HttpServer server) {
        start = reactor.now();
    }

    /// How many addresses are remembered now.
    int remembered() {
        return buckets.size();
    }

    @Override
    public boolean match(HttpRequest request) {
        InetAddress peer = request.peer();
        if (!paths.match(request.path()) || peer != null && isExcepted(peer)) {
            return false;
        }
        wait = take(peer == null || perAddress == null ? null : Addresses.customer(peer), reactor.now() - start);
        return wait > 0;
    }

    private boolean isExcepted(InetAddress peer) {
        for (AddressRange range : except) {
            if (range.contains(peer)) {
                return true;
            }
        }
        return false;
    }

    /// Takes a token out of each bucket, or out of none.
    ///
    /// @param address null for one that only the limit in all bounds
    /// @return how long to wait; 0 or less if they were taken
    private long take(Object address, long now) {
        long fullAt = address == null ? 0 : buckets.getOrDefault(address, 0L);
        long own = address == null ? 0 : perAddress.wait(fullAt, now);
        if (own > 0) {
            return own;
        }
        if (inAll != null) {
            long others = inAll.wait(fullInAll, now);
            if (others > 0) {
                return others;
            }
            fullInAll = inAll.spend(fullInAll, now);
        }
        if (address != null) {
            buckets.put(address, perAddress.spend(fullAt, now));
        }
        return 0;
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        long seconds = (wait + TimeUnit.SECONDS.toNanos(1) - 1) / TimeUnit.SECONDS.toNanos(1);
        throw new HttpException(429, "These are too many requests; please wait a little.").with("Retry-After",
                String.valueOf(seconds));
    }
}
