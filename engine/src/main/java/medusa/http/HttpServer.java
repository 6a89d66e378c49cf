package medusa.http;

import java.net.InetAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import medusa.log.AccessLog;
import medusa.metrics.Counter;
import medusa.reactor.Addresses;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// HTTP/1.1 on channels (RFC 9110, RFC 9112). Its core only parses, finds the first extension that matches, and frames the
/// answer; what is answered is the extensions' business. Reactor thread only.
public final class HttpServer {
    private static final int WORKERS = 2;
    private static final int WAITING = 256;
    private static final int ARCHIVERS = 2;
    /// Each holds half a MiB, and at worst 30 MiB, until its client has read to the end.
    private static final int ARCHIVES = 16;

    private final Reactor reactor;
    private final AccessLog accessLog;
    private final Extensions extensions = new Extensions(this);
    private final InstantSource clock;
    private final DateHeader date;
    private byte[] dateBytes;
    private byte[] dateLine;
    private final ThreadPoolExecutor workers;
    private final Compression compression;
    private final Offload archives;
    private HttpSettings settings;

    /// @param clock for the Date header and the access log
    public HttpServer(Reactor reactor, HttpSettings settings, AccessLog accessLog, InstantSource clock) {
        this.reactor = reactor;
        this.settings = settings;
        this.accessLog = accessLog;
        this.clock = clock;
        date = new DateHeader(clock);
        workers = new ThreadPoolExecutor(WORKERS, WORKERS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(WAITING),
                Thread.ofPlatform().daemon().name("medusa-http-worker-", 0).factory());
        workers.allowCoreThreadTimeOut(true);
        compression = new Compression(reactor::execute);
        archives = new Offload("medusa-http-archiver", ARCHIVERS, ARCHIVES, reactor::execute);
    }

    /// The channel for one connection.
    public Channel newChannel() {
        return new HttpChannel(this);
    }

    /// What it can do, to be changed while it runs.
    public Extensions extensions() {
        return extensions;
    }

    /// The reactor that it runs on.
    public Reactor reactor() {
        return reactor;
    }

    /// For work that may block or take long, on few threads: what comes back uses [HttpRequest#execute]. It rejects when too
    /// much is waiting ([java.util.concurrent.RejectedExecutionException]), which is a 503. Any thread.
    public Executor workers() {
        return workers;
    }

    /// What makes gzip of answers; most extensions just say [HttpReply#compressible].
    public Compression compression() {
        return compression;
    }

    /// Where archives are made while they are sent.
    public Offload archives() {
        return archives;
    }

    /// The bounds that are in force.
    public HttpSettings settings() {
        return settings;
    }

    /// Changes the bounds for requests that begin from now on.
    public void settings(HttpSettings settings) {
        this.settings = settings;
    }

    AccessLog accessLog() {
        return accessLog;
    }

    /// The clock of dates.
    public InstantSource clock() {
        return clock;
    }

    /// The line `Date: …` of this second.
    byte[] dateLine() {
        byte[] now = date.bytes();
        if (now != dateBytes) {
            dateBytes = now;
            dateLine = ("Date: " + date + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        }
        return dateLine;
    }

    /// Writes a reply to the access log.
    ///
    /// @param head null if it could not be read
    /// @param user null for nobody
    void note(Channel channel, RequestHead head, String user, int status, long bytes) {
        if (accessLog.isOn()) {
            Headers headers = head == null ? Headers.EMPTY : head.headers();
            accessLog.hit(host(channel), user, clock.instant(),
                    head == null ? "-" : head.requestLine(), status, bytes,
                    headers.first("Referer"), headers.first("User-Agent"));
        }
    }

    private static String host(Channel channel) {
        InetAddress address = channel.address();
        return address != null
                ? Addresses.text(address)
                : channel.peer() instanceof UnixDomainSocketAddress ? "unix:" : "-";
    }

    /// Has `request` answered by the extensions, unless it asks for what no extension can give.
    void dispatch(HttpRequest request) {
        reactor.counters().increment(Counter.HTTP_REQUESTS);
        if (request.method().equals("CONNECT")) { // what follows might be meant for a tunnel
            request.fail(HttpException.fatal(501, "There are no tunnels here."));
        } else if (request.target().wantsTls() && !request.isSecure()) {
            request.fail(new HttpException(421, "This connection is not secured, as https demands."));
        } else {
            extensions.answer(request);
        }
    }

    /// A failure of an extension: counted, logged once, and told to the client without a word of why.
    void fault(String where, HttpRequest request, Throwable failure) {
        reactor.counters().increment(Counter.HTTP_FAULTS);
        reactor.errors().report(where, failure);
        if (request.answeredBy() != null) {
            request.answeredBy().failed();
        }
        request.fail(new HttpException(500, "The server could not answer this request."));
    }
}
