package medusa.http.extension;

import java.util.List;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpRequest;
import medusa.http.ServerFacts;
import medusa.http.Setting;
import medusa.reactor.AddressRange;

/// Gives Prometheus, and whoever reads its text format, the server's figures.
public final class MetricsExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("metrics",
            "gives Prometheus, and whoever reads its text format, the server's figures", Settings.class,
            (settings, context) -> new MetricsExtension(settings, context.server()));

    /// @param path one path, exactly
    /// @param from who may read it
    public record Settings(
            @Setting(about = "Where it answers.", standard = "\"/metrics\"") String path,
            @Setting(about = "The addresses that may read it, such as that of the machine with Prometheus; to others it is not there."
                    + PrivatePath.WARNING, standard = PrivatePath.THIS_MACHINE) List<AddressRange> from) {
        /// @param path begins with a slash
        /// @param from copied
        public Settings {
            from = new PrivatePath(path, from).from();
        }
    }

    private final PrivatePath place;
    private final Portrait portrait;

    MetricsExtension(Settings settings, ServerFacts server) {
        place = new PrivatePath(settings.path(), settings.from());
        portrait = new Portrait(server);
    }

    @Override
    public String name() {
        return "metrics";
    }

    @Override
    public boolean match(HttpRequest request) {
        return place.matches(request);
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        PrivatePath.requireReading(request);
        portrait.paint(request, MetricsText::of,
                text -> request.reply(200).header("Content-Type", MetricsText.CONTENT_TYPE)
                        .header("Cache-Control", "no-store").compressible().send(text));
    }
}
