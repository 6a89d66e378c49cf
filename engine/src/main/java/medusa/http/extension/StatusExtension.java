package medusa.http.extension;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import medusa.http.Extension;
import medusa.http.ExtensionType;
import medusa.http.HttpException;
import medusa.http.HttpReply;
import medusa.http.HttpRequest;
import medusa.http.PageFormat;
import medusa.http.ServerFacts;
import medusa.http.Setting;
import medusa.reactor.AddressRange;

/// Shows those who run the server what it is doing, as a page, as JSON or as text. It can be read, and no more.
public final class StatusExtension implements Extension {
    /// What a configuration asks for.
    public static final ExtensionType<Settings> TYPE = ExtensionType.of("status",
            "shows those who run the server what it is doing, as a page, as JSON or as text", Settings.class,
            (settings, context) -> new StatusExtension(settings, context.server()));

    /// One second to some hours.
    private static final Pattern REFRESH = Pattern.compile("(?:^|&)refresh=([1-9][0-9]{0,3})(?:&|$)");

    /// @param path one path, exactly
    /// @param from who may see it
    public record Settings(
            @Setting(about = "Where it answers.", standard = "\"/status\"") String path,
            @Setting(about = "The addresses that may see it; to others it is not there. It tells what every client asks for."
                    + PrivatePath.WARNING, standard = PrivatePath.THIS_MACHINE) List<AddressRange> from) {
        /// @param path begins with a slash
        /// @param from copied
        public Settings {
            from = new PrivatePath(path, from).from();
        }
    }

    private final PrivatePath place;
    private final Portrait portrait;

    StatusExtension(Settings settings, ServerFacts server) {
        place = new PrivatePath(settings.path(), settings.from());
        portrait = new Portrait(server);
    }

    @Override
    public String name() {
        return "status";
    }

    @Override
    public boolean match(HttpRequest request) {
        return place.matches(request);
    }

    @Override
    public void handle(HttpRequest request) throws HttpException {
        PrivatePath.requireReading(request);
        PageFormat format = PageFormat.of(String.join(",", request.headers().all("accept")));
        int refresh = refresh(request.query());
        portrait.paint(request, picture -> body(picture, format, refresh), body -> send(request, format, body));
    }

    private static byte[] body(ServerPicture picture, PageFormat format, int refresh) {
        List<StatusSection<?>> sections = StatusSections.of(picture);
        String text = switch (format) {
            case HTML -> StatusHtml.of(sections, picture.face().now(), refresh);
            case TEXT -> StatusData.text(sections);
            case JSON -> StatusData.json(sections);
        };
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Never compressed: it shows what others ask for next to what this client has chosen, and its length would tell.
    private static void send(HttpRequest request, PageFormat format, byte[] body) {
        HttpReply reply = request.reply(200).header("Content-Type", format.contentType())
                .header("Cache-Control", "no-store").header("Vary", "Accept")
                .header("Content-Security-Policy", StatusHtml.STYLE.policy());
        reply.send(body);
    }

    /// After how many seconds the browser is to ask again; 0 for never.
    private static int refresh(String query) {
        Matcher matcher = REFRESH.matcher(query == null ? "" : query);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }
}
