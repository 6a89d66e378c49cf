package medusa.examples;

import medusa.http.Extension;
import medusa.http.ExtensionContext;
import medusa.http.ExtensionType;
import medusa.http.HttpRequest;
import medusa.http.Setting;

/// A kind of extension with a setting, to be packed into a JAR for the folder `extensions/`; the programming guide says how.
/// A configuration then asks for it: `extensions = [{ type = "greeting", words = "Good morning" }]`.
public final class GreetingType implements ExtensionType<GreetingType.Settings> {

    /// @param words what whoever comes to `/greeting` is told
    public record Settings(@Setting(about = "What visitors are told.", standard = "\"Hello\"") String words) {
        public Settings {
            if (words.isBlank()) {
                throw new IllegalArgumentException("expected some words, found \"" + words + "\"");
            }
        }
    }

    private record Greeting(Settings settings) implements Extension {
        @Override
        public boolean match(HttpRequest request) {
            return request.path().equals("/greeting");
        }

        @Override
        public void handle(HttpRequest request) {
            request.reply(200).header("Content-Type", "text/plain; charset=utf-8").send(settings.words() + "\n");
        }
    }

    @Override
    public String name() {
        return "greeting";
    }

    @Override
    public String about() {
        return "greets who comes to /greeting";
    }

    @Override
    public Class<Settings> settings() {
        return Settings.class;
    }

    @Override
    public Extension create(Settings settings, ExtensionContext context) {
        return new Greeting(settings);
    }
}
