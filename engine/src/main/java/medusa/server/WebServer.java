package medusa.server;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntSupplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import medusa.auth.Logins;
import medusa.filesystem.ReadOnlyFilesystem;
import medusa.filesystem.RootedFilesystem;
import medusa.filesystem.SharedTree;
import medusa.filesystem.VirtualFilesystem;
import medusa.http.ExtensionContext;
import medusa.http.Extensions;
import medusa.http.HttpServer;
import medusa.http.Place;
import medusa.http.HttpSettings;
import medusa.http.MimeTypes;
import medusa.http.ServerFacts;
import medusa.http.extension.FileExtension;
import medusa.http.extension.SecureRedirect;
import medusa.log.AccessLog;
import medusa.reactor.Channel;
import medusa.reactor.Reactor;

/// The HTTP server as the configuration wants it: the root's files behind the default extension, and the access log.
final class WebServer {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);

    private final HttpServer http;
    private final AccessLog accessLog;
    private ServerConfig config;
    /// What the extension was made from: behind `config` if that could not be followed.
    private ServedTree served;
    private IntSupplier securePort = () -> 0;
    private final MimeTypes types = new MimeTypes(Map.of());
    private volatile ServedTree tree;
    private final Changes changes;
    private final Logins logins;
    /// Null until they are opened.
    private WebExtensions extensions;

    private WebServer(ServerConfig config, HttpServer http, AccessLog accessLog, Logins logins)
            throws StartException {
        this.config = config;
        this.logins = logins;
        this.http = http;
        this.accessLog = accessLog;
        changes = new Changes(http.reactor()::execute);
        tree = ServedTree.open(config);
        served = tree;
    }

    /// @param logins where those prove who they are who come over HTTP
    /// @throws StartException if the root or the access log cannot be opened
    static WebServer open(ServerConfig config, Reactor reactor, Logins logins) throws StartException {
        AccessLog accessLog = accessLog(config);
        HttpServer http = new HttpServer(reactor, settings(config), accessLog, InstantSource.system());
        try {
            WebServer web = new WebServer(config, http, accessLog, logins);
            http.extensions().install(Place.BACK, WebExtensions.FILES, web.tree.extension(web.types));
            return web;
        } catch (StartException e) {
            accessLog.close();
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e); // it is the first, and does nothing when it is installed
        }
    }

    /// Begins to clear away what uploads to an earlier server have left behind, and returns at once.
    void sweep() {
        Instant now = Instant.now();
        ServedTree swept = tree;
        Thread.ofPlatform().daemon().name("medusa-sweep").start(() -> swept.sweep(now));
    }

    /// Installs the extensions that the configuration asks for: with root given up, since some are other people's code.
    ///
    /// @param jars those from which the types in it come
    /// @throws StartException if one cannot be made
    void openExtensions(ServerFacts server, JarExtensions jars) throws StartException {
        extensions = new WebExtensions(http.extensions(), new Context(server), jars, changes);
        extensions.open(config.extensions());
    }

    private final class Context implements ExtensionContext {
        private final ServerFacts server;

        Context(ServerFacts server) {
            this.server = server;
        }

        @Override
        public HttpServer http() {
            return http;
        }

        @Override
        public SharedTree tree() {
            return tree.tree();
        }

        @Override
        public Logins logins() {
            return logins;
        }

        @Override
        public VirtualFilesystem folder(Path folder) throws IOException {
            return new ReadOnlyFilesystem(new RootedFilesystem(folder));
        }

        @Override
        public MimeTypes mimeTypes() {
            return types;
        }

        @Override
        public ServerFacts server() {
            return server;
        }
    }

    /// @param port where HTTPS is to be had; asked with each request that is sent there
    void securePort(IntSupplier port) {
        securePort = port;
        redirect(config.https().redirect());
    }

    private void redirect(boolean wanted) {
        SecureRedirect redirect = new SecureRedirect(() -> securePort.getAsInt());
        boolean there = http.extensions().has(redirect.name());
        try {
            if (wanted && !there) {
                http.extensions().install(Place.FRONT, redirect);
            } else if (!wanted && there) {
                http.extensions().remove(redirect.name());
            }
        } catch (Exception e) {
            throw new IllegalStateException(e); // it does nothing when it comes or goes
        }
    }

    /// What all protocols serve. Any thread.
    SharedTree tree() {
        return tree.tree();
    }

    HttpServer http() {
        return http;
    }

    Extensions extensions() {
        return http.extensions();
    }

    Channel newChannel() {
        return http.newChannel();
    }

    /// The door for changes by hand.
    WebExtensions live() {
        return extensions;
    }

    /// Takes on the settings of a changed configuration that need no other code. Reactor thread.
    void apply(ServerConfig changed) {
        http.settings(settings(changed));
        accessLog.reopen();
        if (!changed.http().accessLog().equals(config.http().accessLog())) {
            log.warn("http.access-log keeps its value until the server is started again");
        }
        config = changed;
        redirect(changed.https().redirect());
    }

    /// Exchanges the files and the extensions for those of a changed configuration. Requests in hand finish on the old ones. Any
    /// thread; does not wait.
    CompletableFuture<Void> change(ServerConfig changed) {
        return changes.make(() -> {
            Optional<FileExtension> renewed = renewFiles(changed);
            Changes.Step following = extensions.follow(changed.extensions());
            return () -> {
                if (renewed.isPresent()) {
                    served = tree;
                    http.extensions().replace(WebExtensions.FILES, renewed.get());
                }
                following.take();
            };
        });
    }

    /// What is to serve the files, if that has changed; what is made after it finds the new root.
    private Optional<FileExtension> renewFiles(ServerConfig changed) {
        if (served.isOf(changed)) {
            return Optional.empty();
        }
        try {
            tree = tree.follow(changed);
            return Optional.of(tree.extension(types));
        } catch (StartException e) {
            log.error("the files of the old configuration are served on: {}", e.getMessage());
            return Optional.empty();
        }
    }

    void close() {
        accessLog.close();
    }

    private static HttpSettings settings(ServerConfig config) {
        return HttpSettings.DEFAULT.with(config.http().headTime(), config.http().keepAlive(), config.limits().idle())
                .withAnswerTime(config.http().answerTime()).compressing(config.http().compress())
                .withHsts(config.https().hsts());
    }

    private static AccessLog accessLog(ServerConfig config) throws StartException {
        AccessLogSetting setting = config.http().accessLog();
        if (!setting.on()) {
            return AccessLog.off();
        }
        return LogFiles.open("http.access-log", setting, config.log(), AccessLog::to);
    }
}
