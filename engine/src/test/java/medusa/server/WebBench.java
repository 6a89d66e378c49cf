package medusa.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

import medusa.auth.Logins;
import medusa.http.Extensions;
import medusa.http.HttpServer;
import medusa.http.ServerFacts;
import medusa.log.TailLog;
import medusa.reactor.Acceptor;
import medusa.reactor.Bench;

/// The HTTP server of a configuration, on a reactor that is turned by hand.
public final class WebBench implements AutoCloseable {
    private final Bench bench;
    private final WebServer web;
    private final Acceptor acceptor;
    private final Path root;
    private final JarExtensions jars = new JarExtensions();
    private final Accounts accounts;
    private final TailLog log = new TailLog();
    private boolean draining;

    /// @param settings each as for `--set`
    public WebBench(Path root, String... settings) throws Exception {
        this.root = root;
        bench = new Bench();
        ServerConfig config = config(settings);
        accounts = new Accounts(config, bench.reactor());
        accounts.open(config);
        web = WebServer.open(config, bench.reactor(), accounts.logins());
        web.openExtensions(new Facts(), jars);
        acceptor = bench.listen(web::newChannel);
    }

    private ServerConfig config(String... settings) throws ConfigException {
        List<String> sets = new ArrayList<>(List.of(settings));
        sets.add("http.access-log=off");
        return ConfigLoader.load(new ConfigSources(Optional.empty(),
                List.of(new ConfigSources.Override("--root", "root", root.toString())), sets), jars);
    }

    private final class Facts implements ServerFacts {
        @Override
        public String version() {
            return "1.2.3";
        }

        @Override
        public Instant started() {
            return Instant.EPOCH;
        }

        @Override
        public boolean isDraining() { return draining; }

        @Override
        public List<Listener> listeners() {
            return List.of(new Listener("http",
                    "127.0.0.1:" + ((InetSocketAddress) acceptor.address()).getPort()));
        }

        @Override
        public TailLog log() {
            return log;
        }
    }

    /// What the server says of itself from now on.
    public void drain() {
        draining = true;
    }

    /// The last entries of its log, of which the test is the only writer.
    public TailLog log() {
        return log;
    }

    /// As SIGHUP does.
    public void change(String... settings) throws ConfigException, IOException {
        CompletableFuture<Void> changed = beginChange(settings);
        bench.until("the change", changed::isDone);
        changed.join();
    }

    /// As SIGHUP does, without waiting for it to be done.
    CompletableFuture<Void> beginChange(String... settings) throws ConfigException {
        ServerConfig changed = config(settings);
        return web.change(changed).thenRun(() -> web.apply(changed));
    }

    /// Where clients connect to.
    SocketAddress address() {
        return acceptor.address();
    }

    /// What changes extensions by hand.
    WebExtensions live() {
        return web.live();
    }

    /// Where names and passwords are checked; a test says by whom.
    public Logins logins() {
        return accounts.logins();
    }

    /// What is installed.
    public Extensions extensions() {
        return web.extensions();
    }

    /// Everything of the reactor.
    public Bench bench() {
        return bench;
    }

    /// Where clients connect.
    public Acceptor acceptor() {
        return acceptor;
    }

    /// One more listener.
    public Acceptor listen() throws IOException {
        return bench.listen(web::newChannel);
    }

    /// One more listener, of another kind.
    public Acceptor listen(Acceptor.Options options) throws IOException {
        return bench.listen(options, web::newChannel);
    }

    /// One more listener, somewhere else.
    public Acceptor listen(SocketAddress address) throws IOException {
        return bench.reactor().listen(address, Acceptor.Options.defaults(), web::newChannel);
    }

    /// What is said of settings that are not right.
    public static String refusal(Path root, String... settings) throws Exception {
        try (WebBench web = new WebBench(root, settings)) {
            throw new AssertionError("taken: " + web.extensions().list());
        } catch (ConfigException | StartException e) {
            return e.getMessage();
        }
    }

    /// A new client.
    public Bench.Peer connect() throws IOException {
        return bench.connect(acceptor);
    }

    /// A new client over a Unix-domain socket, which is made.
    public Bench.Peer connectLocally(Path socket) throws IOException {
        return bench.connect(bench.reactor().listen(UnixDomainSocketAddress.of(socket), Acceptor.Options.defaults(),
                web::newChannel));
    }

    /// The HTTP server itself.
    public HttpServer http() {
        return web.http();
    }

    /// The whole reply to a request of its own connection.
    ///
    /// @param line   `GET /x`
    /// @param fields header lines without their ends
    public String ask(String line, String... fields) throws IOException {
        StringBuilder request = new StringBuilder(line + " HTTP/1.1\r\n");
        if (List.of(fields).stream().noneMatch(field -> field.startsWith("Host:"))) {
            request.append("Host: localhost\r\n");
        }
        for (String field : fields) {
            request.append(field).append("\r\n");
        }
        return connect().send(request + "Connection: close\r\n\r\n").expectEnd().got();
    }

    @Override
    public void close() throws IOException {
        bench.close();
        web.close();
    }
}
