import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.HttpRequest;
import medusa.http.Setting;

/// Says who answers what: its name, its version, and the path. `extensions.sh` builds it many times, each with another version.
public final class Probe implements ExtensionType<Probe.Settings> {
    private static final String VERSION = "@VERSION@";

    /// @param who answers what is below `/who/`
    public record Settings(@Setting(about = "Its name.") String who) {}

    private record Answer(String who) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().startsWith("/" + who + "/");
        }

        @Override
        public void handle(HttpRequest request) {
            request.reply(200).send(who + " " + VERSION + " " + request.path());
        }
    }

    @Override
    public String name() {
        return "probe";
    }

    @Override
    public String about() {
        return "says who answers";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Extension create(Settings settings, ExtensionContext context) {
        return new Answer(settings.who());
    }
}
