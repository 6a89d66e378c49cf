package medusa.server;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import medusa.ftp.FtpServer;
import medusa.http.HttpServer;
import medusa.http.ServerFacts;
import medusa.http.ServerFacts.Listener;
import medusa.monitor.BufferControl;
import medusa.monitor.ExtensionControl;
import medusa.monitor.Fault;
import medusa.monitor.ListenerControl;
import medusa.monitor.MonitorException;
import medusa.monitor.ServerView;
import medusa.reactor.BufferPolicy;
import medusa.reactor.Reactor;

/// The running server as its monitor sees it.
final class LiveView implements ServerView {
    private final MedusaServer server;
    private final ServerFacts facts;
    private final WebServer web;
    private final FileServer files;
    private final Listeners listeners;
    private final ExtensionControl extensions;

    LiveView(MedusaServer server, ServerFacts facts, WebServer web, FileServer files, Listeners listeners) {
        this.server = server;
        this.facts = facts;
        this.web = web;
        this.files = files;
        this.listeners = listeners;
        extensions = new LiveExtensions(web::live);
    }

    @Override
    public Reactor reactor() {
        return web.http().reactor();
    }

    @Override
    public HttpServer http() {
        return web.http();
    }

    @Override
    public FtpServer ftp() {
        return files.ftp();
    }

    @Override
    public ServerFacts facts() {
        return facts;
    }

    @Override
    public ExtensionControl extensions() {
        return extensions;
    }

    @Override
    public CompletableFuture<List<String>> reload() {
        return onItsOwnThread("medusa-reload", server::reload);
    }

    @Override
    public void drain() {
        server.drain();
    }

    @Override
    public void stop() {
        reactor().stop();
    }

    /// Such things are rare, and may take as long as disks and name servers do.
    private static <T> CompletableFuture<T> onItsOwnThread(String name, Supplier<T> task) {
        return CompletableFuture.supplyAsync(task, run -> Thread.ofPlatform().daemon().name(name).start(run));
    }

    private static Part part(String label) throws MonitorException {
        return Part.listener(label).filter(Part::built).orElseThrow(() -> new MonitorException(Fault.NOT_FOUND,
                "there is no part " + label + "; there are " + String.join(", ",
                        Part.listeners().stream().filter(Part::built).map(Part::label).toList())));
    }

    @Override
    public ListenerControl listeners() {
        return new ListenerControl() {
            @Override
            public CompletableFuture<Listener> start(String label, String text) {
                try {
                    Part part = part(label);
                    if (part.isMonitor()) {
                        throw new MonitorException(Fault.REFUSED,
                                "who reaches a monitor is for the configuration alone to say: " + part.listenKey());
                    }
                    ListenAddress address = address(part, text);
                    return onItsOwnThread("medusa-names", () -> known(address))
                            .thenApplyAsync(known -> open(part, known), reactor()::execute);
                } catch (MonitorException e) {
                    return CompletableFuture.failedFuture(e);
                }
            }

            @Override
            public void stop(String label, String address) throws MonitorException {
                if (!listeners.stop(part(label), address)) {
                    throw new MonitorException(Fault.NOT_FOUND, label + " does not listen on " + address);
                }
            }
        };
    }

    private static ListenAddress address(Part part, String text) throws MonitorException {
        try {
            ListenAddress address = ListenAddress.parse(text);
            if (part.takes(address)) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            throw new MonitorException(Fault.INVALID_PARAMS, "params.address: " + e.getMessage());
        }
        throw new MonitorException(Fault.INVALID_PARAMS, "params.address: expected HOST:PORT");
    }

    /// The same with its name looked up, since that may take long.
    private static ListenAddress known(ListenAddress address) {
        try {
            return address instanceof ListenAddress.Tcp(String host, int port) && !host.isEmpty()
                    ? new ListenAddress.Tcp(InetAddress.getByName(host).getHostAddress(), port)
                    : address;
        } catch (UnknownHostException e) {
            return address; // which the listener will say
        }
    }

    private Listener open(Part part, ListenAddress address) {
        try {
            return listeners.start(part, address);
        } catch (StartException e) {
            throw new CompletionException(new MonitorException(Fault.REFUSED, e.getMessage()));
        }
    }

    @Override
    public BufferControl buffers() {
        return new BufferControl() {
            @Override
            public Map<String, BufferPolicy> policies() {
                return listeners.policies();
            }

            @Override
            public void set(String label, BufferPolicy policy) throws MonitorException {
                if (!listeners.policy(part(label), policy)) {
                    throw new MonitorException(Fault.NOT_FOUND, "no listener of " + label + " is open");
                }
            }
        };
    }
}
