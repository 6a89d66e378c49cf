package medusa.http.extension;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.ServerFacts;
import medusa.http.Setting;

/// Tells load balancers whether to send clients here: 200, or 503 while the server drains.
public final class HealthExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("health",
            "tells load balancers whether to send clients here: 200, or 503 while the server drains", Settings.class,
            (settings, context) -> new HealthExtension(settings, context.server()));

    /// @param path one path, exactly
    public record Settings(
            @Setting(about = "Where it answers.", standard = "\"/health\"") String path) {
        /// @param path begins with a slash
        public Settings {
            if (!path.startsWith("/")) {
                throw new IllegalArgumentException("expected a path that begins with a slash, found \"" + path + "\"");
            }
        }
    }

    private final Settings settings;
    private final ServerFacts server;

    HealthExtension(Settings settings, ServerFacts server) {
        this.settings = settings;
        this.server = server;
    }

    @Override
    public String name() {
        return "health";
    }

    @Override
    public boolean match(HttpRequest request) {
        return request.path().equals(settings.path());
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        PrivatePath.requireReading(request);
        HttpReply reply = request.reply(server.isDraining() ? 503 : 200).header("Content-Type", "text/plain")
                .header("Cache-Control", "no-store");
        reply.send(server.isDraining() ? "draining\n" : "ok\n");
    }
}
